import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_APP_ID } from '../../../contract/src/index.ts';
import { systemActor } from '../../../server/src/core/actor.ts';
import { SANDBOX } from '../../../server/src/server/sandbox.ts';
import { directRoom } from '../../../server/src/testing/actors.ts';
import { launch, openPage } from '../../../server/src/testing/browser.ts';
import { sendText } from '../../../server/src/testing/messages.ts';
import { tempDirectory } from '../../../server/src/testing/temp-directory.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { screenshot } from '../support/screenshot.ts';
import { look } from './look.ts';
import { ConsoleDriver, chat, goTo, send } from './tab.ts';

const INJECTION = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
const LONG = 'long'.repeat(1000);
const RIGHT_TO_LEFT = 'שלום עולם, זה משפט מימין לשמאל';
/** Each demo chat, its tab, and who it is on another page. */
const DEMOS = [
  { tab: 'lobby', title: 'Lobby', other: 'Lobby' },
  { tab: 'reactions', title: 'Wall', other: 'Wall' },
  { tab: 'direct', title: 'Ada to Grace', other: 'Grace to Ada' },
  { tab: 'platform', title: 'App room', other: 'App room' },
] as const;

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await startTestServer();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

const open = (width = 1280, theme: 'light' | 'dark' = 'light', path = '/') =>
  openPage(browser, server.url, { width, theme }, path);

