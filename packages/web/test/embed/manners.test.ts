import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openContext } from '../../../server/src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { startHostSite } from '../koine/host-site.ts';
import {
  type Account,
  call,
  EmbedDriver,
  fillRoom,
  makeRoom,
  openEmbed,
  register,
} from '../support/embed.ts';

let server: TestServer;
let browser: Browser;
let owner: Account;
let other: Account;
beforeAll(async () => {
  server = await startTestServer({
    settings: { limits: { communitySlowModeMinSeconds: 0, communityTextCharsMax: 50 } },
  });
  browser = await launch();
  owner = await register(server, 'owner');
  other = await register(server, 'grace.hopper');
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

async function newRoom(name: string): Promise<string> {
  const room = await makeRoom(server, owner, name);
  await call(server, owner.token, 'PATCH', `/rooms/${room}`, { slow_mode: 0 });
  return room;
}

const post = (account: Account, room: string, message: string) =>
  call(server, account.token, 'POST', '/messages', { room, message });

describe('a chat in a page', () => {
  test('lets the wheel scroll the host on where its own list ends', async () => {
    const room = await newRoom('Scrolled');
    await fillRoom(server, room, 60);
    await using site = await startHostSite();
    const context = await openContext(browser, { viewport: { width: 800, height: 600 } });
    await using _closed = { [Symbol.asyncDispose]: () => context.close() };
    const page = await context.newPage();
    const body = `<div style="height: 5000px; padding-top: 100px"><iframe src="${server.url}/embed.html?room=${room}" width="600" height="400"></iframe></div>`;
    await page.goto(site.add({ body }));
    await page.frameLocator('iframe').getByText('m60').waitFor();
    const box = await page.locator('iframe').boundingBox();
    await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200);
    // At its newest message already: there is nothing below.
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, 200);
        return page.evaluate(() => scrollY);
      })
      .toBeGreaterThan(0);
  });

  test('takes the focus from no page around it, nor from what one writes in', async () => {
    const room = await newRoom('Focused');
    await using site = await startHostSite();
    const context = await openContext(browser, { viewport: { width: 800, height: 700 } });
    await using _closed = { [Symbol.asyncDispose]: () => context.close() };
    const page = await context.newPage();
    const body = `<input id="own" aria-label="Own"><iframe src="${server.url}/embed.html?room=${room}" width="600" height="600"></iframe>`;
    await page.goto(site.add({ body }));
    const frame = page.frames().find((one) => one.url().startsWith(server.url));
    if (frame === undefined) throw new Error('no chat');
    await frame.getByText('Focused').first().waitFor();
    await page.evaluate(
      ([origin, login]) =>
        document.querySelector('iframe')?.contentWindow?.postMessage({ login }, origin ?? ''),
      [server.url, owner.token],
    );
    await frame.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await context.route('**/me', async (route) => {
      await held;
      await route.continue();
    });
    await frame.getByRole('button', { name: 'Menu' }).click();
    await frame.getByRole('menuitem', { name: 'Change my name' }).click();
    await frame.getByRole('textbox', { name: 'Name' }).fill('the.owner');
    await frame.getByRole('button', { name: 'Save' }).click();
    // The answer comes when the reader is in the page around the frame already.
    await page.locator('#own').click();
    await page.keyboard.type('still');
    release();
    await frame.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.type(' here');
    expect(await page.locator('#own').inputValue()).toBe('still here');
  });

  test('keeps the focus in the composer when a message under change comes back into sight', async () => {
    const room = await newRoom('Far');
    await post(owner, room, 'the first');
    await fillRoom(server, room, 150);
    await using one = await openEmbed(browser, server, room, owner);
    const { page, chat } = one;
    await chat.message('m150').waitFor();
    const upTo = async (text: string) => {
      await chat.log.focus();
      await expect
        .poll(async () => {
          await page.keyboard.press('Home');
          return chat.message(text).count();
        })
        .toBe(1);
    };
    await upTo('the first');
    await chat.choose('the first', 'Edit');
    const field = page.getByRole('textbox', { name: 'Edit message' });
    await field.fill('half done');
    await chat.log.focus();
    await page.keyboard.press('End');
    await field.waitFor({ state: 'detached' });
    await chat.composer.focus();
    await chat.log.evaluate((log) => {
      log.scrollTop = 0;
    });
    await field.waitFor();
    await page.keyboard.type('to the composer');
    expect(await chat.composer.inputValue()).toBe('to the composer');
    expect(await field.inputValue()).toBe('half done');
  });
});

