import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { launch, openContext } from '../../src/testing/browser.ts';
import { startTestServer } from '../../src/testing/test-server.ts';

const FILE = pathToFileURL(join(import.meta.dirname, '../../../../examples/platform.html'));
const INJECTION = '<img src=x onerror="document.title=1"><b>bold</b>';

test('two pages of the example talk, and show text as text', async () => {
  await using server = await startTestServer();
  const browser = await launch();
  const context = await openContext(browser);
  const open = async (userId: string, userName: string) => {
    const page = await context.newPage();
    const query = new URLSearchParams({ server: server.url, user_id: userId, user_name: userName });
    await page.goto(`${FILE}?${query}`);
    await page.getByText(`Connected as ${userName}`).waitFor();
    return page;
  };
  try {
    const john = await open('user_123', 'John Doe');
    const jane = await open('user_789', 'Jane Smith');
    await john.getByText('Connected as John Doe, 2 online').waitFor();

    await jane.getByLabel('Message').fill(INJECTION);
    await john.getByText('Jane Smith is typing…').waitFor();
    await jane.getByLabel('Message').press('Enter');
    for (const page of [john, jane]) {
      await page.getByRole('listitem').filter({ hasText: INJECTION }).waitFor();
      expect(await page.locator('#messages').textContent()).toBe(`Jane Smith: ${INJECTION}`);
      expect(await page.title()).toBe('A room of an app');
    }
    expect(await john.locator('#typing').textContent()).toBe('');
    await jane.close();
    await john.getByText('Connected as John Doe, 1 online').waitFor();
  } finally {
    await browser.close();
  }
});