describe('the page', () => {
  it('is entered by links, and goes back', async () => {
    await using watched = await open(1280, 'light', '/#platform/code');
    const { page } = watched;
    await page.getByRole('tab', { name: 'platform', selected: true }).waitFor();
    const top = page.locator('[id="platform/code"]');
    await expect
      .poll(() => top.evaluate((part) => part.getBoundingClientRect().top))
      .toBeLessThan(400);
    await page.getByRole('tab', { name: 'direct' }).click();
    expect(new URL(page.url()).hash).toBe('#/direct');
    await page.getByRole('tab', { name: 'direct' }).press('ArrowLeft');
    expect(new URL(page.url()).hash).toBe('#/reactions');
    await page.goBack();
    await page.getByRole('tab', { name: 'direct', selected: true }).waitFor();
  });

  it('stays at the part that a link names while the rest of it loads', async () => {
    await using watched = await open(390, 'light', '/#community/console');
    const { page } = watched;
    await page.frameLocator('iframe').first().getByText('No messages yet').waitFor();
    const part = page.locator('[id="community/console"]');
    const top = () => part.evaluate((element) => element.getBoundingClientRect().top);
    await expect.poll(top).toBeLessThan(120);
    expect(await top()).toBeGreaterThan(80);
    await page.mouse.wheel(0, -300);
    await expect.poll(top).toBeGreaterThan(300);
    await page.setViewportSize({ width: 400, height: 900 });
    expect(await top()).toBeGreaterThan(300);
  });

  it('shows in production what is on, how the rest is turned on, and no credentials', async () => {
    const secret = 'a secret that is long enough for anybody';
    await using own = await startTestServer({
      settings: { production: true, secret, adminKey: secret },
    });
    await using watched = await openPage(browser, own.url, { width: 390, theme: 'light' });
    const { page, complaints } = watched;
    await page.getByText('production', { exact: true }).waitFor();
    await page.getByText('3 of 5 on').waitFor();
    expect(await page.getByRole('button', { name: 'Login as guest' }).isDisabled()).toBe(true);
    await page.getByText('--community-guests').waitFor();
    await goTo(page, 'lobby');
    const flags = '--production --protocols community,direct,platform,lobby';
    await page.getByText(`npm start -- ${flags}`).waitFor();
    await look(watched, 'off', ['dark']);
    for (const tab of ['direct', 'platform']) {
      await goTo(page, tab);
      const missing = tab === 'direct' ? 'A_USER_TOKEN' : 'YOUR_API_KEY and YOUR_ROOM_ID';
      await page.getByText(`Put your own values in place of ${missing}.`).waitFor();
      await page.getByRole('textbox', { name: 'User token' }).locator('visible=true').waitFor();
    }
    await look(watched, 'token', []);
    expect(await page.content()).not.toContain('sk_test');
    expect(complaints).toEqual([]);
  });

  it('takes user tokens in production, and another one where a token is refused', async () => {
    const secret = 'a secret that is long enough for anybody';
    await using own = await startTestServer({
      settings: { production: true, secret, adminKey: secret },
    });
    const call = async (path: string, key: Record<string, string>, body: unknown) => {
      const response = await fetch(`${own.url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...key },
        body: JSON.stringify(body),
      });
      return ((await response.json()) as { data: Record<string, string> }).data;
    };
    const app = await call('/clients', { 'x-admin-key': secret }, { name: 'Own' });
    const key = { 'x-api-key': app['api_key'] ?? '' };
    const room = await call('/rooms', key, { name: 'Own room' });
    const { token } = await call('/tokens', key, { user_id: 'ada', user_name: 'Ada' });
    await call('/tokens', key, { user_id: 'grace', user_name: 'Grace' });
    await using watched = await openPage(browser, own.url, { width: 390, theme: 'dark' });
    const { page } = watched;
    for (const [tab, other, value, title, error] of [
      ['platform', 'Room id', room['id'], 'App room', /^Unauthorized/],
      ['direct', 'The other one’s user id', 'grace', 'ada to grace', 'Refused: Unauthorized'],
    ] as const) {
      await goTo(page, tab);
      const demo = page.locator(`[id="${tab}/demo"]`);
      await demo.getByRole('textbox', { name: 'User token' }).fill('no token');
      await demo.getByRole('textbox', { name: /^(Your u|U)ser id$/ }).fill('ada');
      await demo.getByRole('textbox', { name: other }).fill(value ?? '');
      await demo.getByRole('button', { name: 'Connect' }).click();
      await demo.getByText(error).waitFor();
      await demo.getByRole('button', { name: 'Other token' }).click();
      await demo.getByRole('textbox', { name: 'User token' }).fill(token ?? '');
      await demo.getByRole('button', { name: 'Connect' }).click();
      await chat(page, title).getByText(/^Live/).waitFor();
      await send(chat(page, title), 'With a token of one’s own');
      await chat(page, title).getByText('With a token of one’s own').waitFor();
    }
  });

  it('shows when the server cannot be reached', async () => {
    await using watched = await open();
    const { page } = watched;
    await page.route('**/assets/server.json', (route) => route.abort());
    await page.reload();
    await page.getByRole('alert').waitFor();
    await page.unroute('**/assets/server.json');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Playground' }).waitFor();
  });
});

describe('the live demos', () => {
  it('let two pages talk in each of them; text is shown as text', async () => {
    await using one = await open(1280, 'light');
    await using two = await open(390, 'dark');
    for (const { tab, title, other } of DEMOS) {
      await Promise.all([one, two].map(({ page }) => goTo(page, tab)));
      const [from, to] = [chat(one.page, title), chat(two.page, other)];
      await from.getByText(/^Live/).waitFor();
      await to.getByText(/^Live/).waitFor();
      await send(from, `Hello from ${title}`);
      await to.getByText(`Hello from ${title}`).first().waitFor();
      await send(to, INJECTION);
      await from.getByText(INJECTION).first().waitFor();
      const text = tab === 'reactions' ? LONG.slice(0, 500) : LONG;
      await send(from, text);
      await to.getByText(text).first().waitFor();
      await send(to, RIGHT_TO_LEFT);
      await from.getByText(RIGHT_TO_LEFT).first().waitFor();
      for (const watched of [one, two]) {
        await look(watched, `${tab}-talk`, []);
        expect(await watched.page.title()).toBe('Koine');
      }
    }
    expect([...one.complaints, ...two.complaints]).toEqual([]);
  });

  it('take names, in which markup is text', async () => {
    await using watched = await open();
    const { page, complaints } = watched;
    await goTo(page, 'lobby');
    const lobby = chat(page, 'Lobby');
    const name = '<b onclick=x>Eve</b>';
    await lobby.getByLabel('Name').fill(name);
    await lobby.getByLabel('Name').press('Enter');
    await lobby.getByText(`Welcome to the chat, ${name}!`).waitFor();
    await send(lobby, 'who am I');
    await lobby.getByText(name, { exact: true }).waitFor();
    await goTo(page, 'platform');
    const room = chat(page, 'App room');
    await room.getByLabel('Name').fill(name);
    await room.getByLabel('Name').press('Enter');
    await room.getByText(`${name} (you)`).waitFor();
    await send(room, 'and here');
    await room.getByText(name, { exact: true }).first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('toggle emoji on the wall, for both', async () => {
    await using one = await open();
    await using two = await open();
    for (const { page } of [one, two]) await goTo(page, 'reactions');
    const [mine, theirs] = [chat(one.page, 'Wall'), chat(two.page, 'Wall')];
    await send(mine, 'React to this');
    await theirs.getByText('React to this').waitFor();
    await mine.getByText('you', { exact: true }).first().waitFor();
    expect(await theirs.getByText('you', { exact: true }).count()).toBe(0);
    await mine.getByRole('button', { name: 'Add a reaction' }).last().click();
    await mine.getByRole('button', { name: 'React with 👍' }).last().click();
    await theirs.getByRole('button', { name: '👍, 1' }).waitFor();
    const toggle = mine.getByRole('button', { name: '👍, 1' });
    await expect.poll(() => toggle.getAttribute('aria-pressed')).toBe('true');
    await screenshot(one.page, 'playground-reactions-held');
    await toggle.click();
    await theirs.getByRole('button', { name: '👍, 1' }).waitFor({ state: 'detached' });
    expect([...one.complaints, ...two.complaints]).toEqual([]);
  });

  it('page back in a conversation', async () => {
    await using own = await startTestServer();
    const ids = ['demo-ada', 'demo-grace'] as const;
    const room = await directRoom(own.core, DEFAULT_APP_ID, ...ids);
    await fill(own, room.id, 80);
    await using watched = await openPage(
      browser,
      own.url,
      { width: 1280, theme: 'light' },
      '/#direct',
    );
    const ada = chat(watched.page, 'Ada to Grace');
    await ada.getByText('m80', { exact: true }).waitFor();
    expect(await ada.getByText('m30', { exact: true }).count()).toBe(0);
    await ada.getByRole('button', { name: 'Older' }).click();
    await ada.getByText('m11', { exact: true }).waitFor();
    await ada.getByRole('button', { name: 'Older' }).click();
    await ada.getByText('m1', { exact: true }).waitFor();
    await ada.getByRole('button', { name: 'Older' }).click();
    await ada.getByText('That is the beginning of the conversation.').waitFor();
    expect(watched.complaints).toEqual([]);
  });

  it('show an app’s room: typing, members, edits, reactions, deletion, notifications', async () => {
    await using one = await open();
    await using two = await open();
    for (const { page } of [one, two]) await goTo(page, 'platform');
    const [mine, theirs] = [chat(one.page, 'App room'), chat(two.page, 'App room')];
    for (const pane of [mine, theirs]) await pane.getByText(/^Live, \d+ online/).waitFor();
    await theirs.getByText('Jane Smith').waitFor();
    await mine.getByRole('textbox', { name: 'your message' }).pressSequentially('typign');
    await theirs.getByText('is typing').waitFor();
    await mine.getByRole('button', { name: 'Send' }).click();
    await theirs.getByText('is typing').waitFor({ state: 'detached' });
    await theirs.getByText('typign').waitFor();
    await mine.getByRole('button', { name: 'Edit' }).last().click();
    await mine.getByRole('textbox', { name: 'Edit your message' }).fill('typing, mended');
    await mine.getByRole('button', { name: 'Save' }).click();
    await theirs.getByText('typing, mended').waitFor();
    await theirs.getByText('(edited)').first().waitFor();
    await theirs.getByRole('button', { name: 'Add a reaction' }).last().click();
    await theirs.getByRole('button', { name: 'React with 🎉' }).last().click();
    await mine.getByRole('button', { name: '🎉, 1' }).waitFor();
    await mine.getByRole('button', { name: 'Notify all' }).click();
    await theirs.getByText('says hello to everyone in this room').waitFor();
    await look(one, 'platform-room', ['dark']);
    await mine.getByRole('button', { name: 'Delete' }).last().click();
    await theirs.getByText('Message deleted').waitFor();
    const left = theirs.getByText(/^Live, \d+ online/);
    const before = await left.textContent();
    await one.page.close();
    await expect.poll(() => left.textContent()).not.toBe(before);
    expect([...one.complaints, ...two.complaints]).toEqual([]);
  });

  it('show when the server is gone, and reconnect by themselves to every message since, once', async () => {
    await using data = await tempDirectory();
    const first = await startTestServer({ data: data.path });
    const port = Number(new URL(first.url).port);
    const wall = await first.core.rooms.findPublic('wall');
    await fill(first, wall.id, 350);
    await using watched = await openPage(browser, first.url, { width: 390, theme: 'light' });
    const { page } = watched;
    for (const { tab, title } of DEMOS) {
      await goTo(page, tab);
      await chat(page, title).getByText(/^Live/).waitFor();
      if (tab === 'lobby') await send(chat(page, title), 'Before');
    }
    await goTo(page, 'reactions');
    const log = chat(page, 'Wall').getByRole('log');
    await log.getByText('m350', { exact: true }).waitFor();
    await log.evaluate((element) => element.scrollTo(0, 0));
    await first[Symbol.asyncDispose]();
    for (const { tab, title } of DEMOS) {
      await goTo(page, tab);
      await chat(page, title)
        .getByText(/^Offline, next try in \d+ s$/)
        .waitFor();
    }
    await screenshot(page, 'playground-offline');

    {
      await using meanwhile = await startTestServer({ data: data.path });
      const { core } = meanwhile;
      const lobby = await core.rooms.findPublic('lobby');
      const pair = await directRoom(core, DEFAULT_APP_ID, 'demo-ada', 'demo-grace');
      for (const { id } of [lobby, wall, pair]) await fill(meanwhile, id, 60, 'missed ');
      await fill(meanwhile, SANDBOX.roomId, 60, 'missed ', SANDBOX.appId);
    }
    await using _again = await startTestServer({ data: data.path, settings: { ports: [port] } });
    for (const { tab, title } of DEMOS) {
      await goTo(page, tab);
      const pane = chat(page, title);
      await pane.getByText(/^Live/).waitFor();
      await pane.getByText('missed m60', { exact: true }).waitFor();
      const texts = await pane
        .getByRole('log')
        .getByText(/^(missed )?m\d+$/)
        .allTextContents();
      const missed = Array.from({ length: 60 }, (_, i) => `missed m${i + 1}`);
      const before = tab === 'reactions' ? Array.from({ length: 300 }, (_, i) => `m${i + 51}`) : [];
      expect([tab, texts]).toEqual([tab, [...before, ...missed]]);
    }
  });

  it('stay quick with ten thousand messages, and keep the reader’s place', async () => {
    await using own = await startTestServer();
    const wallRoom = await own.core.rooms.findPublic('wall');
    await fill(own, wallRoom.id, 10_000);
    await using watched = await openPage(
      browser,
      own.url,
      { width: 1280, theme: 'light' },
      '/#reactions',
    );
    const { page, complaints } = watched;
    const wall = chat(page, 'Wall');
    await wall.getByText('m10000', { exact: true }).waitFor();
    const log = wall.getByRole('log');
    expect(await log.getByText(/^m\d+$/).count()).toBeLessThanOrEqual(300);
    await log.evaluate((element) => element.scrollTo(0, 0));
    await expect.poll(() => log.evaluate((element) => element.scrollTop)).toBe(0);
    await fill(own, wallRoom.id, 3, 'late ');
    await wall.getByRole('button', { name: '3 new messages' }).waitFor();
    expect(await log.evaluate((element) => element.scrollTop)).toBe(0);
    await screenshot(page, 'playground-unread');
    await wall.getByRole('button', { name: '3 new messages' }).click();
    await wall.getByText('late m3').waitFor();
    const wire = new ConsoleDriver(page, 'reactions');
    await wire.connect();
    await wire.element.getByText(/the newest of 10,\d+ \(2,000 are kept\)/).waitFor();
    expect(await wire.rows.count()).toBeLessThan(100);
    expect(complaints).toEqual([]);
  });
});

/** `m1` to `m{count}` in a room, as the server itself. */
async function fill(
  { core }: TestServer,
  roomId: string,
  count: number,
  prefix = '',
  appId = DEFAULT_APP_ID,
): Promise<void> {
  const system = systemActor(appId);
  for (let from = 1; from <= count; from += 1000) {
    const to = Math.min(count, from + 999);
    const batch = Array.from({ length: to - from + 1 }, (_, i) =>
      sendText(core, system, roomId, `${prefix}m${from + i}`),
    );
    await Promise.all(batch);
  }
}
