import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, type DocsFixture, follow, openDocs, send } from './docs-fixture.ts';

const INJECTION = '<img src=x onerror="document.title=1"><script>document.title=2</script>';

let docs: DocsFixture;
beforeAll(async () => {
  docs = await openDocs();
});
afterAll(() => docs?.[Symbol.asyncDispose]());

describe('making requests', () => {
  it('makes one with the sandbox’s key and shows exactly what came back', async () => {
    await using one = await docs.at('#/http/platformSendMessage');
    const { page } = one;
    await page.getByLabel('content (required)').fill('Sent from the docs');
    await send(page);
    await answer(page).getByText('201').waitFor();
    const body = await answer(page).locator('code').last().textContent();
    expect(JSON.parse(body ?? '')).toMatchObject({
      status: 'success',
      data: { content: 'Sent from the docs', sender_id: 'user_123' },
    });
    await answer(page).locator('summary').click();
    await answer(page).getByText('x-ratelimit-remaining').waitFor();
    const code = await page.getByLabel('The request for curl').locator('code').textContent();
    expect(code).toContain("-H 'X-API-Key: sk_test_1234567890abcdef'");
    expect(code).toContain('Sent from the docs');
    expect(one.complaints).toEqual([]);
  });

  it('keeps credentials for the tab, and signs in as a guest', async () => {
    await using one = await docs.at('#/http/communityMe');
    const { page } = one;
    await page.getByRole('button', { name: 'Enter' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /guest/ }).click();
    await dialog.getByText('Signed in as a guest.').waitFor();
    expect(await dialog.getByLabel('API key').inputValue()).toBe('sk_test_1234567890abcdef');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.reload();
    await page.locator('main h1').waitFor();
    await send(page);
    await answer(page).getByText('displayName').waitFor();
    await follow(page, '#/http/communityUpdateMe');
    await send(page);
    await answer(page).getByText('204').waitFor();
    await answer(page).getByText('No body.').waitFor();
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    expect(one.complaints).toEqual([]);
  });

  it('asks for what a path needs, and says when there is no answer', async () => {
    await using one = await docs.at('#/http/communityUser');
    const { page } = one;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const uid = page.getByLabel('uid (path, required)');
    await uid.fill('');
    await send(page);
    expect(await uid.evaluate((input: HTMLInputElement) => input.validity.valueMissing)).toBe(true);
    expect(asked).toEqual([]);
    await page.route('**/users/*', (route) => route.abort('connectionrefused'));
    await uid.fill('ada');
    await send(page);
    await page.getByText('The server did not answer').waitFor();
  });

  it('shows scripts in what is sent and in what comes back as text', async () => {
    await using one = await docs.at('#/http/platformSendMessage');
    const { page } = one;
    await page.getByLabel('content (required)').fill(INJECTION);
    await page.getByLabel('sender_name').fill(INJECTION.slice(0, 60));
    await send(page);
    await answer(page).getByText('<script>document.title=2</script>').first().waitFor();
    await page.getByRole('searchbox').fill(INJECTION);
    await page.getByText('No matches').waitFor();
    await page.goto(`${docs.server.url}/docs#/http/${encodeURIComponent(INJECTION)}`);
    await page.getByText('Page not found').waitFor();
    expect(await page.title()).toBe('Koine docs');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(one.complaints).toEqual([]);
  });
});

describe('a socket', () => {
  it.each([
    ['#/socket/platform/send/message', 'Open the console with message', '"type": "message"'],
    ['#/socket/direct/send/join_chat', 'Open the console with join_chat', 'targetUserId'],
    ['#/socket/lobby', 'Open the console', 'message'],
  ])('at %s leads to its console, filled in', async (place, name, text) => {
    await using one = await docs.at(place);
    const { page } = one;
    await page.getByRole('link', { name, exact: true }).click();
    const editor = page.getByRole('textbox', { name: /\(JSON\)$/ });
    await expect.poll(() => editor.inputValue()).toContain(text);
    expect(one.complaints).toEqual([]);
  });
});
