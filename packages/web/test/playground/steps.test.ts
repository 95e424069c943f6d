import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPage } from '../../../server/src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { look } from './look.ts';

const INJECTION = '<img src=x onerror="document.title=1"><script>document.title=2</script>';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await startTestServer();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

const open = (width = 1280, theme: 'light' | 'dark' = 'light') =>
  openPage(browser, server.url, { width, theme }, '/#community');

/** The step with this heading. */
function step(page: Page, title: string): Locator {
  const heading = page.getByRole('heading', { name: title, exact: true, level: 4 });
  return page.getByRole('listitem').filter({ has: heading });
}

/** The call of a step: the request as shown, and the response's status and body. */
async function callOf(one: Locator, call: string) {
  const exchange = one.getByRole('region', { name: call });
  await exchange.waitFor();
  await exchange.getByText(/^\d+(\.\d)? ms$/).waitFor();
  const request = (await exchange.locator('pre').first().textContent()) ?? '';
  const status = (await exchange.getByRole('status').textContent()) ?? '';
  const body = (await exchange.locator('figure pre').last().textContent()) ?? '';
  return { request, status, body: JSON.parse(body) };
}

const frameOf = (page: Page, title: string): FrameLocator =>
  page.frameLocator(`iframe[title="Embedded chat: ${title}"]`);

async function register(page: Page): Promise<void> {
  await expect.poll(() => step(page, 'Register').getByLabel('Username').inputValue()).not.toBe('');
  await step(page, 'Register').getByRole('button', { name: 'Register' }).click();
  await page.getByText(/^Signed in as /).waitFor();
}

