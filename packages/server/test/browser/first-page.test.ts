import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_APP_ID } from '@koine/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '../../src/core/actor.ts';
import {
  CHROMIUM,
  hasChromium,
  launch,
  openPage,
  type Watched,
} from '../../src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../src/testing/test-server.ts';

/** Not in the repository: for looking at. */
const PICTURES = join(import.meta.dirname, '../../../../test-output/first-page');
const CHATS = ['Lobby', 'Wall', 'Guest', 'Ada to Grace', 'App room'];
const INJECTION = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
const LONG = 'long'.repeat(1000);
const RIGHT_TO_LEFT = 'שלום עולם, זה משפט מימין לשמאל';

if (!hasChromium) console.warn(`left out: the browser tests need Chromium at ${CHROMIUM}`);

describe.skipIf(!hasChromium)('the first page', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startTestServer();
    browser = await launch();
    await mkdir(PICTURES, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const open = (width: number, theme: 'light' | 'dark') =>
    openPage(browser, server.url, { width, theme });

  it('lets two pages talk in every pane, and shows text as text', async () => {
    await using one = await open(1280, 'light');
    await using two = await open(390, 'dark');
    for (const { page } of [one, two]) {
      await settled(page);
      await page.getByLabel('In', { exact: true }).selectOption({ label: 'Playground' });
    }
    await picture(one, 'empty-1280-light');
    await picture(two, 'empty-390-dark');
    for (const title of CHATS) {
      const from = chat(one.page, title);
      const to = chat(two.page, title === 'Ada to Grace' ? 'Grace to Ada' : title);
      await say(from, `Hello from ${title}`);
      await to.getByText(`Hello from ${title}`).waitFor();
      await say(to, INJECTION);
      await from.getByText(INJECTION).waitFor();
      const text = title === 'Wall' ? LONG.slice(0, 500) : LONG;
      await say(from, text);
      await to.getByText(text).waitFor();
      await say(to, RIGHT_TO_LEFT);
      await from.getByText(RIGHT_TO_LEFT).waitFor();
    }
    expect(await one.page.title()).toBe('Koine');
    expect(await two.page.title()).toBe('Koine');
    for (const { page } of [one, two]) expect(await overflowing(page)).toBe(0);
    await picture(one, 'full-1280-light');
    await picture(two, 'full-390-dark');
    await one.page.emulateMedia({ colorScheme: 'dark' });
    await two.page.emulateMedia({ colorScheme: 'light' });
    await picture(one, 'full-1280-dark');
    await picture(two, 'full-390-light');
    expect([...one.complaints, ...two.complaints]).toEqual([]);
  });

  it('toggles emoji on the wall, for both', async () => {
    await using one = await open(1280, 'light');
    await using two = await open(1280, 'light');
    const [mine, theirs] = [chat(one.page, 'Wall'), chat(two.page, 'Wall')];
    await say(mine, 'React to this');
    await theirs.getByText('React to this').waitFor();
    await mine.getByRole('button', { name: 'Add a reaction' }).last().click();
    await mine.getByRole('button', { name: 'React with 👍' }).last().click();
    await theirs.getByRole('button', { name: '👍, 1' }).waitFor();
    const toggle = mine.getByRole('button', { name: '👍, 1' });
    await expect.poll(() => toggle.getAttribute('aria-pressed')).toBe('true');
    await toggle.click();
    await theirs.getByRole('button', { name: '👍, 1' }).waitFor({ state: 'detached' });
    expect([...one.complaints, ...two.complaints]).toEqual([]);
  });

  it('shows who is typing and who is here', async () => {
    await using one = await open(1280, 'light');
    await using two = await open(1280, 'dark');
    const [mine, theirs] = [chat(one.page, 'App room'), chat(two.page, 'App room')];
    await settled(one.page);
    await settled(two.page);
    await mine.getByRole('textbox', { name: 'your message' }).pressSequentially('typing');
    await theirs.getByText('is typing').waitFor();
    await mine.getByRole('button', { name: 'Send' }).click();
    await theirs.getByText('is typing').waitFor({ state: 'detached' });
    await theirs.getByText(/^Here: you, Visitor/).waitFor();
    await one.page.close();
    await theirs.getByText('Only you are here').waitFor();
  });

  it('makes a room of its own for a guest', async () => {
    await using watched = await open(1280, 'light');
    const { page, complaints } = watched;
    await settled(page);
    const guest = chat(page, 'Guest');
    await guest.getByRole('button', { name: 'New room' }).click();
    await guest.getByText('You own this room').waitFor();
    await say(guest, 'First!');
    await guest.getByText('First!').waitFor();
    expect(complaints).toEqual([]);
  });

  it('says when the server is gone, and comes back by itself', async () => {
    const own = await startTestServer();
    await using watched = await openPage(browser, own.url, { width: 390, theme: 'light' });
    const { page } = watched;
    await settled(page);
    const port = new URL(own.url).port;
    await own.close();
    for (const title of CHATS)
      await chat(page, title)
        .getByText(/^Offline, next try in \d+ s$/)
        .waitFor();
    await page.screenshot({ path: join(PICTURES, 'offline-390-light.png') });
    const again = await startTestServer({ settings: { ports: [Number(port)] } });
    await settled(page);
    await own[Symbol.asyncDispose]();
    await again[Symbol.asyncDispose]();
  });

  it('shows in production what is on, and no credentials', async () => {
    const secret = 'a secret that is long enough for anybody';
    await using own = await startTestServer({
      settings: { production: true, secret, adminKey: secret },
    });
    await using watched = await openPage(browser, own.url, { width: 390, theme: 'light' });
    const { page, complaints } = watched;
    await page.getByText('Koine speaks three chat protocols').waitFor();
    const sections = await page
      .locator('main section.protocol')
      .evaluateAll((all) => all.map(({ id }) => id));
    expect(sections).toEqual(['community', 'direct', 'platform']);
    expect(await page.content()).not.toContain('sk_test');
    expect(await page.getByRole('textbox').count()).toBe(0);
    expect(await overflowing(page)).toBe(0);
    await picture(watched, 'production-390-light');
    expect(complaints).toEqual([]);
  });

  it('stays quick with ten thousand messages, and keeps the reader’s place', async () => {
    await using own = await startTestServer();
    await fillWall(own, 10_000);
    await using watched = await openPage(browser, own.url, { width: 1280, theme: 'light' });
    const { page, complaints } = watched;
    const wall = chat(page, 'Wall');
    await wall.getByText('m10000', { exact: true }).waitFor();
    const log = wall.getByRole('log');
    expect(await log.locator('.message').count()).toBeLessThanOrEqual(300);
    await log.evaluate((element) => element.scrollTo(0, 0));
    await expect.poll(() => log.evaluate((element) => element.scrollTop)).toBe(0);
    await fillWall(own, 3, 'late ');
    await wall.getByRole('button', { name: '3 new messages' }).waitFor();
    expect(await log.evaluate((element) => element.scrollTop)).toBe(0);
    await page.screenshot({ path: join(PICTURES, 'unread-1280-light.png') });
    await wall.getByRole('button', { name: '3 new messages' }).click();
    await wall.getByText('late m3').waitFor();
    expect(complaints).toEqual([]);
  });
});

