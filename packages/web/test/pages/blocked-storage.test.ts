import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPage } from '../../../server/src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { makeRoom, register } from '../support/embed.ts';

const SOURCES = join(import.meta.dirname, '../../src');

let browser: Browser;
let server: TestServer;
let room: string;
beforeAll(async () => {
  server = await startTestServer();
  browser = await launch();
  room = await makeRoom(server, await register(server, 'keeper'), 'Lounge');
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

/** How browsers say no: reading the property throws, or it is there and every call of it throws. */
const REFUSALS = {
  'the property throws': () => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      });
  },
  'every call throws': () => {
    for (const method of ['getItem', 'setItem', 'removeItem'] as const)
      Storage.prototype[method] = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
  },
};

const PAGES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  async '/'(page) {
    const register = page.getByRole('button', { name: 'Register' });
    await expect.poll(() => page.getByLabel('Username').first().inputValue()).not.toBe('');
    await register.click();
    await page.getByText(/^Signed in as /).waitFor();
  },
  '/docs': (page) => page.getByRole('navigation').first().waitFor(),
  async '/admin'(page) {
    await page.getByLabel('Operator key', { exact: true }).last().fill(server.config.adminKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).first().click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  },
  async '/embed.html'(page) {
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('kept nowhere');
    await page.keyboard.press('Enter');
    await page
      .getByRole('article', { name: /^Guest/ })
      .first()
      .waitFor();
  },
};

describe.each(Object.entries(REFUSALS))('a page whose storage is blocked (%s)', (_how, block) => {
  it.each(Object.keys(PAGES))('%s works', async (path) => {
    const at = path === '/embed.html' ? `${path}?room=${room}&guest=1` : path;
    await using watched = await openPage(
      browser,
      server.url,
      { width: 1280, theme: 'light' },
      'about:blank',
    );
    const { page, complaints } = watched;
    await page.addInitScript(block);
    await page.goto(server.url + at);
    await PAGES[path]?.(page);
    expect(complaints).toEqual([]);
  });
});

it('has one place that touches the storage', async () => {
  const files = await readdir(SOURCES, { recursive: true });
  const found: string[] = [];
  for (const file of files.filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))) {
    const text = await readFile(join(SOURCES, file), 'utf8');
    // What is shown as code to copy stands in quotes or after `window.`.
    if (/(?<![.\w`'>])(?:local|session)Storage[.[)]|globalThis\[name\]/.test(text))
      found.push(file);
  }
  expect(found).toEqual(['lib/storage.ts']);
});
