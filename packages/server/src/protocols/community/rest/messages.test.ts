import { DEFAULT_APP_ID } from '@koine/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainActor } from '../../../core/actor.ts';
import { directRoom } from '../../../testing/actors.ts';
import { ManualClock } from '../../../testing/manual-clock.ts';
import { sendText as sendTextTo } from '../../../testing/messages.ts';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';
import {
  type Account,
  Api,
  enter,
  makeRoom,
  QUICK,
  register,
  registerRoot,
} from '../testing/api.ts';

let server: TestServer;
let anonymous: Api;
let owner: Account;
let other: Account;
beforeAll(async () => {
  server = await startTestServer({ settings: QUICK });
  anonymous = new Api(server.url);
  owner = await register(server, 'owner');
  other = await register(server, 'other');
});
afterAll(() => server[Symbol.asyncDispose]());

async function sendText(account: Account, room: string, ...messages: string[]): Promise<number[]> {
  const ids = [];
  for (const message of messages)
    ids.push((await account.api.post('/messages', { room, message })).body.result);
  return ids;
}

const textsOf = (messages: readonly { readonly message: string }[]) =>
  messages.map(({ message }) => message);

describe('POST /messages', () => {
  test('sends a message, which everyone in the room receives', async () => {
    const uid = await makeRoom(owner);
    await using reader = await enter(server, null, uid);
    const from = Date.now();
    const { status, body } = await other.api.post('/messages', { room: uid, message: 'hello 😀' });
    expect([status, Object.entries(body)]).toEqual([
      200,
      [
        ['success', true],
        ['result', expect.any(Number)],
      ],
    ]);
    const received = await reader.next('message');
    expect(Object.keys(received)).toEqual(['id', 'timestamp', 'message', 'user']);
    expect(received).toMatchObject({
      id: body.result,
      message: 'hello 😀',
      user: { uid: other.uid },
    });
    expect(received.timestamp).toBeGreaterThanOrEqual(from);
    expect(received.timestamp).toBeLessThanOrEqual(Date.now());
  });

  test('goes to the room of the newest socket that has joined one, if none is named', async () => {
    const [first, second] = [await makeRoom(owner, 'first'), await makeRoom(owner, 'second')];
    const account = await register(server);
    const lost = await account.api.post('/messages', { message: 'where?' });
    expect([lost.status, lost.body]).toEqual([
      400,
      { error: 'Missing room= or message= parameters' },
    ]);
    await using _older = await enter(server, account, first);
    await using _newer = await enter(server, account, second);
    await using newest = await enter(server, account, first);
    newest.emit('sendMessage', { text: '!leave' });
    await newest.next('system');
    await account.api.post('/messages', { message: 'to second' });
    expect(textsOf((await anonymous.get(`/rooms/${second}/messages`)).body.messages)).toEqual([
      'to second',
    ]);
  });

  test.each([
    [{ message: 'no room' }],
    [{ room: 'ROOM' }],
    [{ room: 'ROOM', message: '' }],
    [{ room: 'ROOM', message: 7 }],
    [{ room: 'ROOM', message: ['a'] }],
    [{ room: 7, message: 'hi' }],
    [{ room: '', message: 'hi' }],
  ])('asks for what is missing in %j', async (body) => {
    const uid = await makeRoom(owner);
    const filled = 'room' in body && body.room === 'ROOM' ? { ...body, room: uid } : body;
    const answer = await other.api.post('/messages', filled);
    expect([answer.status, answer.body]).toEqual([
      400,
      { error: 'Missing room= or message= parameters' },
    ]);
  });

  test('refuses what sockets refuse, in the same words', async () => {
    const room = await makeRoom(owner);
    const refused = async (message: string, account = other) => {
      const { status, body } = await account.api.post('/messages', { room, message });
      return [status, body.error];
    };
    expect(await refused(' \n ')).toEqual([400, 'Empty text']);
    expect(await refused('x'.repeat(4001))).toEqual([400, 'Text too long (max 4000 characters)']);
    expect(await refused('!nonsense now')).toEqual([400, 'Command nonsense not found!']);
    expect(await refused('!purge')).toEqual([400, 'Command purge works on a socket only']);
    const lost = await other.api.post('/messages', { room: 'no-such-room', message: 'hi' });
    expect([lost.status, lost.body]).toEqual([404, { error: 'No such room exists!' }]);
    const unknown = await anonymous.post('/messages', { room, message: 'hi' });
    expect([unknown.status, unknown.body]).toEqual([
      401,
      { error: 'Error: Unauthorized. Login first' },
    ]);
    await owner.api.post('/bans', { user: other.uid, room, duration: '2h 30m', reason: '' });
    expect(await refused('hi')).toEqual([
      403,
      'You are banned from this channel. Your ban will expire in 2 hours 30 minutes',
    ]);
    expect((await anonymous.get(`/rooms/${room}/messages`)).body.messages).toEqual([]);
  });

  test('is sent once, however often it is retried under one key', async () => {
    const room = await makeRoom(owner);
    const draft = { room, message: 'once', client_key: 'k1' };
    const first = await other.api.post('/messages', draft);
    expect((await other.api.post('/messages', draft)).body).toEqual(first.body);
    expect((await anonymous.get(`/rooms/${room}/messages`)).body.messages).toHaveLength(1);
    const bad = await other.api.post('/messages', { ...draft, client_key: 7 });
    expect([bad.status, bad.body]).toEqual([400, { error: 'Invalid client_key' }]);
    const long = await other.api.post('/messages', { ...draft, client_key: 'k'.repeat(129) });
    expect([long.status, long.body]).toEqual([
      400,
      { error: 'client_key is too long (max 128 characters)' },
    ]);
  });
});

