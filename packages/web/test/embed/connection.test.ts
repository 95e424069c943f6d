import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from '../../../server/src/testing/browser.ts';
import { tempDirectory } from '../../../server/src/testing/temp-directory.ts';
import { startTestServer } from '../../../server/src/testing/test-server.ts';
import { seriousViolations } from '../support/axe.ts';
import { call, makeRoom, openEmbed, register } from '../support/embed.ts';
import { everyViewport } from '../support/screenshot.ts';

declare global {
  interface Window {
    /** What the connection's banner has said. */
    said: string[];
  }
}

/** Keeps each text of the banner as `said`. */
function recordBanner(page: Page): Promise<void> {
  return page.evaluate(() => {
    const banner = document.querySelector('header + [role=status]');
    window.said = [];
    const record = () => window.said.push(banner?.textContent ?? '');
    if (banner !== null)
      new MutationObserver(record).observe(banner, {
        subtree: true,
        childList: true,
        characterData: true,
      });
  });
}

describe('an embed whose server goes away', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it('says so, keeps what is written, and has everything once when it is back', async () => {
    await using data = await tempDirectory();
    const first = await startTestServer({ data: data.path });
    const ports = [Number(new URL(first.url).port)];
    const ada = await register(first, 'ada.lovelace');
    const grace = await register(first, 'grace.hopper');
    const room = await makeRoom(first, ada, 'Lasting');
    await using one = await openEmbed(browser, first, room, ada);
    await using two = await openEmbed(browser, first, room, grace, { width: 390, theme: 'dark' });
    await one.chat.say('Before');
    await two.chat.message('Before').waitFor();
    await Promise.all([one, two].map(({ page }) => recordBanner(page)));
    await first.close();
    for (const { page } of [one, two])
      await page.getByText(/You are offline\.\s*(Next try in \d+ s\.|Trying …)/).waitFor();
    await two.chat.say('Written while offline');
    await two.chat.message('Written while offline').getByText('Waiting to be sent').waitFor();
    expect(await seriousViolations(two.page)).toEqual([]);
    await everyViewport(two.page, 'embed-offline');
    // At least one try has failed.
    await two.page.waitForFunction(() => /Trying.*Next try/.test(window.said.join(' ')));
    for (const { page } of [one, two]) {
      const said = await page.evaluate(() => window.said);
      // The first wait is half a second at most; and the banner stays while a try is made.
      expect(said[0]).toContain('Next try in 1 s.');
      expect(said.filter((text) => !text.startsWith('You are offline.'))).toEqual([]);
    }

    await using again = await startTestServer({ data: data.path, settings: { ports } });
    await call(again, ada.token, 'POST', '/messages', { room, message: 'While both were away' });
    await one.page.getByRole('button', { name: 'Try now' }).click();
    for (const { page } of [one, two]) {
      await page.getByText('You are offline').waitFor({ state: 'detached' });
      await page.getByText('Waiting to be sent').waitFor({ state: 'detached' });
      for (const text of ['Before', 'While both were away', 'Written while offline'])
        await page.getByText(text, { exact: true }).waitFor();
    }
    await one.chat.say('After');
    await two.chat.message('After').waitFor();
    for (const { page } of [one, two]) {
      const texts = await page.getByRole('article').locator('p[dir=auto]').allTextContents();
      expect(texts).toEqual(['Before', 'While both were away', 'Written while offline', 'After']);
    }
    await everyViewport(one.page, 'embed-back');
  });
});
