import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from '../../../server/src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { isLong } from '../../../server/test/support/long.ts';
import { type Account, fillRoom, makeRoom, openEmbed, register } from '../support/embed.ts';

/**
 * 10,000 messages; `npm run test:long`: 100,000. They come live, so that the page holds them all, and in parts, since a reader that
 * is far behind would be cut off and begin anew.
 */
const PART_MESSAGES = 500;
const PARTS = isLong ? 200 : 20;

describe('an embed with very many messages', () => {
  let server: TestServer;
  let browser: Browser;
  let ada: Account;
  beforeAll(async () => {
    server = await startTestServer();
    browser = await launch();
    ada = await register(server, 'ada.lovelace');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('draws those in view, at the end, at the beginning and back again', async () => {
    const room = await makeRoom(server, ada, 'Busy');
    await using one = await openEmbed(browser, server, room, ada);
    await one.page.getByText('No messages yet').waitFor();
    for (let part = 1; part <= PARTS; part++) {
      await fillRoom(server, room, PART_MESSAGES, `${part}/`);
      await one.page.getByText(`${part}/${PART_MESSAGES}`, { exact: true }).waitFor();
    }
    // All the way up, and down again.
    const { log } = one.chat;
    await log.press('Home');
    await one.page.getByText('1/1', { exact: true }).waitFor();
    await one.page.getByRole('button', { name: 'Jump to latest' }).click();
    await one.page.getByText(`${PARTS}/${PART_MESSAGES}`, { exact: true }).waitFor();
    expect(await one.page.getByRole('article').count()).toBeLessThan(120);
    expect(one.complaints).toEqual([]);
  });
});