describe('what is written', () => {
  test('keeps the caret behind an emoji that is put into it', async () => {
    await using one = await openEmbed(browser, server, await newRoom('Caret'), owner);
    const { page, chat } = one;
    await chat.composer.fill('before after');
    await chat.composer.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(7, 7));
    await page.getByRole('button', { name: 'Insert an emoji' }).click();
    await page.getByRole('button', { name: 'rocket' }).click();
    await page.keyboard.type('!');
    expect(await chat.composer.inputValue()).toBe('before 🚀!after');
  });

  test('is as long as this server takes it', async () => {
    await using one = await openEmbed(browser, server, await newRoom('Short'), owner);
    await one.chat.composer.fill('x'.repeat(49));
    await one.page.getByText('49 of 50 characters').waitFor();
    await one.chat.composer.fill('x'.repeat(51));
    await one.page.getByText('Too long by 1').waitFor();
    expect(await one.page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  });
});

describe('who listens', () => {
  test('hears others’ messages also around their own, and the same words again', async () => {
    const room = await newRoom('Heard');
    await using one = await openEmbed(browser, server, room, owner);
    const { page, chat } = one;
    const said = page.locator('.visually-hidden[aria-live=polite]');
    await chat.composer.waitFor();
    // What was there at the first look is the beginning: said again until that has been.
    await expect
      .poll(
        async () => {
          await post(other, room, 'from grace');
          await post(owner, room, 'my own');
          return said.textContent();
        },
        { interval: 2_500 },
      )
      .toMatch(/grace\.hopper: from grace$/);
    await expect
      .poll(
        async () => {
          const before = await said.textContent();
          await post(other, room, 'from grace');
          await expect.poll(() => said.textContent()).not.toBe(before);
          return said.textContent();
        },
        { interval: 2_500 },
      )
      .toBe('grace.hopper: from grace\u00a0');
    await post(owner, room, 'only mine');
    await post(other, room, 'one');
    await post(other, room, 'two');
    await expect.poll(() => said.textContent()).toMatch(/grace\.hopper: two$/);
  });

  test('hears errors at once, and who reacted', async () => {
    const room = await newRoom('Alerts');
    await post(other, room, 'react to this');
    await using one = await openEmbed(browser, server, room, owner);
    const { page, chat } = one;
    await chat.say('!nothing');
    await page.getByRole('alert').getByText('Command nothing not found!').waitFor();
    await chat.message('react to this').hover();
    await chat.message('react to this').getByRole('button', { name: 'Add a reaction' }).click();
    await page.getByRole('button', { name: 'heart', exact: true }).click();
    const toggle = chat.message('react to this').getByRole('button', { name: /^❤️, 1/ });
    await toggle.focus();
    await expect.poll(() => toggle.getAttribute('aria-label')).toBe('❤️, 1: you');
    await chat.choose('react to this', 'Who reacted');
    await chat.dialog('Reactions').getByText('you').waitFor();
  });
});

test('arrow keys follow the direction of the text', async () => {
  await using one = await openEmbed(browser, server, await newRoom('Turned'), owner);
  const { page } = one;
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  await page.getByRole('button', { name: 'Insert an emoji' }).click();
  await page.keyboard.press('ArrowDown');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  expect(await focused()).toBe('thumbs up');
  await page.keyboard.press('ArrowLeft');
  expect(await focused()).toBe('thumbs down');
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe('thumbs up');
  await page.keyboard.press('Escape');
  await new EmbedDriver(page).chooseInRoom('Sign out');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('tab').first().focus();
  await page.keyboard.press('ArrowLeft');
  expect(await page.getByRole('tab').last().getAttribute('aria-selected')).toBe('true');
});