describe('slow mode', () => {
  test('holds for REST and sockets alike, but not for moderators', async () => {
    const clock = new ManualClock();
    await using slow = await startTestServer({ clock });
    const account = await register(slow);
    const boss = await register(slow);
    const room = await makeRoom(boss);
    await using socket = await enter(slow, account, room);
    const sendText = () => account.api.post('/messages', { room, message: 'hi' });
    expect((await sendText()).status).toBe(200);
    const tooQuick = await sendText();
    expect([tooQuick.status, tooQuick.body]).toEqual([
      429,
      { error: 'You are sending messages too quickly' },
    ]);
    expect(tooQuick.headers.get('retry-after')).toBe('3');
    socket.emit('sendMessage', { text: 'hi' });
    expect(await socket.next('system')).toEqual({
      type: 'error',
      text: 'You are sending messages too quickly',
    });
    clock.advance(3000);
    expect(await socket.ask('sendMessage', { text: 'hi' })).toMatchObject({ success: true });
    for (let i = 0; i < 3; i++)
      expect((await boss.api.post('/messages', { room, message: 'hi' })).status).toBe(200);
  });
});

describe('GET /rooms/:uid/messages', () => {
  test('pages back from the newest, oldest first', async () => {
    const room = await makeRoom(owner);
    const texts = Array.from({ length: 25 }, (_, i) => `m${i + 1}`);
    const ids = await sendText(owner, room, ...texts);
    const newest = await anonymous.get(`/rooms/${room}/messages`);
    expect(Object.keys(newest.body)).toEqual(['error', 'room', 'messages']);
    expect(newest.body).toMatchObject({ error: null, room: { uid: room } });
    expect(textsOf(newest.body.messages)).toEqual(texts.slice(5));
    const older = await anonymous.get(`/rooms/${room}/messages?limit=3&before=${ids[5]}`);
    expect(textsOf(older.body.messages)).toEqual(['m3', 'm4', 'm5']);
    const none = await anonymous.get(`/rooms/${room}/messages?before=${ids[0]}`);
    expect(none.body.messages).toEqual([]);
  });

  test('says where the room stands to callers that ask for change numbers', async () => {
    const room = await makeRoom(owner);
    const [first] = await sendText(owner, room, 'one', 'two');
    await owner.api.delete(`/messages/${first}`);
    const epoch = server.core.epoch.current;
    for (const since of ['now', '1', `${epoch}.2`]) {
      const { body } = await anonymous.get(`/rooms/${room}/messages?since=${since}`);
      expect(Object.keys(body)).toEqual(['error', 'room', 'messages', 'epoch', 'change']);
      expect(body).toMatchObject({ epoch, change: 3 });
    }
    const { status, body } = await anonymous.get(`/rooms/${room}/messages?since=yesterday`);
    expect([status, body]).toEqual([400, { error: 'Invalid since' }]);
  });

  test('shows deleted messages as such, without their text', async () => {
    const room = await makeRoom(owner);
    const [id] = await sendText(other, room, 'oops', 'fine');
    await other.api.delete(`/messages/${id}`);
    const { messages } = (await anonymous.get(`/rooms/${room}/messages`)).body;
    expect(Object.keys(messages[0])).toEqual(['id', 'timestamp', 'message', 'user', 'deleted']);
    expect(messages).toMatchObject([
      { id, message: '', deleted: true, user: { uid: other.uid } },
      { message: 'fine' },
    ]);
  });

  test.each([
    ['limit=0', 400, 'Invalid limit'],
    ['limit=x', 400, 'Invalid limit'],
    ['before=x', 400, 'Invalid before'],
    ['before=-1', 400, 'Invalid before'],
    ['before=999999999', 404, 'No such message exists!'],
  ])('refuses %s', async (query, status, error) => {
    const answer = await anonymous.get(`/rooms/${await makeRoom(owner)}/messages?${query}`);
    expect([answer.status, answer.body]).toEqual([status, { error }]);
  });

  test('does not page from a message of another room', async () => {
    const [id] = await sendText(owner, await makeRoom(owner), 'elsewhere');
    const answer = await anonymous.get(`/rooms/${await makeRoom(owner)}/messages?before=${id}`);
    expect(answer.status).toBe(404);
  });
});