describe('the steps of the document', () => {
  it('show each request and each answer as they happened', async () => {
    await using watched = await open();
    const { page, complaints } = watched;
    const account = step(page, 'Register');
    await expect.poll(() => account.getByLabel('Username').inputValue()).not.toBe('');
    const username = await account.getByLabel('Username').inputValue();
    const password = await account.getByLabel('Password').inputValue();
    await register(page);
    const registered = await callOf(account, 'POST /users/register');
    expect(registered.request).toBe(
      `POST /users/register\nAccept: application/json\nContent-Type: application/json\n\n${JSON.stringify({ username, password })}`,
    );
    expect(registered.status).toContain('200 OK');
    expect(registered.body.user.displayName).toBe(username);
    const token = await page.evaluate(() => localStorage.getItem('chat_token'));
    expect(token).toBe(registered.body.token);

    await step(page, 'Login').getByRole('button', { name: 'Login', exact: true }).click();
    const login = await callOf(step(page, 'Login'), 'POST /users/login');
    expect(login.body.user.uid).toBe(registered.body.user.uid);
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem('chat_token')))
      .toBe(login.body.token);

    const rooms = step(page, 'Room');
    await rooms.getByLabel('Name of the new room').fill(`Tea ${INJECTION}`.slice(0, 64));
    await rooms.getByRole('button', { name: 'Create room' }).click();
    const made = await callOf(rooms, 'POST /rooms');
    expect(made.status).toContain('200 OK');
    const short = `${login.body.token.slice(0, 8)}…`;
    expect(made.request).toContain(`\nAuthorization: Bearer ${short}\n`);
    expect(made.request).not.toContain(login.body.token);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await rooms.getByRole('button', { name: 'Copy the request with its token' }).click();
    await rooms.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
      `\nAuthorization: Bearer ${login.body.token}\n`,
    );

    const messages = step(page, 'Message');
    await messages.getByRole('button', { name: 'Send the message' }).click();
    const sent = await callOf(messages, 'POST /messages');
    expect(sent.request).toContain(
      JSON.stringify({ room: made.body.room.uid, message: 'hello from HTTP!' }),
    );
    expect(sent.body).toEqual({ success: true, result: expect.any(Number) });

    const deletion = step(page, 'Delete');
    await deletion.getByLabel('Id of the message').fill('4711');
    await deletion.getByRole('button', { name: 'Delete message 4711' }).click();
    const unknown = await callOf(deletion, 'DELETE /messages/4711');
    expect(unknown.status).toContain('404 Not Found');
    await deletion.getByLabel('Id of the message').fill(String(sent.body.result));
    await deletion.getByRole('button', { name: `Delete message ${sent.body.result}` }).click();
    const deleted = await callOf(deletion, `DELETE /messages/${sent.body.result}`);
    expect(deleted.body).toEqual({ status: true });
    expect(await deletion.getByLabel('Id of the message').inputValue()).toBe('');
    await deletion.getByText(/^\d+ headers$/).click();
    await deletion.getByText(/^content-type: application\/json/m).waitFor();
    expect(await page.title()).toBe('Koine');
    await look(watched, 'steps', ['dark']);
    // The browser's message about the call that had to fail.
    expect(complaints.filter((words) => !words.includes('404'))).toEqual([]);
  });

  it('sign a guest in, show the server’s errors, remember the user', async () => {
    await using watched = await open(390, 'dark');
    const { page } = watched;
    await step(page, 'Room').getByRole('button', { name: 'Create room' }).click();
    const refused = await callOf(step(page, 'Room'), 'POST /rooms');
    expect(refused.status).toContain('401 Unauthorized');
    expect(refused.body).toEqual({ error: 'Error: Unauthorized. Login first' });
    await page.getByRole('button', { name: 'Login as guest' }).click();
    await page.getByText(/^Signed in as Guest-/).waitFor();
    await look(watched, 'steps-guest', []);
    await page.reload();
    await page.getByText(/^Signed in as Guest-/).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText(/^Signed in as Guest-/).waitFor({ state: 'detached' });
    expect(await page.evaluate(() => localStorage.getItem('chat_token'))).toBeNull();
  });

  it('make one call for several clicks, and show a slow response', async () => {
    await using watched = await open();
    const { page, complaints } = watched;
    const account = step(page, 'Register');
    await expect.poll(() => account.getByLabel('Username').inputValue()).not.toBe('');
    const { promise: isDone, resolve: answer } = Promise.withResolvers<void>();
    const calls: string[] = [];
    await page.route('**/users/register', async (route) => {
      calls.push(route.request().postDataJSON().username);
      await isDone;
      await route.continue();
    });
    await account.getByRole('button', { name: 'Register' }).dblclick();
    await account.getByText('Waiting for the answer').waitFor();
    await account.getByRole('button', { name: 'Register' }).press('Enter');
    answer();
    expect((await callOf(account, 'POST /users/register')).status).toContain('200 OK');
    // The other chat of the demo makes an account for its own person.
    expect(calls.filter((username) => username === calls[0])).toHaveLength(1);
    await account.getByText('Waiting for the answer').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('suggest names', async () => {
    await using watched = await open();
    const name = step(watched.page, 'Register').getByLabel('Username');
    await expect.poll(() => name.inputValue()).not.toBe('');
    const first = await name.inputValue();
    await watched.page.getByRole('button', { name: 'Suggest another' }).click();
    await expect.poll(() => name.inputValue()).not.toBe(first);
    const suggested = await callOf(step(watched.page, 'Register'), 'GET /random');
    expect(suggested.body.username).toBe(await name.inputValue());
    expect(watched.complaints).toEqual([]);
  });
});

describe('the embedded chats', () => {
  it('are two people in the room of the steps, side by side', async () => {
    await using watched = await open();
    const { page, complaints } = watched;
    await register(page);
    await step(page, 'Room').getByRole('button', { name: 'Create room' }).click();
    const made = await callOf(step(page, 'Room'), 'POST /rooms');
    const [mine, theirs] = [frameOf(page, 'You'), frameOf(page, 'Somebody else')];
    for (const [frame, text] of [
      [mine, 'from the left'],
      [theirs, 'from the right'],
    ] as const) {
      const editor = frame.getByRole('textbox', { name: /message/i });
      await editor.fill(text);
      await editor.press('Enter');
    }
    for (const frame of [mine, theirs])
      for (const text of ['from the left', 'from the right'])
        await frame.getByText(text, { exact: true }).waitFor();
    const history = await fetch(`${server.url}/rooms/${made.body.room.uid}/messages`);
    const { messages } = (await history.json()) as {
      messages: { message: string; user: { uid: string } }[];
    };
    expect(messages.map(({ message }) => message).sort()).toEqual([
      'from the left',
      'from the right',
    ]);
    expect(new Set(messages.map(({ user }) => user.uid)).size).toBe(2);
    const code = page.getByRole('figure', { name: 'As an element, with one line of script' });
    expect(await code.textContent()).toContain(
      `<script src="${server.url}/koine.js" async></script>\n<koine-chat room="${made.body.room.uid}"></koine-chat>`,
    );
    await look(watched, 'embeds', []);
    expect(complaints).toEqual([]);
  });
});
