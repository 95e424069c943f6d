import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EventClient } from '../../testing/event-client.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import {
  type Account,
  enter,
  join,
  makeRoom,
  QUICK,
  register,
  rejection,
  signIn,
} from './testing/api.ts';

let server: TestServer;
let owner: Account;
let other: Account;
beforeAll(async () => {
  server = await startTestServer({ settings: QUICK });
  owner = await register(server, 'owner');
  other = await register(server, 'other');
});
afterAll(() => server[Symbol.asyncDispose]());

const user = (account: Account, ...roles: string[]) => ({
  uid: account.uid,
  displayName: account.name,
  picture: `${server.url}/avatars/${account.uid}.svg`,
  countryCode: '',
  balance: 0,
  roles,
});

describe('sendMessage', () => {
  test('reaches everyone in the room, the sender included', async () => {
    const uid = await makeRoom(owner);
    await using sender = await enter(server, other, uid);
    await using reader = await enter(server, null, uid);
    const ack = await sender.ask('sendMessage', { text: 'hi <b>', timestamp: 1 });
    const received = await reader.next('message');
    expect(await sender.next('message')).toEqual(received);
    expect(received).toEqual({
      id: ack.result,
      timestamp: expect.any(Number),
      message: 'hi <b>',
      user: user(other, 'registered'),
    });
    expect(received.timestamp).toBeGreaterThan(1);
  });

  test.each([
    { text: '' },
    { text: ' \n\t' },
    { text: '\u200b\u2060' },
    { text: 7 },
    {},
    null,
    'text',
    [['a']],
  ])('refuses %j as empty', async (payload) => {
    await using client = await enter(server, other, await makeRoom(owner));
    client.emit('sendMessage', payload);
    expect(await client.next('system')).toEqual(rejection('Empty text'));
  });

  test('refuses what is too long, counted in characters', async () => {
    await using client = await enter(server, other, await makeRoom(owner));
    client.emit('sendMessage', { text: '😀'.repeat(4001) });
    expect(await client.next('system')).toEqual(rejection('Text too long (max 4000 characters)'));
    expect(await client.ask('sendMessage', { text: '😀'.repeat(4000) })).toMatchObject({
      error: null,
    });
  });

  test('asks for a login first, then for a room', async () => {
    await using client = await EventClient.open(server.url);
    client.emit('sendMessage', { text: 'hi' });
    expect(await client.next('system')).toEqual(rejection('Error: Unauthorized. Login first'));
    await signIn(client, other);
    client.emit('sendMessage', { text: 'hi' });
    expect(await client.next('system')).toEqual(rejection('Not in any rooms at the moment'));
  });

  test('is stored once under one key, and answered each time', async () => {
    const uid = await makeRoom(owner);
    await using client = await enter(server, other, uid);
    const first = await client.ask('sendMessage', { text: 'once', client_key: 'k' });
    const second = await client.ask('sendMessage', { text: 'once', client_key: 'k' });
    expect(second).toEqual(first);
    expect(await client.next('message')).toEqual(await client.next('message'));
    expect(await client.ask('sendMessage', { text: 'x', client_key: '' })).toEqual({
      error: 'Invalid client_key',
      code: 'invalidInput',
    });
    const { body } = await other.api.get(`/rooms/${uid}/messages`);
    expect(body.messages).toHaveLength(1);
  });

  test('is limited to a rate, commands as well; joining has a budget of its own', async () => {
    const clock = new ManualClock();
    const limits = { ...QUICK.limits, communityMessagesPerMinute: 4 };
    await using small = await startTestServer({ settings: { limits }, clock });
    const account = await register(small);
    const uid = await makeRoom(account);
    await using client = await enter(small, account, uid);
    for (let i = 0; i < 4; i++)
      expect(await client.ask('sendMessage', { text: 'hi' })).toMatchObject({ success: true });
    const limited = { error: 'Rate limit exceeded', code: 'rateLimited', retryAfterMs: 60_000 };
    expect(await client.ask('sendMessage', { text: 'hi' })).toEqual(limited);
    for (let i = 0; i < 3; i++) await client.ask('sendMessage', { text: '!users' });
    for (const [event, payload] of [
      ['sendMessage', { text: '!users' }],
      ['login', { token: account.token }],
      ['logout', {}],
    ] as const)
      expect(await client.ask(event, payload)).toEqual(limited);
    expect(await client.ask('join', { uid })).toEqual({ error: null });
    clock.advance(60_000);
    expect(await client.ask('sendMessage', { text: 'hi' })).toMatchObject({ success: true });
  });
});

describe('everything', () => {
  test('works over long-polling too', async () => {
    const uid = await makeRoom(owner);
    await using client = await EventClient.open(server.url, { transports: ['polling'] });
    await signIn(client, other);
    await join(client, uid);
    await client.ask('sendMessage', { text: 'by polling' });
    expect((await client.next('message')).message).toBe('by polling');
  });

  test('of one client comes in the order of its asking', async () => {
    const uid = await makeRoom(owner);
    await using client = await EventClient.open(server.url);
    client.emit('login', { token: other.token });
    client.emit('join', { uid });
    for (let i = 0; i < 50; i++) client.emit('sendMessage', { text: `m${i}` });
    for (let i = 0; i < 50; i++) expect((await client.next('message')).message).toBe(`m${i}`);
  });
});
