import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from '../../../server/src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { seriousViolations } from '../support/axe.ts';
import { type Account, call, fillRoom, makeRoom, openEmbed, register } from '../support/embed.ts';
import { everyViewport, overflowing, screenshots } from '../support/screenshot.ts';

describe('who keeps order in an embed', () => {
  let server: TestServer;
  let browser: Browser;
  let owner: Account;
  let guest: Account;
  beforeAll(async () => {
    server = await startTestServer({ settings: { limits: { communitySlowModeMinSeconds: 0 } } });
    browser = await launch();
    owner = await register(server, 'the.owner');
    guest = await register(server, 'visitor');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('bans for a while, sees why, and lifts it', async () => {
    const room = await makeRoom(server, owner, 'Strict');
    await using one = await openEmbed(browser, server, room, owner);
    await using two = await openEmbed(browser, server, room, guest, { width: 390, theme: 'dark' });
    await two.chat.say('Buy my things');
    await one.chat.message('Buy my things').hover();
    await one.chat.message('Buy my things').getByRole('button', { name: 'More' }).click();
    await one.page.getByRole('menuitem', { name: 'Ban visitor' }).waitFor();
    await screenshots(one.page, 'embed-moderation-menu');
    expect(await seriousViolations(one.page)).toEqual([]);
    await one.page.getByRole('menuitem', { name: 'Ban visitor' }).click();
    const ban = one.chat.dialog('Ban visitor');
    await ban.getByRole('combobox', { name: 'For how long' }).selectOption('1 hour');
    await ban.getByRole('textbox', { name: 'Reason' }).fill('Advertising');
    await everyViewport(one.page, 'embed-ban');
    expect(await seriousViolations(one.page)).toEqual([]);
    await ban.getByRole('button', { name: 'Ban', exact: true }).click();
    await two.page
      .getByText(/You are banned/)
      .first()
      .waitFor();
    await two.page.getByText(/Your ban ends in (1 hour|59 minutes)/).waitFor();
    expect(await two.chat.composer.count()).toBe(0);
    await everyViewport(two.page, 'embed-banned');
    expect(await seriousViolations(two.page)).toEqual([]);

    await one.chat.chooseInRoom('Bans');
    await one.chat.dialog('Bans').getByText('Advertising').waitFor();
    await everyViewport(one.page, 'embed-bans');
    await one.chat.dialog('Bans').getByRole('button', { name: 'Unban' }).click();
    await one.page.getByText('Nobody is banned from this room.').waitFor();
    await two.chat.composer.waitFor();
    expect([...one.complaints, ...two.complaints]).toEqual([]);
  });

  it('leads back to the menu’s button who chose, and left, by keyboard', async () => {
    const room = await makeRoom(server, owner, 'Keys');
    await using one = await openEmbed(browser, server, room, owner);
    const { page } = one;
    const button = page.getByRole('button', { name: 'Menu' });
    await button.press('Enter');
    await page.getByRole('menuitem', { name: 'Slow mode' }).press('Enter');
    const field = page.getByRole('spinbutton', { name: 'Seconds' });
    await field.press('Escape');
    await field.waitFor({ state: 'detached' });
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('reaches what can be done with a message by keyboard, and is not lost when it scrolls away', async () => {
    const room = await makeRoom(server, owner, 'Reach');
    await fillRoom(server, room, 120);
    await using one = await openEmbed(browser, server, room, owner);
    const { page, chat } = one;
    await chat.message('m120').waitFor();
    await chat.composer.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Delete', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    await chat.message('m120').waitFor({ state: 'detached' });
    expect(await chat.log.evaluate((log) => log === document.activeElement)).toBe(true);
  });

  it('makes moderators, slows down, and deletes everything', async () => {
    const room = await makeRoom(server, owner, 'Busy');
    await using one = await openEmbed(browser, server, room, owner);
    await using two = await openEmbed(browser, server, room, guest, { width: 390, theme: 'light' });
    await one.chat.chooseInRoom('Slow mode');
    await one.page.getByRole('spinbutton', { name: 'Seconds' }).fill('30');
    await one.page.getByRole('button', { name: 'Save' }).click();
    await two.page.getByText('Slow 30 s').waitFor();
    await two.chat.say('First');
    await one.chat.message('First').waitFor();
    await two.page.getByRole('timer', { name: /You can write again in \d+ seconds/ }).waitFor();
    await two.chat.say('Too soon');
    await two.chat.message('Too soon').waitFor();
    await everyViewport(two.page, 'embed-slow');
    expect(await seriousViolations(two.page)).toEqual([]);

    await one.page.getByTitle('People').click();
    await one.page.getByRole('button', { name: 'More about visitor' }).click();
    await one.page.getByRole('menuitem', { name: 'Make moderator' }).click();
    const people = one.page.getByRole('complementary', { name: 'People' });
    await people.getByText('Mod', { exact: true }).waitFor();
    await two.page.getByRole('banner').getByRole('button', { name: 'Menu' }).click();
    await two.page.getByRole('menuitem', { name: 'Bans' }).waitFor();
    await screenshots(two.page, 'embed-room-menu');
    await two.page.getByRole('menuitem', { name: 'Delete all messages' }).click();
    await everyViewport(two.page, 'embed-purge');
    await two.page.getByRole('button', { name: 'Delete all' }).click();
    await one.page.getByText('First', { exact: true }).waitFor({ state: 'detached' });

    await one.chat.chooseInRoom('Name and description');
    await one.page.getByRole('textbox', { name: 'Name' }).fill('Calm');
    await one.page.getByRole('button', { name: 'Save' }).click();
    await two.page.getByRole('heading', { name: 'Calm' }).waitFor();
    const [window] = await Promise.all([
      two.page.context().waitForEvent('page'),
      two.chat.chooseInRoom('Open in a window'),
    ]);
    await window.getByRole('heading', { name: 'Calm' }).waitFor();
    await window.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
    expect(await overflowing(two.page)).toBe(0);
    expect([...one.complaints, ...two.complaints]).toEqual([]);
  });

  it('deletes what a spammer wrote in the room, and bans them with it', async () => {
    const room = await makeRoom(server, owner, 'Spammed');
    const spammer = await register(server, 'spammer');
    for (const [account, message] of [
      [spammer, 'buy this'],
      [guest, 'fair words'],
      [spammer, 'buy that'],
    ] as const)
      await call(server, account.token, 'POST', '/messages', { room, message });
    await using one = await openEmbed(browser, server, room, owner);
    const { page, chat } = one;
    await chat.choose('buy that', 'Delete messages of spammer');
    const dialog = chat.dialog('Delete messages of spammer');
    await dialog.getByLabel('Ban them too').selectOption('1 week');
    await everyViewport(page, 'embed-clean-up');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('spammer is banned. Messages deleted: 2').waitFor();
    await page.getByText('buy this').waitFor({ state: 'detached' });
    expect(await page.getByText('This message was deleted').count()).toBe(2);
    await chat.message('fair words').waitFor();
    await chat.chooseInRoom('Bans');
    await chat.dialog('Bans').getByText('spammer').waitFor();
    expect(one.complaints).toEqual([]);
  });

  it('is not who only reads; and one signs in where one is', async () => {
    const room = await makeRoom(server, owner, 'Open to all');
    await using one = await openEmbed(browser, server, room, null, { width: 390, theme: 'light' });
    await one.page.getByText('You are reading. Sign in to write.').waitFor();
    await one.page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    const dialog = one.chat.dialog('Sign in');
    await dialog.getByRole('textbox', { name: 'Username' }).fill('the.owner');
    await dialog.getByLabel('Password').fill('not the password');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await dialog.getByText('Invalid credentials').waitFor();
    await everyViewport(one.page, 'embed-sign-in');
    expect(await seriousViolations(one.page)).toEqual([]);
    await dialog.getByRole('tab', { name: 'Create account' }).click();
    await dialog.getByRole('textbox', { name: 'Username' }).fill('newcomer');
    await dialog.getByLabel('Password').fill('a good password');
    await everyViewport(one.page, 'embed-register');
    await dialog.getByRole('button', { name: 'Create account' }).click();
    await dialog.waitFor({ state: 'detached' });
    await one.chat.say('I am new here');
    await one.chat.message('newcomer').waitFor();
    await one.chat.chooseInRoom('Sign out');
    await one.page.getByText('You are reading.').waitFor();
    await one.page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await dialog.getByRole('button', { name: 'Continue as guest' }).click();
    await one.chat.composer.waitFor();
    expect(one.complaints.filter((text) => !text.includes('401'))).toEqual([]);
  });

  it('are distinguished from rooms that do not exist', async () => {
    const room = await makeRoom(server, owner, 'Short-lived');
    const viewports = [
      { width: 390, theme: 'dark' },
      { width: 1280, theme: 'light' },
    ] as const;
    for (const viewport of viewports) {
      await using nowhere = await openEmbed(browser, server, 'nosuchroom12', null, viewport);
      await nowhere.page.getByText('Room not found').waitFor();
      await everyViewport(nowhere.page, 'embed-not-found');
      expect(await seriousViolations(nowhere.page)).toEqual([]);
    }
    await using unnamed = await openEmbed(browser, server, '', null);
    await unnamed.page.getByText('No room given').waitFor();
    await using one = await openEmbed(browser, server, room, owner);
    await one.page.getByText('No messages yet').waitFor();
    await one.page.getByTitle('People').click();
    await call(server, owner.token, 'DELETE', `/rooms/${room}`);
    await one.page.getByText('This room was deleted').waitFor();
    expect(await one.page.getByRole('complementary').count()).toBe(0);
    await everyViewport(one.page, 'embed-deleted');
  });
});
