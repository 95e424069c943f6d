import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openPage } from '../../../server/src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { type Account, call, makeRoom, openEmbed, register } from '../support/embed.ts';
import { screenshot } from '../support/screenshot.ts';

const ADDRESS = 'https://evil.example/moc.knab';

/** Characters that turn the direction of what follows, and texts that run the other way by themselves. */
const BEFORE: Readonly<Record<string, string>> = {
  override: '\u202e',
  embedding: '\u202b',
  'right-to-left isolate': '\u2067',
  'left-to-right override': '\u202d',
  'first strong isolate': '\u2068',
  'right-to-left mark': '\u200f',
  Hebrew: 'שלום ',
  'Arabic and an override': 'سلام \u202e',
};

let server: TestServer;
let browser: Browser;
let owner: Account;
let room: string;
beforeAll(async () => {
  server = await startTestServer({ settings: { limits: { communitySlowModeMinSeconds: 0 } } });
  browser = await launch();
  owner = await register(server, 'owner');
  room = await makeRoom(server, owner, 'Tea room');
  await call(server, owner.token, 'PATCH', `/rooms/${room}`, { slow_mode: 0 });
  for (const before of Object.values(BEFORE))
    await call(server, owner.token, 'POST', '/messages', {
      room,
      message: `${before}${ADDRESS} \u202cbank`,
    });
  await call(server, owner.token, 'POST', '/messages', { room, message: 'https://аррӏе.com/x' });
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

/** Each link's address, title, and whether its characters stand from left to right in the order in which they are followed. */
const linksOf = (page: Page) =>
  page.locator('a[href^="http"][target="_blank"]').evaluateAll((links) =>
    links.map((link) => {
      const node = link.firstChild;
      const text = link.textContent ?? '';
      const lefts = Array.from(text, (_character, at) => {
        const range = document.createRange();
        if (node !== null) {
          range.setStart(node, at);
          range.setEnd(node, at + 1);
        }
        return range.getBoundingClientRect().left;
      });
      return {
        text,
        href: link.getAttribute('href'),
        title: link.getAttribute('title'),
        isInOrder: lefts.every((left, at) => at === 0 || left >= (lefts[at - 1] ?? 0)),
        rel: link.getAttribute('rel'),
      };
    }),
  );

const EXPECTED = [
  ...Object.keys(BEFORE).map(() => ({
    text: ADDRESS,
    href: ADDRESS,
    title: 'evil.example',
    isInOrder: true,
    rel: 'noopener noreferrer nofollow ugc',
  })),
  expect.objectContaining({ title: 'xn--80ak6aa92e.com', isInOrder: true }),
];

describe('a link in a message', () => {
  test('shows the address that it opens, in the embed', async () => {
    await using one = await openEmbed(browser, server, room, null);
    await one.page.getByText('аррӏе').waitFor();
    expect(await linksOf(one.page)).toEqual(EXPECTED);
    await screenshot(one.page, 'embed-links');
  });

  test('shows it in the admin page too', async () => {
    await using one = await openPage(
      browser,
      server.url,
      { width: 1280, theme: 'light' },
      '/admin#/rooms',
    );
    const { page } = one;
    await page.getByLabel('Operator key', { exact: true }).last().fill(server.config.adminKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Tea room' }).click();
    await page.getByText('аррӏе').waitFor();
    const links = await linksOf(page);
    expect(links).toHaveLength(EXPECTED.length);
    expect(links).toEqual(expect.arrayContaining(EXPECTED));
    await screenshot(page, 'admin-links');
  });
});

test('a link that leads out of the docs says its host', async () => {
  await using one = await openPage(
    browser,
    server.url,
    { width: 1280, theme: 'light' },
    '/docs#/guide/operate',
  );
  await one.page.getByRole('heading', { level: 1 }).waitFor();
  const outside = await one.page
    .locator('main a[href^="http"]')
    .evaluateAll((links) =>
      links.map((link) => [
        link.getAttribute('title'),
        new URL(link.getAttribute('href') ?? '').host,
        getComputedStyle(link).unicodeBidi,
        getComputedStyle(link).direction,
      ]),
    );
  for (const [title, host, bidi, direction] of outside)
    expect([title, bidi, direction]).toEqual([host, 'isolate', 'ltr']);
});