describe('DELETE /messages/:id', () => {
  test('is for the author, the owner, moderators and root', async () => {
    const room = await makeRoom(owner);
    const moderator = await register(server, 'mod');
    await owner.api.post(`/users/${moderator.uid}/mod`, { room });
    const deleters = [other, owner, moderator, await registerRoot(server)];
    for (const { api } of deleters) {
      const [id] = await sendText(other, room, 'text');
      const stranger = await register(server);
      const refused = await stranger.api.delete(`/messages/${id}`);
      expect([refused.status, refused.body]).toEqual([403, { error: 'You may not do this' }]);
      expect((await anonymous.delete(`/messages/${id}`)).status).toBe(401);
      const answer = await api.delete(`/messages/${id}`);
      expect([answer.status, answer.body]).toEqual([200, { status: true }]);
      expect((await api.delete(`/messages/${id}`)).status).toBe(200);
    }
  });

  test('knows no message of a conversation of two, even to its people', async () => {
    const face = {
      id: other.uid,
      appId: 'default',
      name: 'x',
      avatarUrl: null,
      kind: 'external',
    } as const;
    const { id } = await directRoom(server.core, DEFAULT_APP_ID, other.uid, 'friend');
    const message = await sendTextTo(server.core, plainActor(face, ''), id, 'secret');
    for (const who of [message.number, 999_999_999, 'x', '1.5', '-1', '0x1']) {
      const answer = await other.api.delete(`/messages/${who}`);
      expect([answer.status, answer.body]).toEqual([404, { error: 'No such message exists!' }]);
    }
  });
});

describe('DELETE /rooms/:uid/messages', () => {
  test('removes them all, for owner and moderators', async () => {
    const room = await makeRoom(owner);
    await sendText(other, room, 'a', 'b');
    const refused = await other.api.delete(`/rooms/${room}/messages`);
    expect([refused.status, refused.body]).toEqual([403, { error: 'You may not do this' }]);
    await using reader = await enter(server, null, room);
    const answer = await owner.api.delete(`/rooms/${room}/messages`);
    expect([answer.status, answer.body]).toEqual([204, null]);
    expect(await reader.next('room_purged')).toEqual({ deleted: true });
    expect((await anonymous.get(`/rooms/${room}/messages`)).body.messages).toEqual([]);
  });
});
