/** One story of each page: what `npm test` sees of them in a browser. The rest is `npm run test:browser`. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, openContext, openPage } from '../../server/src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../server/src/testing/test-server.ts';
import { startHostSite } from './koine/host-site.ts';
import { makeRoom, openEmbed, register } from './support/embed.ts';

const WIDE = { width: 1280, theme: 'light' } as const;

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

test('embed: two people talk', async () => {
  const ada = await register(server, 'ada.lovelace');
  const grace = await register(server, 'grace.hopper');
  const room = await makeRoom(server, ada, 'Engines');
  await using one = await openEmbed(browser, server, room, ada);
  await using two = await openEmbed(browser, server, room, grace, { width: 390, theme: 'dark' });
  await one.page.getByText('No messages yet').waitFor();
  await one.chat.say('Hello Grace');
  await two.chat.message('Hello Grace').waitFor();
  await two.chat.say('Hello Ada');
  await one.chat.message('Hello Ada').waitFor();
  for (const { complaints } of [one, two]) expect(complaints).toEqual([]);
});

test('koine.js: a chat stands in the page of another site', async () => {
  const owner = await register(server, 'owner');
  const room = await makeRoom(server, owner, 'Tea room');
  await using site = await startHostSite();
  const body = `<script src="${server.url}/koine.js"></script><koine-chat room="${room}"></koine-chat>`;
  const context = await openContext(browser);
  const page = await context.newPage();
  try {
    await page.goto(site.add({ body }));
    const chat = () => page.frames().find((frame) => frame.url().startsWith(`${server.url}/embed`));
    await expect.poll(chat).toBeDefined();
    await chat()?.getByText('Tea room').first().waitFor();
    await chat()?.getByText('No messages yet').waitFor();
  } finally {
    await context.close();
  }
});

test('playground: says what the server is, and leads to its parts', async () => {
  await using watched = await openPage(browser, server.url, WIDE);
  const { page, complaints } = watched;
  await page.getByText('sandbox', { exact: true }).waitFor();
  await page.getByText('5 of 5 on').waitFor();
  const address = new URL(server.url).host;
  await page.getByRole('link', { name: address }).waitFor();
  for (const [name, href] of [
    ['Docs', '/docs'],
    ['Admin', '/admin'],
    ['Embed', '/embed.html?room=XPeDGLvd6D'],
  ] as const)
    expect(await page.getByRole('link', { name, exact: true }).getAttribute('href')).toBe(href);
  expect(complaints).toEqual([]);
});

test('docs: things are found by words, by keyboard alone', async () => {
  await using one = await openPage(browser, server.url, WIDE, '/docs');
  const { page } = one;
  await page.getByText('Platform messages').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('platform edit');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).toMatch(/#\/(socket|http)\/.*edit/i);
  expect(await page.locator('main h1').textContent()).toMatch(/edit/i);
  await page.keyboard.press('/');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('xyzzy quux');
  await page.getByText('No matches').waitFor();
  expect(one.complaints).toEqual([]);
});

test('admin: takes the operator’s key for this tab only, and forgets it at the end', async () => {
  await using watched = await openPage(browser, server.url, WIDE, '/admin');
  const { page, complaints } = watched;
  await page.getByText('secrets.json').waitFor();
  const key = page.getByLabel('Operator key', { exact: true }).last();
  await key.fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('This is not the operator key').waitFor();
  // The one refusal that was asked for.
  expect(complaints.splice(0)).toHaveLength(2);
  await key.fill(server.config.adminKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Administration' }).waitFor();
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).toBe(
    '{}',
  );
  expect(complaints).toEqual([]);
});
