import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_APP_ID } from '../../../contract/src/index.ts';
import { systemActor } from '../../../server/src/core/actor.ts';
import { launch, openPage, type Watched } from '../../../server/src/testing/browser.ts';
import { sendText } from '../../../server/src/testing/messages.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { startCuttingProxy } from '../chat/cutting-proxy.ts';
import { look } from './look.ts';
import { ConsoleDriver } from './tab.ts';

const INJECTION = '<img src=x onerror=document.title=1>';

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

async function openConsole(
  protocol: string,
  width = 1280,
  theme: 'light' | 'dark' = 'light',
): Promise<Watched & { readonly wire: ConsoleDriver }> {
  const path = `/#${protocol}/console`;
  const watched = await openPage(browser, server.url, { width, theme }, path);
  return { ...watched, wire: new ConsoleDriver(watched.page, protocol) };
}

describe('the console of WebSocket frames', () => {
  it('shows each frame both ways, errors marked, and folds its JSON', async () => {
    await using opened = await openConsole('lobby');
    const { page, wire, complaints } = opened;
    await wire.element.getByText('No frames yet').waitFor();
    await wire.state('Not connected');
    expect(await wire.button('Send').isDisabled()).toBe(true);
    await wire.connect();
    await wire.row('system', 'Welcome to the chat, console!').waitFor();
    await wire.send('Message');
    const sent = wire.row('message', 'sent');
    await sent.waitFor();
    const received = wire.row('message', 'received');
    await received.waitFor();
    expect(await sent.textContent()).toMatch(
      /↑sent\d\d:\d\d:\d\d\.\d{3}message.*Hello, everyone!.*\d+ B$/,
    );
    expect(await received.textContent()).toMatch(/↓received\d\d:\d\d:\d\d\.\d{3}message.*\d+ B$/);
    await wire.send('Empty message');
    await wire.element.getByText('Nothing is left after trimming.').waitFor();
    const refused = wire.row('error', 'Message cannot be empty');
    await refused.waitFor();
    expect(await refused.getAttribute('data-error')).toBe('true');
    await received.click();
    const detail = wire.element.getByRole('region', { name: /^Frame \d+$/ });
    await detail.getByText('"Hello, everyone!"').waitFor();
    await detail.locator('summary').first().click();
    await expect
      .poll(() => detail.getByText('"Hello, everyone!"', { exact: true }).count())
      .toBe(0);
    await wire.rows.first().press('ArrowDown');
    await look(opened, 'console', ['dark']);
    expect(await page.title()).toBe('Koine');
    expect(complaints).toEqual([]);
  });

  it('filters by type, pauses, goes on, copies, clears', async () => {
    await using opened = await openConsole('platform');
    const { page, wire, complaints } = opened;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await wire.connect();
    await wire.row('connection_status').waitFor();
    await wire.send('ping');
    await wire.row('pong').waitFor();
    await wire.button('pong 1').click();
    await wire.row('pong').waitFor({ state: 'detached' });
    await wire.button('pong 1').click();
    await wire.row('pong').waitFor();
    await wire.button('Pause').click();
    await wire.send('get_online_users');
    await wire.send('Bad data');
    await wire.element.getByText('paused').waitFor();
    expect(await wire.row('error').count()).toBe(0);
    await wire.button('Resume').click();
    await wire.row('error', 'data.is_typing must be boolean').waitFor();
    await wire.button('Copy the shown frames').click();
    await wire.button('Copied').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^\d\d:\d\d:\d\d\.\d{3} ↑ \{[\s\S]*"type": "ping"/m);
    await wire.button('Clear').click();
    await wire.element.getByText('No frames yet').waitFor();
    await wire.element.getByText('0 frames').waitFor();
    expect(complaints).toEqual([]);
  });

  it('sends every ready-made frame of an app’s room, with the ids that came', async () => {
    await using opened = await openConsole('platform', 390, 'dark');
    const { wire, complaints } = opened;
    await wire.connect();
    await wire.send('message');
    await wire.row('ack').waitFor();
    for (const [sample, answer] of [
      ['edit', 'message_updated'],
      ['react', 'reaction_updated'],
      ['delete', 'message_deleted'],
    ] as const) {
      await wire.send(sample);
      await wire.row(answer).waitFor();
    }
    expect(await wire.row('error').count()).toBe(0);
    await look(opened, 'console-platform', ['light']);
    expect(complaints).toEqual([]);
  });

  it('shows where JSON is invalid, and sends it anyway on request', async () => {
    await using opened = await openConsole('reactions');
    const { wire, complaints } = opened;
    await wire.connect();
    await wire.editor.fill('{\n  "type": send\n}');
    await wire.element.getByText(/^Not valid JSON: ./).waitFor();
    expect(await wire.button('Format').isDisabled()).toBe(true);
    await wire.button('Send anyway').click();
    await wire.row('error', 'Invalid message format').waitFor();
    await wire.editor.fill('{"type":"send_message","data":{"text":"formatted"}}');
    await wire.button('Format').click();
    expect(await wire.editor.inputValue()).toContain('\n  "data": {\n');
    await wire.editor.press('Control+Enter');
    await wire.row('message', 'formatted').waitFor();
    expect(complaints).toEqual([]);
  });

  it('takes its URL by field or as a whole, and shows why it was closed', async () => {
    await using opened = await openConsole('platform');
    const { page, wire } = opened;
    const field = (name: string) => wire.element.getByLabel(name, { exact: true });
    await field('token').fill('wrong');
    await field('user_name').fill(INJECTION);
    expect(await field('URL').inputValue()).toContain('token=wrong');
    await wire.button('Connect').click();
    await wire.state('4001 Unauthorized: the key or token is missing or invalid');
    await field('token').fill('sk_test_1234567890abcdef');
    await field('room_id').fill('550e8400-e29b-41d4-a716-446655440099');
    await wire.button('Connect').click();
    await wire.state('4002 Room not found');
    await look(opened, 'console-refused', []);
    await field('URL').fill(`${server.wsUrl}/nowhere`);
    await wire.button('Connect').click();
    await wire.state('1006 The connection broke, or was refused before it opened');
    await field('URL').fill('not a url');
    await wire.button('Connect').click();
    await wire.state('Not a ws:// or wss:// URL: not a url');
    await field('URL').fill('wss://elsewhere.example/ws');
    await wire.button('Connect').click();
    await wire.state('This page connects to its own server only');
    expect(await page.title()).toBe('Koine');
  });

  it('is filled in by a link from the docs', async () => {
    const wide = { width: 1280, theme: 'light' } as const;
    await using watched = await openPage(
      browser,
      server.url,
      wide,
      '/#/platform/console?frame=edit',
    );
    const wire = new ConsoleDriver(watched.page, 'platform');
    await expect.poll(() => wire.editor.inputValue()).toContain('"type": "edit"');
    expect(watched.complaints).toEqual([]);
  });

  it('disconnects, and connects again', async () => {
    await using opened = await openConsole('lobby');
    const { wire, complaints } = opened;
    await wire.connect();
    await wire.button('Disconnect').click();
    await wire.state('1000 Closed normally');
    await wire.connect();
    await expect.poll(() => wire.row('system', 'Welcome').count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  it('gives up a connection that does not open', async () => {
    await using proxy = await startCuttingProxy(server.url);
    const wide = { width: 1280, theme: 'light' } as const;
    await using watched = await openPage(browser, proxy.url, wide, '/#platform/console');
    const wire = new ConsoleDriver(watched.page, 'platform');
    await wire.element.getByText('No frames yet').waitFor();
    proxy.swallow();
    await wire.button('Connect').click();
    await wire.state('Connecting');
    await wire.button('Disconnect').click();
    await wire.state('Cancelled before it opened');
    expect(await wire.row('close').getAttribute('data-error')).toBe('false');
  });

  it('shows JSON of any depth, and formats what can be read then', async () => {
    await using opened = await openConsole('reactions');
    const { wire, complaints } = opened;
    await wire.connect();
    await wire.editor.fill('['.repeat(20_000) + ']'.repeat(20_000));
    await wire.element.getByText('Valid JSON').waitFor();
    expect(await wire.button('Format').isDisabled()).toBe(true);
    await wire.button('Send').click();
    await wire.row('error', 'Invalid message format').waitFor();
    await wire.row('json', 'sent').click();
    const detail = wire.element.getByRole('region', { name: /^Frame \d+$/ });
    await detail.getByText('[[[[', { exact: false }).first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('keeps the newest of a flood of frames, and shows how many', async () => {
    await using opened = await openConsole('reactions');
    const { page, wire, complaints } = opened;
    await wire.connect();
    const wall = await server.core.rooms.findPublic('wall');
    const system = systemActor(DEFAULT_APP_ID);
    for (let tick = 0; tick < 150; tick++) {
      const part = Array.from({ length: 20 }, (_, i) => {
        const content = `flood ${tick} ${i} ${INJECTION}`;
        return sendText(server.core, system, wall.id, content);
      });
      await Promise.all(part);
      // A page that is far behind would be cut off.
      if (tick % 25 === 24) await wire.row('message', `flood ${tick} 19`).waitFor();
    }
    await wire.element
      .getByText(/^2,000 frames, the newest of 3,\d{3} \(2,000 are kept\)$/)
      .waitFor();
    expect(await wire.rows.count()).toBeLessThan(100);
    await wire.row('message', 'flood 149 19').click();
    await wire.element
      .getByRole('region', { name: /^Frame/ })
      .getByText(INJECTION)
      .first()
      .waitFor();
    expect(await page.title()).toBe('Koine');
    expect(complaints).toEqual([]);
  });
});

describe('the console of Socket.IO events', () => {
  it('shows packets as they are, asks for acknowledgements, marks errors', async () => {
    await using opened = await openConsole('direct');
    const { wire, complaints } = opened;
    await wire.connect();
    await wire.row('engine open').waitFor();
    await wire.row('connect').first().waitFor();
    await wire.send('register_user');
    await wire.send('join_chat');
    await wire.row('room_joined').waitFor();
    await wire.row('message_history').waitFor();
    await wire.editor.fill(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    await wire.button('Send').click();
    await wire.element.getByText('Nested too deeply to be sent').waitFor();
    await wire.button('send_message').click();
    await wire.element.getByLabel('Ask for an acknowledgement').check();
    await wire.button('Send').click();
    await wire.row('new_message', 'Hello world!').waitFor();
    await wire.row('ack', '"ok":true').waitFor();
    await wire.send('As somebody else');
    const refused = wire.row('error', 'You are signed in as user-uuid-1');
    await refused.waitFor();
    expect(await refused.getAttribute('data-error')).toBe('true');
    await wire.row('new_message').click();
    await wire.element.getByText('On the wire').waitFor();
    await look(opened, 'console-socket-io', ['dark']);
    await wire.editor.fill('{"roomId":');
    await wire.element.getByText(/^Not valid JSON: /).waitFor();
    expect(await wire.button('Send').isDisabled()).toBe(true);
    await wire.button('Disconnect').click();
    await wire.state('Closed by this page');
    expect(complaints).toEqual([]);
  });

  it('reads a room of community, by long polling too', async () => {
    await using opened = await openConsole('community');
    const { page, wire, complaints } = opened;
    // A ready-made frame that is unchanged follows the room of the steps.
    await page.getByLabel('Or go to').selectOption('lobby');
    await expect.poll(() => wire.editor.inputValue()).toContain('"lobby"');
    await page.getByLabel('Or go to').selectOption('XPeDGLvd6D');
    await expect.poll(() => wire.editor.inputValue()).toContain('"XPeDGLvd6D"');
    await wire.element.getByLabel('transport').selectOption('polling');
    await wire.connect();
    await wire.send('join');
    await wire.row('room_updated', 'Playground').waitFor();
    await wire.row('room_messages').waitFor();
    await wire.send('Unknown room');
    await wire.row('error', 'No such room exists!').waitFor();
    await wire.send('sendMessage');
    await wire.row('system', 'Login first').waitFor();
    expect(complaints).toEqual([]);
  });

  it('shows why a connection was refused', async () => {
    const secret = 'a secret that is long enough for anybody';
    await using own = await startTestServer({
      settings: { production: true, secret, adminKey: secret, protocols: ['direct'] },
    });
    const wide = { width: 1280, theme: 'light' } as const;
    await using watched = await openPage(browser, own.url, wide, '/#direct/console');
    const wire = new ConsoleDriver(watched.page, 'direct');
    await wire.element.getByLabel('auth').fill('{"token": "none"}');
    await wire.button('Connect').click();
    await wire.state('Refused: Unauthorized');
    await wire.element.getByLabel('auth').fill('{"token"}');
    await wire.element.getByText(/^Not valid JSON: /).waitFor();
    expect(watched.complaints).toEqual([]);
  });
});