function chat(page: Page, title: string) {
  return page.getByRole('region', { name: title, exact: true });
}

async function say(pane: ReturnType<typeof chat>, text: string): Promise<void> {
  await pane.getByRole('textbox', { name: 'your message' }).fill(text);
  await pane.getByRole('button', { name: 'Send' }).click();
}

/** Every pane is connected. */
async function settled(page: Page): Promise<void> {
  for (const title of [...CHATS, 'Grace to Ada'])
    await chat(page, title).getByText(/^Live/).waitFor();
}

/** By how many pixels the page is wider than the window. */
function overflowing(page: Page): Promise<number> {
  return page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
}

async function picture({ page }: Watched, name: string): Promise<void> {
  await page.evaluate('scrollTo(0, 0)');
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** `m1` to `m{count}`, as the server itself. */
async function fillWall({ core, config }: TestServer, count: number, prefix = ''): Promise<void> {
  const { id } = await core.rooms.findPublic(config.reactions.room);
  const system = systemActor(DEFAULT_APP_ID);
  for (let from = 1; from <= count; from += 1000) {
    const to = Math.min(count, from + 999);
    const batch = Array.from({ length: to - from + 1 }, (_, i) => {
      const draft = { content: `${prefix}m${from + i}`, type: 'text', meta: null, clientKey: null };
      return core.messages.send(system, id, draft, core.policies.system);
    });
    await Promise.all(batch);
  }
}
