import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openContext, openPage } from '../../../server/src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { type Account, call, makeRoom, register } from '../support/embed.ts';
import { type HostSite, startHostSite } from './host-site.ts';

let named: HostSite;
let other: HostSite;
let server: TestServer;
let browser: Browser;
let owner: Account;
let room: string;
let second: string;
beforeAll(async () => {
  named = await startHostSite();
  other = await startHostSite();
  server = await startTestServer({ settings: { embedOrigins: [named.origin] } });
  browser = await launch();
  owner = await register(server, 'owner');
  room = await makeRoom(server, owner, 'Tea room');
  second = await makeRoom(server, owner, 'Second room');
});
afterAll(async () => {
  await browser?.close();
  for (const one of [named, other, server]) await one?.[Symbol.asyncDispose]();
});

async function openHost(site: HostSite, body: string) {
  const context = await openContext(browser, { viewport: { width: 1280, height: 700 } });
  const page = await context.newPage();
  await page.goto(site.add({ body }));
  return { page, [Symbol.asyncDispose]: () => context.close() };
}

/** Of another sign-in: signing out ends it. */
async function newToken(): Promise<string> {
  const body = { username: owner.name, password: 'a long password' };
  const { token } = await call<{ token: string }>(server, null, 'POST', '/users/login', body);
  return token;
}

const frameCode = () => `<iframe src="${server.url}/embed.html?room=${room}"></iframe>`;
const chatIn = (page: Page) =>
  page.frames().find((frame) => frame.url().startsWith(`${server.url}/embed.html`));

/** Posts a message of a page to a window of the chat that it opened, or to its frame. */
const send = (page: Page, message: object) =>
  page.evaluate(
    ([origin, data]) => {
      const target = document.querySelector('iframe')?.contentWindow ?? Reflect.get(window, 'chat');
      target.postMessage(data, origin);
    },
    [server.url, message] as const,
  );

/** A window of the chat, opened by a page of the site: no policy keeps it from that. */
async function popup(page: Page) {
  const opening = page.waitForEvent('popup');
  await page.evaluate(
    (url) => Reflect.set(window, 'chat', open(url, '_blank', 'popup')),
    `${server.url}/embed.html?room=${room}`,
  );
  const chat = await opening;
  await chat.getByText('Tea room').first().waitFor();
  await chat.waitForLoadState('networkidle');
  return chat;
}

describe('once embedOrigins names sites', () => {
  test('a named one frames the chat, signs in and out, and chooses the room', async () => {
    await using host = await openHost(named, frameCode());
    await expect.poll(() => chatIn(host.page) !== undefined).toBe(true);
    const chat = chatIn(host.page);
    await chat?.getByText('Tea room').first().waitFor();
    const field = chat?.getByRole('textbox', { name: 'Message', exact: true });
    await send(host.page, { login: await newToken() });
    await field?.waitFor();
    await send(host.page, { room: second });
    await chat?.getByText('Second room').first().waitFor();
    await send(host.page, { login: null });
    await field?.waitFor({ state: 'detached' });
  });

  test('another one cannot frame it', async () => {
    await using host = await openHost(other, frameCode());
    const urls = () => host.page.frames().map((frame) => frame.url());
    await expect.poll(() => urls().some((url) => url.startsWith('chrome-error:'))).toBe(true);
  });

  test('another site that opens it neither signs in or out, nor chooses a room', async () => {
    await using host = await openHost(other, '');
    const chat = await popup(host.page);
    const field = chat.getByRole('textbox', { name: 'Message', exact: true });
    await send(host.page, { login: await newToken(), room: second, theme: 'dark' });
    // What is only a look is taken from anybody, and shows that the message has come.
    await chat.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
    expect(await field.count()).toBe(0);
    expect(await chat.getByText('Second room').count()).toBe(0);
    // The page itself may, as ever.
    await chat.evaluate((login) => postMessage({ login }, location.origin), await newToken());
    await field.waitFor();
    await send(host.page, { login: null, theme: 'light' });
    await chat.waitForFunction(() => document.documentElement.dataset['theme'] === 'light');
    expect(await field.count()).toBe(1);
  });

  test('a named one that opens it may', async () => {
    await using host = await openHost(named, '');
    const chat = await popup(host.page);
    await send(host.page, { login: await newToken() });
    await chat.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
  });

  test('the server’s own playground goes on showing chats', async () => {
    await using own = await openPage(browser, server.url, { width: 1280, theme: 'light' });
    await own.page.frameLocator('iframe[title="Embedded chat: You"]').getByRole('banner').waitFor();
    expect(own.complaints).toEqual([]);
  });
});

test('a host’s early message waits until the chat knows the allowed hosts', async () => {
  await using host = await openHost(named, '<p>host</p>');
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await host.page.context().route('**/assets/server.json', async (route) => {
    await held;
    await route.continue();
  });
  await host.page.evaluate((html) => {
    document.body.innerHTML = html;
  }, frameCode());
  await expect.poll(() => chatIn(host.page) !== undefined).toBe(true);
  await chatIn(host.page)?.getByText('Tea room').first().waitFor();
  await send(host.page, { login: await newToken() });
  release();
  await chatIn(host.page)?.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
});
