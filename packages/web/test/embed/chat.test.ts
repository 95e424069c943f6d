import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from '../../../server/src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { seriousViolations } from '../support/axe.ts';
import { type Account, fillRoom, makeRoom, openEmbed, register } from '../support/embed.ts';
import { everyViewport, FOUR_VIEWPORTS, overflowing, screenshots } from '../support/screenshot.ts';

const isFocused = (locator: Locator) =>
  locator.evaluate((element) => element === document.activeElement);

describe('two people in an embed', () => {
  let server: TestServer;
  let browser: Browser;
  let ada: Account;
  let grace: Account;
  beforeAll(async () => {
    server = await startTestServer();
    browser = await launch();
    ada = await register(server, 'ada.lovelace');
    grace = await register(server, 'grace.hopper');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('talk', async () => {
    const room = await makeRoom(server, ada, 'Engines', 'About engines of all kinds');
    await using one = await openEmbed(browser, server, room, ada);
    await using two = await openEmbed(browser, server, room, grace, { width: 390, theme: 'dark' });
    await one.page.getByText('No messages yet').waitFor();
    await everyViewport(one.page, 'embed-empty');
    await one.chat.say('Hello Grace');
    await two.chat.message('Hello Grace').waitFor();
    await everyViewport(two.page, 'embed-one');

    await two.chat.composer.pressSequentially('Hel');
    await one.page.getByText('grace.hopper is typing').waitFor();
    await everyViewport(one.page, 'embed-typing');
    await two.chat.composer.press('Shift+Enter');
    await two.chat.composer.pressSequentially('second line https://example.org/a_(b).');
    await two.chat.composer.press('Enter');
    const reply = one.chat.message('second line');
    await reply.waitFor();
    expect(await reply.locator('p', { hasText: 'second' }).textContent()).toBe(
      'Hel\nsecond line https://example.org/a_(b).',
    );
    const link = reply.getByRole('link', { name: 'https://example.org/a_(b)' });
    expect(await link.getAttribute('rel')).toContain('noopener');
    expect(await two.chat.composer.inputValue()).toBe('');
    await one.page.getByText('is typing').waitFor({ state: 'detached' });

    await one.chat.message('second line').hover();
    await one.chat.message('second line').getByRole('button', { name: 'Add a reaction' }).click();
    await screenshots(one.page, 'embed-picker');
    expect(await seriousViolations(one.page)).toEqual([]);
    await one.page.getByRole('button', { name: 'fire' }).click();
    const toggle = two.chat.message('second line').getByRole('button', { name: '🔥, 1' });
    await toggle.waitFor();
    await toggle.hover();
    await expect.poll(() => toggle.getAttribute('title')).toBe('ada.lovelace');
    await toggle.click();
    await one.chat.message('second line').getByRole('button', { name: '🔥, 2' }).waitFor();

    await one.chat.choose('Hello Grace', 'Edit');
    await one.page.getByRole('textbox', { name: 'Edit message' }).fill('Good morning Grace');
    await one.page.getByRole('textbox', { name: 'Edit message' }).press('Enter');
    await two.chat.message('Good morning Grace').getByText('(edited)').waitFor();
    await expect.poll(() => isFocused(one.chat.composer)).toBe(true);
    await two.chat.choose('second line', 'Delete');
    await two.chat.dialog('Delete this message?').getByRole('button', { name: 'Delete' }).click();
    await one.chat.message('This message was deleted').waitFor();
    for (const { page } of [one, two]) {
      expect(await overflowing(page)).toBe(0);
      expect(await seriousViolations(page)).toEqual([]);
    }
    await everyViewport(one.page, 'embed-talk', FOUR_VIEWPORTS);

    await one.page.getByTitle('People').click();
    const people = one.page.getByRole('complementary', { name: 'People' });
    await people.getByText('grace.hopper').waitFor();
    expect(await people.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/ada\.lovelace\s+you\s+Owner/),
      expect.stringContaining('grace.hopper'),
    ]);
    await everyViewport(one.page, 'embed-people');
    expect([...one.complaints, ...two.complaints]).toEqual([]);
  });

  it('get everywhere by keys, and are nowhere without focus', async () => {
    const room = await makeRoom(server, ada, 'Keys');
    await using one = await openEmbed(browser, server, room, ada);
    const { page, chat } = one;
    for (const text of ['first', 'second', 'third']) await chat.say(text);
    const button = (text: string, name: string) =>
      chat.message(text).getByRole('button', { name, exact: true });
    await page.locator('article[data-message]', { hasText: 'third' }).waitFor();
    // Back from the composer: the newest message's buttons, and no other's.
    await page.keyboard.press('Shift+Tab');
    expect(await isFocused(button('third', 'Add a reaction'))).toBe(true);
    await page.keyboard.press('ArrowUp');
    expect(await isFocused(button('second', 'Add a reaction'))).toBe(true);
    await page.keyboard.press('Enter');
    await page.keyboard.type('rocket');
    await page.keyboard.press('Enter');
    await button('second', '🚀, 1').waitFor();
    expect(await isFocused(button('second', 'Add a reaction'))).toBe(true);
    await page.keyboard.press('Enter');
    for (const key of ['ArrowDown', 'End', 'ArrowLeft', 'Home', 'Tab', 'Tab'])
      await page.keyboard.press(key);
    expect(await isFocused(page.getByRole('button', { name: 'thumbs up' }))).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Delete' }).press('Enter');
    const dialog = chat.dialog('Delete this message?');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).press('Enter');
    await chat.message('This message was deleted').waitFor();
    await expect.poll(() => isFocused(chat.composer)).toBe(true);
    // An input method's Enter takes a word; Safari tells it by its number only.
    await chat.composer.fill('日本');
    await chat.composer.evaluate((element) => {
      const enter = { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true };
      element.dispatchEvent(new KeyboardEvent('keydown', enter));
    });
    expect(await chat.composer.inputValue()).toBe('日本');
    const people = page.getByTitle('People');
    await people.press('Enter');
    await page.getByRole('complementary').getByRole('button', { name: 'Close' }).press('Escape');
    await page.getByRole('complementary').waitFor({ state: 'detached' });
    expect(await isFocused(people)).toBe(true);
    expect(one.complaints).toEqual([]);
  });

  it('see text as text, wherever it comes from', async () => {
    const injection = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    const room = await makeRoom(server, ada, injection.slice(0, 40), injection);
    const mallory = await register(server, 'mallory');
    await using one = await openEmbed(browser, server, room, mallory);
    await one.page.getByRole('heading', { name: injection.slice(0, 40) }).waitFor();
    await one.chat.chooseInRoom('Change my name');
    await one.page.getByRole('textbox', { name: 'Name' }).fill('<b>Mallory</b>');
    await one.page.getByRole('button', { name: 'Save' }).click();
    await one.page.getByRole('dialog').waitFor({ state: 'detached' });
    const texts = [
      injection,
      'javascript:document.title=3',
      'https://x"onclick="document.title=4',
      '!help',
    ];
    for (const text of texts) await one.chat.say(text);
    await one.chat.message('onclick').waitFor();
    await using two = await openEmbed(browser, server, room, ada, { width: 390, theme: 'light' });
    for (const text of texts.slice(0, 3))
      await two.page.getByText(text, { exact: true }).first().waitFor();
    await two.chat.message('<b>Mallory</b>').waitFor();
    expect(await two.page.getByRole('link').count()).toBe(1);
    expect(await two.page.title()).toBe('Koine chat');
    expect(await two.page.locator('[role=log] img:not([src^="/avatars/"])').count()).toBe(0);
    await everyViewport(two.page, 'embed-injection');
    expect([...one.complaints, ...two.complaints]).toEqual([]);
  });

  it('read texts of every kind, however long', async () => {
    const room = await makeRoom(
      server,
      ada,
      'שלום',
      'A room with a very long description. '.repeat(8),
    );
    await using one = await openEmbed(browser, server, room, ada);
    await one.chat.say('x'.repeat(4_000));
    await one.chat.say('שלום עולם, זה משפט מימין לשמאל https://example.org');
    await one.chat.say('Lorem ipsum dolor sit amet, consectetur adipiscing elit. '.repeat(12));
    await one.chat.message('שלום עולם').waitFor();
    await one.chat.composer.fill('y'.repeat(3_990));
    await one.page.getByText('3,990 of 4,000 characters').waitFor();
    await one.chat.composer.fill('y'.repeat(4_001));
    await one.page.getByText('Too long by 1').waitFor();
    expect(await one.page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    await everyViewport(one.page, 'embed-long');
    await one.chat.composer.fill('');
    await using two = await openEmbed(browser, server, room, grace, { width: 390, theme: 'light' });
    await two.chat.message('Lorem').waitFor();
    for (const { page } of [one, two]) expect(await overflowing(page)).toBe(0);
    await everyViewport(two.page, 'embed-texts');
    expect([...one.complaints, ...two.complaints]).toEqual([]);
  });

  it('find the new messages, and lose their place to none', async () => {
    const room = await makeRoom(server, ada, 'Long');
    await fillRoom(server, room, 10_000);
    await using one = await openEmbed(browser, server, room, ada);
    const { log } = one.chat;
    await one.chat.message('m10000').waitFor();
    await everyViewport(one.page, 'embed-ten-thousand');
    // Older ones come as one scrolls up; the one that was read stays where it was.
    await log.hover();
    const frames = () =>
      one.page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
    const topOf = (text: string) =>
      one.page
        .getByText(text, { exact: true })
        .first()
        .evaluate((element) => element.getBoundingClientRect().top);
    const inView = () =>
      one.page.evaluate(() => {
        const edge = document.querySelector('[role=log]')?.getBoundingClientRect().top ?? 0;
        const rows = [...document.querySelectorAll('[role=log] article')];
        const row = rows.find((one) => one.getBoundingClientRect().top > edge + 80);
        return /m\d+/.exec(row?.textContent ?? '')?.[0] ?? '';
      });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await one.page.route('**/messages?before=*', async (route) => {
      await held;
      await route.continue();
    });
    await log.evaluate((element) => element.scrollTo(0, 0));
    await frames();
    const oldest = await inView();
    const first = await topOf(oldest);
    const row = await one.page.getByText(oldest, { exact: true }).first().elementHandle();
    release();
    await expect.poll(() => log.evaluate((element) => element.scrollTop)).toBeGreaterThan(500);
    await frames();
    // A scroller stands on whole pixels, rows do not.
    expect(Math.abs((await topOf(oldest)) - first)).toBeLessThan(2);
    // It is the same element: anyone who has a menu open there, or the focus, keeps it.
    expect(await row?.evaluate((element) => element.isConnected)).toBe(true);
    for (let turn = 0; turn < 12; turn++) {
      await one.page.mouse.wheel(0, -1_500);
      await frames();
    }
    await expect
      .poll(() => log.evaluate((element) => element.scrollTop < element.scrollHeight - 8_000))
      .toBe(true);
    expect(await one.page.getByRole('article').count()).toBeLessThan(120);
    const shown = await inView();
    const before = await topOf(shown);
    await fillRoom(server, room, 30, 'late ');
    await one.page.getByRole('button', { name: '30 new messages' }).waitFor();
    expect(Math.abs((await topOf(shown)) - before)).toBeLessThan(1);
    await everyViewport(one.page, 'embed-unread');
    expect(await seriousViolations(one.page)).toEqual([]);
    // What one sends is in sight, wherever one was.
    await one.chat.say('my own');
    await one.chat.message('my own').waitFor();
    await one.page.getByRole('button', { name: '30 new messages' }).waitFor({ state: 'detached' });
    const end = await log.evaluate((it) => it.scrollHeight - it.scrollTop - it.clientHeight);
    expect(end).toBeLessThan(2);
    await one.chat.message('late 30').waitFor();
    await one.page.getByText('New messages', { exact: true }).waitFor();
    await everyViewport(one.page, 'embed-new-line');
    expect(one.complaints).toEqual([]);
  });
});
