import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_APP_ID } from '../../../contract/src/index.ts';
import { systemActor } from '../../../server/src/core/actor.ts';
import { launch, openContext } from '../../../server/src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import type { HostMessage } from '../../src/lib/host-messages.ts';
import { type Account, call, makeRoom, register } from '../support/embed.ts';
import { screenshot } from '../support/screenshot.ts';
import { type HostPage, type HostSite, startHostSite } from './host-site.ts';

declare global {
  interface Window {
    readonly received: (readonly [string, unknown, string?])[];
  }
}

let server: TestServer;
let site: HostSite;
let browser: Browser;
let owner: Account;
let other: Account;
let room: string;
beforeAll(async () => {
  server = await startTestServer();
  site = await startHostSite();
  browser = await launch();
  owner = await register(server, 'owner');
  other = await register(server, 'grace.hopper');
  room = await makeRoom(server, owner, 'Tea room');
});
afterAll(async () => {
  await browser?.close();
  await site?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

/** Of its own: a sign-out ends it. */
async function newToken(): Promise<string> {
  return server.core.signIns.issue(
    await server.core.users.get(systemActor(DEFAULT_APP_ID), other.uid),
  );
}

const script = () => `<script src="${server.url}/koine.js"></script>`;
const send = (message: string) => call(server, owner.token, 'POST', '/messages', { room, message });

/** The host's page, its complaints, and the chat's frame in it. */
async function open(hostPage: HostPage) {
  const context = await openContext(browser, { viewport: { width: 1280, height: 700 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(site.add(hostPage));
  await expect.poll(() => chatIn(page) !== undefined).toBe(true);
  const frame = chatIn(page);
  if (frame === undefined) throw new Error('no chat');
  await frame.getByText('Tea room').first().waitFor();
  return { page, frame, complaints, [Symbol.asyncDispose]: () => context.close() };
}

function chatIn(page: Page): Frame | undefined {
  return page.frames().find((frame) => frame.url().startsWith(`${server.url}/embed.html`));
}

/** The details of the events of that name, the newest last. */
const received = (page: Page, name: string) =>
  page.evaluate(
    (wanted) => window.received.flatMap(([is, detail]) => (is === wanted ? [detail] : [])),
    name,
  );

const themeOf = (frame: Frame) =>
  frame.evaluate(() => document.documentElement.dataset['theme'] ?? 'system');
const tokenOf = (frame: Frame, name: string) =>
  frame.evaluate((property) => document.documentElement.style.getPropertyValue(property), name);
const isWriter = (frame: Frame) =>
  frame.getByRole('textbox', { name: 'Message', exact: true }).isEnabled();

async function openWindow(frame: Frame): Promise<void> {
  await frame.getByRole('button', { name: 'Menu' }).click();
  await frame.getByRole('menuitem', { name: 'Open in a window' }).click();
}

describe('<koine-chat>', () => {
  test('is a chat on the page of another site, in one line', async () => {
    const body = `${script()}<koine-chat room="${room}" guest title="Talk to us"></koine-chat>`;
    await using host = await open({ body });
    await host.frame.getByRole('textbox', { name: 'Message', exact: true }).fill('From elsewhere');
    await host.frame.getByRole('textbox', { name: 'Message', exact: true }).press('Enter');
    await host.frame.getByRole('article').filter({ hasText: 'From elsewhere' }).waitFor();
    await expect.poll(() => received(host.page, 'auth')).toContainEqual({ isSignedIn: true });
    expect(await received(host.page, 'ready')).toEqual([{}]);
    expect(await received(host.page, 'room')).toContainEqual({ uid: room, name: 'Tea room' });
    const element = await host.frame.frameElement();
    expect(await element.getAttribute('title')).toBe('Talk to us');
    expect(await element.boundingBox()).toMatchObject({ height: 480 });
    await screenshot(host.page, 'koine-element');
    expect(host.complaints).toEqual([]);
  });

  test('leaves nothing behind on the page but its element', async () => {
    await using host = await open({ body: `${script()}<koine-chat room="${room}"></koine-chat>` });
    await using bare = await open({
      body: `<iframe src="${server.url}/embed.html?room=${room}"></iframe>`,
    });
    const globals = (page: Page) => page.evaluate(() => Object.getOwnPropertyNames(window));
    const numbered = /^\d+$/;
    const [withIt, without] = [await globals(host.page), await globals(bare.page)];
    expect(withIt.filter((name) => !without.includes(name) && !numbered.test(name))).toEqual([]);
    expect(
      await host.page.evaluate(() => document.querySelector('koine-chat')?.shadowRoot),
    ).toBeNull();
    // A second copy of the script does no harm.
    await host.page.addScriptTag({ url: `${server.url}/koine.js` });
    expect(host.complaints).toEqual([]);
  });

  test('works under the policy that the guide asks for, and breaks none', async () => {
    const policy = `default-src 'none'; script-src 'self' ${server.url}; frame-src ${server.url}`;
    const body = `${script()}<koine-chat room="${room}" height="300"></koine-chat>`;
    await using host = await open({ body, policy });
    expect(await (await host.frame.frameElement()).boundingBox()).toMatchObject({ height: 300 });
    expect(host.complaints).toEqual([]);
  });

  test('follows the theme and style of the host', async () => {
    const style = 'color-scheme:dark;--koine-accent:rgb(200, 30, 30);--koine-radius:12px';
    const body = `${script()}<koine-chat room="${room}" font="Georgia, serif"></koine-chat>`;
    await using host = await open({ body: `<div style="${style}">${body}</div>` });
    await expect.poll(() => themeOf(host.frame)).toBe('dark');
    await expect.poll(() => tokenOf(host.frame, '--accent')).toBe('rgb(200, 30, 30)');
    expect(await tokenOf(host.frame, '--radius')).toBe('12px');
    expect(await tokenOf(host.frame, '--font')).toBe('Georgia, serif');
    await host.page.evaluate(() => {
      const chat = document.querySelector('koine-chat');
      chat?.setAttribute('theme', 'light');
      chat?.setAttribute('accent', 'green');
    });
    await expect.poll(() => themeOf(host.frame)).toBe('light');
    await expect.poll(() => tokenOf(host.frame, '--accent')).toBe('green');
    await host.page.evaluate(() =>
      document.querySelector('koine-chat')?.setAttribute('accent', 'url(https://x.example/)'),
    );
    await host.page.evaluate(() =>
      document.querySelector('koine-chat')?.setAttribute('theme', 'dark'),
    );
    await expect.poll(() => themeOf(host.frame)).toBe('dark');
    expect(await tokenOf(host.frame, '--accent')).toBe('green');
  });

  test('signs in the host’s user, and goes to the host’s room', async () => {
    const body = `${script()}<koine-chat room="${room}" accent="teal"></koine-chat>`;
    await using host = await open({ body });
    expect(await received(host.page, 'auth')).toEqual([{ isSignedIn: false }]);
    await host.page.evaluate(
      (token) => Object(document.querySelector('koine-chat')).login(token),
      await newToken(),
    );
    await expect.poll(() => received(host.page, 'auth')).toContainEqual({ isSignedIn: true });
    await expect.poll(() => isWriter(host.frame)).toBe(true);
    // Where browsers close the storage of frames to other sites, it is not even asked for.
    const kept = await host.frame.evaluate(() => {
      try {
        return localStorage.getItem('chat_token');
      } catch {
        return null;
      }
    });
    expect(kept).toBeNull();
    const second = await makeRoom(server, owner, 'Second room');
    await host.page.evaluate(
      (uid) => document.querySelector('koine-chat')?.setAttribute('room', uid),
      second,
    );
    await expect
      .poll(() => received(host.page, 'room'))
      .toContainEqual({ uid: second, name: 'Second room' });
    // A chat in its own window has the state of its opener, and a reloaded frame receives it again.
    const [popup] = await Promise.all([
      host.page.context().waitForEvent('page'),
      openWindow(host.frame),
    ]);
    await popup.getByRole('heading', { name: 'Second room' }).waitFor();
    await expect.poll(() => isWriter(popup.mainFrame())).toBe(true);
    expect(await tokenOf(popup.mainFrame(), '--accent')).toBe('teal');
    await popup.close();
    await host.frame.evaluate(() => location.reload());
    await expect.poll(async () => (await received(host.page, 'ready')).length).toBe(2);
    await host.frame.getByRole('heading', { name: 'Second room' }).waitFor();
    await expect.poll(() => isWriter(host.frame)).toBe(true);
    await host.page.evaluate(() => Object(document.querySelector('koine-chat')).logout());
    await expect
      .poll(async () => (await received(host.page, 'auth')).at(-1))
      .toEqual({ isSignedIn: false });
    await host.page.evaluate(() => Object(document.querySelector('koine-chat')).login('nonsense'));
    await expect.poll(async () => (await received(host.page, 'auth')).length).toBeGreaterThan(2);
  });

  test('sends everything again to a reloaded frame', async () => {
    const body = `${script()}<koine-chat room="${room}" theme="dark"></koine-chat>`;
    await using host = await open({ body });
    await host.page.evaluate(
      (token) => Object(document.querySelector('koine-chat')).login(token),
      other.token,
    );
    await expect.poll(() => isWriter(host.frame)).toBe(true);
    await host.page.evaluate(() => document.querySelector('koine-chat')?.setAttribute('guest', ''));
    await expect.poll(() => chatIn(host.page)?.url()).toContain('guest=1');
    await expect.poll(async () => (await received(host.page, 'ready')).length).toBe(2);
    await expect.poll(() => themeOf(chatIn(host.page) ?? host.frame)).toBe('dark');
    await expect
      .poll(async () => (await received(host.page, 'auth')).at(-1))
      .toEqual({ isSignedIn: true });
  });
});

describe('a plain frame', () => {
  const frameIn = () => ({
    body: `<iframe id="chat" src="${server.url}/embed.html?room=${room}" width="600" height="400"></iframe>`,
  });
  const post = (page: Page, message: HostMessage | string | null) =>
    page.evaluate((data) => window.frames[0]?.postMessage(data, '*'), message);

  test('takes what its host posts, and posts what is new', async () => {
    await using host = await open(frameIn());
    await expect.poll(() => received(host.page, 'message')).toContainEqual({ koine: 'ready' });
    await post(host.page, { login: other.token });
    await expect
      .poll(() => received(host.page, 'message'))
      .toContainEqual({ koine: 'auth', isSignedIn: true });
    await post(host.page, { theme: 'dark', style: { accent: 'rebeccapurple' } });
    await expect.poll(() => themeOf(host.frame)).toBe('dark');
    expect(await tokenOf(host.frame, '--accent')).toBe('rebeccapurple');
    await post(host.page, { style: { accent: '' }, theme: 'system' });
    await expect.poll(() => themeOf(host.frame)).toBe('system');
    for (const nonsense of [null, 'login', { login: 7 }, { room: {} }, { style: 'red' }])
      await post(host.page, nonsense as HostMessage);
    const second = await makeRoom(server, owner, 'Another room');
    await post(host.page, { room: second });
    await host.frame.getByText('Another room').first().waitFor();
    const everything = JSON.stringify(await received(host.page, 'message'));
    for (const secret of [other.token, other.uid, other.name])
      expect(everything).not.toContain(secret);
    expect(host.complaints).toEqual([]);
  });

  test('accepts messages from its host only', async () => {
    const { body } = frameIn();
    await using host = await open({ body: `${body}<iframe src="/ears.js"></iframe>` });
    const sibling = host.page.frames().find((frame) => frame.url().endsWith('/ears.js'));
    await sibling?.evaluate(() => parent.frames[0]?.postMessage({ theme: 'dark' }, '*'));
    await sibling?.evaluate(() =>
      parent.frames[0]?.postMessage({ login: null, theme: 'dark' }, '*'),
    );
    // The host’s message comes after that.
    await post(host.page, { style: { accent: 'teal' } });
    await expect.poll(() => tokenOf(host.frame, '--accent')).toBe('teal');
    expect(await themeOf(host.frame)).toBe('system');
  });

  test('reports unread messages while the page is hidden', async () => {
    await using host = await open(frameIn());
    await host.frame.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await send('are you there?');
    await expect
      .poll(() => received(host.page, 'message'))
      .toContainEqual({ koine: 'unread', count: 1 });
  });
});

test('an unframed chat accepts its own page’s messages', async () => {
  const context = await openContext(browser);
  const page = await context.newPage();
  await page.goto(`${server.url}/embed.html`);
  await page.evaluate((uid) => postMessage({ room: uid, theme: 'dark' }), room);
  await page.getByText('Tea room').first().waitFor();
  await page.evaluate((token) => postMessage({ login: token }), other.token);
  await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  await context.close();
});

test('another page of the same origin signs in and out by localStorage.chat_token', async () => {
  const context = await openContext(browser);
  const page = await context.newPage();
  await page.goto(`${server.url}/embed.html?room=${room}`);
  await page.getByText('Tea room').first().waitFor();
  const elsewhere = await context.newPage();
  await elsewhere.goto(`${server.url}/assets/server.json`);
  await elsewhere.evaluate((token) => localStorage.setItem('chat_token', token), await newToken());
  const composer = page.getByRole('textbox', { name: 'Message', exact: true });
  await composer.fill('signed in elsewhere');
  await composer.press('Enter');
  await page.getByRole('article').filter({ hasText: 'signed in elsewhere' }).waitFor();
  await elsewhere.evaluate(() => localStorage.removeItem('chat_token'));
  await expect.poll(() => composer.isVisible()).toBe(false);
  await context.close();
});
