import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openPage } from '../../../server/src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { type Account, makeRoom, openEmbed, register } from '../support/embed.ts';
import { screenshot } from '../support/screenshot.ts';

const PHONE = { width: 390, height: 780, theme: 'light', isTouch: true } as const;

let server: TestServer;
let browser: Browser;
let owner: Account;
let room: string;
beforeAll(async () => {
  server = await startTestServer();
  browser = await launch();
  owner = await register(server, 'owner');
  room = await makeRoom(server, owner, 'Tea room');
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

/** A phone in the room that says `text`, with the message's buttons there. */
async function withMessage(text: string, viewport: Parameters<typeof openEmbed>[4] = PHONE) {
  const watched = await openEmbed(browser, server, room, owner, viewport);
  await watched.chat.composer.fill(text);
  await watched.page.getByRole('button', { name: 'Send' }).tap();
  const message = watched.page.getByRole('article', { name: /^owner/ }).filter({ hasText: text });
  await message.waitFor();
  return { ...watched, message, [Symbol.asyncDispose]: watched[Symbol.asyncDispose] };
}

/** How wide each element is, and by how much it stands beyond its popover. */
const sizes = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((elements) =>
    elements.map((element) => {
      const surface = element.closest('[popover]')?.getBoundingClientRect();
      const { width, left, right } = element.getBoundingClientRect();
      const beyond = Math.max((surface?.left ?? 0) - left, right - (surface?.right ?? 0));
      return { width: Math.round(width), beyond };
    }),
  );

describe('on a phone', () => {
  test('a message’s menu is as wide as its surface, and says who reacted', async () => {
    await using one = await withMessage('who likes it');
    const { page, message, complaints } = one;
    await message.tap();
    await message.getByRole('button', { name: 'More', exact: true }).tap();
    const items = await sizes(page, '[role=menuitem]');
    expect(items.length).toBeGreaterThan(2);
    for (const { width, beyond } of items) expect([width > 150, beyond <= 0]).toEqual([true, true]);
    await screenshot(page, 'touch-menu');
    await page.keyboard.press('Escape');
    await message.getByRole('button', { name: 'Add a reaction' }).tap();
    await page.getByRole('button', { name: 'heart', exact: true }).tap();
    await message.getByRole('button', { name: /^❤️, 1/ }).waitFor();
    await message.tap();
    await message.getByRole('button', { name: 'More', exact: true }).tap();
    await page.getByRole('menuitem', { name: 'Who reacted' }).tap();
    const dialog = page.getByRole('dialog', { name: 'Reactions' });
    await dialog.getByText('you').waitFor();
    await screenshot(page, 'touch-reactors');
    expect(complaints).toEqual([]);
  });

  test('the picker shows its eight columns, and stays when the keyboard takes half of the window', async () => {
    await using one = await withMessage('pick one');
    const { page, message } = one;
    await message.tap();
    await message.getByRole('button', { name: 'Add a reaction' }).tap();
    const picker = page.getByRole('dialog', { name: 'Choose an emoji' });
    const emoji = await sizes(page, '[role=dialog] button');
    expect(emoji.length).toBeGreaterThan(60);
    for (const { beyond } of emoji) expect(beyond).toBeLessThanOrEqual(0);
    const tops = await page
      .locator('[role=dialog] button')
      .evaluateAll((all) => all.slice(0, 8).map((one) => one.getBoundingClientRect().top));
    expect(new Set(tops).size).toBe(1);
    await screenshot(page, 'touch-picker');
    await picker.getByRole('searchbox').tap();
    await page.setViewportSize({ width: 390, height: 380 });
    await expect
      .poll(async () => {
        const box = await picker.boundingBox();
        return box !== null && box.y >= 0 && box.y + box.height <= 380;
      })
      .toBe(true);
    await picker.getByRole('searchbox').fill('rocket');
    await screenshot(page, 'touch-picker-keyboard');
    await picker.getByRole('button', { name: 'rocket' }).tap();
    await message.getByRole('button', { name: /^🚀, 1/ }).waitFor();
  });

  test('every field of every page is of 16 px, and every page makes room for the keyboard', async () => {
    await using admin = await openPage(browser, server.url, PHONE, '/admin');
    const places: Readonly<Record<string, (page: Page) => Promise<void>>> = {
      '/': async (page) => page.getByLabel('Username').first().waitFor(),
      '/#platform': async (page) => page.getByRole('textbox').first().waitFor(),
      '/docs': async (page) => page.locator('input').first().waitFor({ state: 'attached' }),
      '/admin': async (page) => {
        await page.getByLabel('Operator key', { exact: true }).last().fill(server.config.adminKey);
      },
      [`/embed.html?room=${room}&guest=1`]: async (page) =>
        page.getByRole('textbox', { name: 'Message', exact: true }).waitFor(),
    };
    for (const [path, ready] of Object.entries(places)) {
      await admin.page.goto(server.url + path);
      await admin.page.reload();
      await ready(admin.page);
      const small = await admin.page.evaluate(
        () =>
          [...document.querySelectorAll('input, textarea, select')].filter(
            (field) => Number.parseFloat(getComputedStyle(field).fontSize) < 16,
          ).length,
      );
      expect([path, small]).toEqual([path, 0]);
      const viewport = await admin.page.locator('meta[name=viewport]').getAttribute('content');
      expect(viewport).toContain('interactive-widget=resizes-content');
    }
  });

  test('a window of its own stays clear of the notch and the home indicator', async () => {
    await using one = await openEmbed(browser, server, room, owner, { ...PHONE, theme: 'dark' });
    const { page, chat } = one;
    await chat.composer.waitFor();
    expect(await page.locator('meta[name=viewport]').getAttribute('content')).toContain(
      'viewport-fit=cover',
    );
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Emulation.setSafeAreaInsetsOverride', {
      insets: { top: 47, bottom: 34, left: 0, right: 0 },
    });
    await expect.poll(async () => (await page.getByRole('banner').boundingBox())?.y).toBe(47);
    const form = await page.locator('form').last().boundingBox();
    expect((form?.y ?? 0) + (form?.height ?? 0)).toBeLessThanOrEqual(780 - 34);
    await screenshot(page, 'touch-safe-area');
  });
});
