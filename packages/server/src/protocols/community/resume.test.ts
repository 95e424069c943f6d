import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventClient } from '../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type Account, makeRoom, QUICK, register, rejection, signIn } from './testing/api.ts';

let server: TestServer;
let owner: Account;
beforeAll(async () => {
  server = await startTestServer({ settings: QUICK });
  owner = await register(server, 'owner');
});
afterAll(() => server[Symbol.asyncDispose]());

const since = (numbers: Record<string, unknown>) =>
  EventClient.open(server.url, { auth: { since: numbers } });

const sendText = async (room: string, message: string): Promise<number> =>
  (await owner.api.post('/messages', { room, message })).body.result;

test('a client resumes once; a later join shows the room anew', async () => {
  const uid = await makeRoom(owner);
  await sendText(uid, 'a');
  await using client = await since({ [uid]: 1 });
  client.emit('join', { uid });
  await client.next('resumed');
  client.emit('join', { uid });
  expect((await client.next('room_messages')).messages).toHaveLength(1);
});

test('a client that must reload does so by joining again', async () => {
  const uid = await makeRoom(owner);
  await using client = await since({ [uid]: 4711 });
  client.emit('join', { uid });
  expect(await client.next('resync')).toEqual({
    room: uid,
    epoch: expect.any(String),
    change: 0,
  });
  client.emit('join', { uid });
  expect(await client.next('room_messages')).toEqual({
    messages: [],
    epoch: expect.any(String),
    change: 0,
  });
});

test('an account that reconnects is still banned', async () => {
  const uid = await makeRoom(owner);
  const account = await register(server);
  const ban = { user: account.uid, room: uid, duration: '1h', reason: '' };
  await owner.api.post('/bans', ban);
  await using client = await since({ [uid]: 0 });
  await signIn(client, account);
  client.emit('join', { uid });
  const text = 'You are banned from this channel. Your ban will expire in 1 hour';
  expect(await client.next('system')).toEqual(rejection(text));
  client.emit('sendMessage', { text: 'hi' });
  expect(await client.next('system')).toEqual(rejection(text));
});
