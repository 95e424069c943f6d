import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../../../core/actor.ts';
import { nextOf, type PlatformServer, ROOM, startPlatform } from '../testing/platform-server.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const UUID = /^[0-9a-f-]{36}$/;

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform({ settings: { limits: { platformMessagesPerMinute: 1000 } } });
});
afterAll(() => platform[Symbol.asyncDispose]());

const contentsOf = (items: readonly { content: string }[]) => items.map(({ content }) => content);

async function send(room: string, body: object) {
  const draft = { sender_id: 'user_123', sender_name: 'John Doe', message_type: 'text', ...body };
  return platform.call(`POST /rooms/${room}/messages/`, { body: draft });
}

async function sendMany(room: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 1; i <= count; i++) ids.push((await send(room, { content: `${i}` })).body.data.id);
  return ids;
}

describe('sending', () => {
  test("the document's call stores the message, and the room's connections get it", async () => {
    const room = await platform.makeRoom();
    await using jane = await platform.enter('user_789', room);
    const sent = await send(room, { content: 'Hello' });
    expect(sent.status).toBe(201);
    expect(sent.body).toEqual({
      data: {
        id: expect.stringMatching(UUID),
        room_id: room,
        sender_id: 'user_123',
        sender_name: 'John Doe',
        content: 'Hello',
        message_type: 'text',
        meta: {},
        created_at: expect.stringMatching(ISO),
        edited_at: null,
        edit_reason: null,
        deleted_at: null,
        deleted_by: null,
        reactions: {},
        seq: 1,
        epoch: expect.any(String),
        change: 1,
      },
      status: 'success',
      timestamp: expect.stringMatching(ISO),
    });
    const { id, sender_id, sender_name, content, message_type, meta, created_at } = sent.body.data;
    expect((await nextOf(jane, 'message')).data).toEqual({
      id,
      sender_id,
      sender_name,
      content,
      message_type,
      meta,
      created_at,
    });
  });

  test('a retried client_key answers 200 with the first message', async () => {
    const room = await platform.makeRoom();
    const first = await send(room, { content: 'once', client_key: 'k' });
    const again = await send(room, { content: 'twice', client_key: 'k' });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.data).toEqual(first.body.data);
    const other = await send(room, { sender_id: 'user_456', content: 'mine', client_key: 'k' });
    expect([other.status, other.body.data.seq]).toEqual([201, 2]);
  });

  test('the sender is called as the call says, else as registered, else by id', async () => {
    const room = await platform.makeRoom();
    const nameOf = async (body: object) =>
      (await platform.call(`POST /rooms/${room}/messages`, { body: { content: 'x', ...body } }))
        .body.data.sender_name;
    expect(await nameOf({ sender_id: 'user_123', sender_name: 'Johnny' })).toBe('Johnny');
    expect(await nameOf({ sender_id: 'user_123' })).toBe('John Doe');
    expect(await nameOf({ sender_id: 'stranger' })).toBe('stranger');
  });

  test.each([
    ['no sender', { sender_id: undefined }, 'sender_id'],
    ['a bad sender', { sender_id: 'a b' }, 'sender_id'],
    ['no content', { content: undefined }, 'content'],
    ['a blank content', { content: ' ' }, 'content'],
    ['4,001 code points', { content: '😀'.repeat(4001) }, 'content'],
    ['meta over 8 KiB', { meta: { a: 'x'.repeat(8192) } }, 'meta'],
    ['an odd type', { message_type: 'two words' }, 'message_type'],
    ['a client_key too long', { client_key: 'x'.repeat(129) }, 'client_key'],
    ['an empty client_key', { client_key: '' }, 'client_key'],
    ['a name too long', { sender_name: 'x'.repeat(65) }, 'sender_name'],
  ])('%s is 422', async (_, body, field) => {
    const { status, body: answer } = await send(ROOM, { content: 'x', ...body });
    expect([status, answer.errors[0].field]).toEqual([422, field]);
  });

  test('a banned user is 403, also through the app', async () => {
    const room = await platform.makeRoom();
    await platform.server.core.moderation.sanction(systemActor('sandbox'), room, {
      kind: 'ban',
      target: 'user:troll',
      durationMs: null,
      reason: '',
    });
    const { status, body } = await send(room, { sender_id: 'troll', content: 'x' });
    expect([status, body.error_code, body.detail]).toEqual([
      403,
      'INSUFFICIENT_PERMISSIONS',
      'You are banned',
    ]);
  });
});

describe('one message', () => {
  test('is read, edited and deleted in its room', async () => {
    const room = await platform.makeRoom();
    await using jane = await platform.enter('user_789', room);
    const { body: sent } = await send(room, { content: 'Typo' });
    const path = `/rooms/${room}/messages/${sent.data.id}`;
    expect((await platform.call(`GET ${path}`)).body.data).toEqual(sent.data);

    const edited = await platform.call(`PUT ${path}`, {
      body: { content: 'Fixed', edit_reason: 'Fixed typo' },
    });
    expect([edited.status, edited.body.data]).toEqual([
      200,
      {
        ...sent.data,
        content: 'Fixed',
        edited_at: expect.stringMatching(ISO),
        edit_reason: 'Fixed typo',
        change: 2,
      },
    ]);
    expect((await nextOf(jane, 'message_updated')).data.content).toBe('Fixed');

    const deleted = await platform.call(`DELETE ${path}/?user_id=user_123`);
    expect([deleted.status, deleted.body.data]).toMatchObject([
      200,
      {
        id: sent.data.id,
        content: '',
        deleted_at: expect.stringMatching(ISO),
        deleted_by: 'user_123',
      },
    ]);
    expect((await nextOf(jane, 'message_deleted')).data.deleted_by).toBe('user_123');

    for (const method of ['GET', 'PUT']) {
      const body = method === 'PUT' ? { body: { content: 'x' } } : {};
      const { status, body: answer } = await platform.call(`${method} ${path}`, body);
      expect([status, answer.detail]).toEqual([404, 'Message not found']);
    }
    const again = await platform.call(`DELETE ${path}`);
    expect([again.status, again.body.data]).toEqual([200, deleted.body.data]);
    expect((await platform.call(`GET /rooms/${room}/messages`)).body.data).toEqual([]);
  });

  test('is found without its room too', async () => {
    const room = await platform.makeRoom();
    const body = { room_id: room, sender_id: 'user_123', content: 'x' };
    const sent = await platform.call('POST /messages', { body });
    expect(sent.status).toBe(201);
    const path = `/messages/${sent.body.data.id}`;
    expect((await platform.call(`GET ${path}`)).body.data).toEqual(sent.body.data);
    const list = await platform.call(`GET /messages?room_id=${room}`);
    expect(list.body.data).toEqual([sent.body.data]);
    expect(
      (await platform.call(`PUT ${path}/`, { body: { content: 'y' } })).body.data.content,
    ).toBe('y');
    const deleted = await platform.call(`DELETE ${path}`);
    expect([deleted.status, deleted.body.data.deleted_by]).toEqual([200, 'app']);
    expect((await platform.call(`GET ${path}`)).status).toBe(404);
    expect((await platform.call('GET /messages')).body.errors[0].field).toBe('room_id');
  });

  test('of another room, another app, or none, is 404', async () => {
    const room = await platform.makeRoom();
    const { body } = await send(ROOM, { content: 'x' });
    const key = await platform.makeApp();
    for (const [path, call] of [
      [`/rooms/${room}/messages/${body.data.id}`, {}],
      [`/rooms/${room}/messages/none`, {}],
      ['/messages/none', {}],
      [`/rooms/${ROOM}/messages/${body.data.id}`, { key }],
      [`/messages/${body.data.id}`, { key }],
    ] as const) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const draft = method === 'PUT' ? { body: { content: 'y' } } : {};
        const { status } = await platform.call(`${method} ${path}`, { ...call, ...draft });
        expect([method, path, status]).toEqual([method, path, 404]);
      }
    }
  });

  test("a token edits and deletes its own user's only", async () => {
    const { body } = await send(ROOM, { content: 'x' });
    const path = `/messages/${body.data.id}`;
    const maria = await platform.makeToken({ user_id: 'user_456' });
    const edit = { body: { content: 'y' } };
    expect((await platform.call(`PUT ${path}`, { bearer: maria, ...edit })).status).toBe(403);
    expect((await platform.call(`DELETE ${path}`, { bearer: maria })).status).toBe(403);
    const posing = await platform.call(`DELETE ${path}?user_id=user_123`, { bearer: maria });
    expect(posing.status).toBe(403);
    const john = await platform.makeToken({ user_id: 'user_123' });
    expect((await platform.call(`PUT ${path}`, { bearer: john, ...edit })).status).toBe(200);
    const deleted = await platform.call(`DELETE ${path}`, { bearer: john });
    expect([deleted.status, deleted.body.data.deleted_by]).toEqual([200, 'user_123']);
  });

  test.each([
    ['no content', {}, 'content'],
    ['a blank content', { content: '' }, 'content'],
    ['a reason too long', { content: 'x', edit_reason: 'x'.repeat(501) }, 'edit_reason'],
  ])('an edit with %s is 422', async (_, body, field) => {
    const { body: sent } = await send(ROOM, { content: 'x' });
    const reply = await platform.call(`PUT /messages/${sent.data.id}`, { body });
    expect([reply.status, reply.body.errors[0].field]).toEqual([422, field]);
  });
});

describe('a list of messages', () => {
  test('is newest first, paged, without what was deleted', async () => {
    const room = await platform.makeRoom();
    const ids = await sendMany(room, 5);
    await platform.call(`DELETE /rooms/${room}/messages/${ids[1]}`);
    const list = async (query: string) =>
      (await platform.call(`GET /rooms/${room}/messages/?${query}`)).body;
    expect(contentsOf((await list('')).data)).toEqual(['5', '4', '3', '1']);
    expect(contentsOf((await list('order=asc')).data)).toEqual(['1', '3', '4', '5']);
    const page = await list('page=2&size=3');
    expect(contentsOf(page.data)).toEqual(['1']);
    expect(page.pagination).toEqual({
      page: 2,
      size: 3,
      total: 4,
      pages: 2,
      has_next: false,
      has_prev: true,
    });
    expect(contentsOf((await list('order=asc&page=2&size=3')).data)).toEqual(['5']);
    expect((await list('page=1000000000&size=100')).data).toEqual([]);
  });

  test('is walked by cursors, both ways in both orders', async () => {
    const room = await platform.makeRoom();
    const ids = await sendMany(room, 6);
    await platform.call(`DELETE /rooms/${room}/messages/${ids[3]}`);
    const list = async (query: string) => {
      const { body } = await platform.call(`GET /rooms/${room}/messages?size=2&${query}`);
      const { has_next, has_prev, page } = body.pagination;
      expect(page).toBeNull();
      return [contentsOf(body.data).join(), has_prev, has_next];
    };
    expect(await list(`after=${ids[4]}`)).toEqual(['3,2', true, true]);
    expect(await list(`after=${ids[2]}`)).toEqual(['2,1', true, false]);
    expect(await list(`before=${ids[2]}`)).toEqual(['6,5', false, true]);
    expect(await list(`before=${ids[0]}`)).toEqual(['3,2', true, true]);
    expect(await list(`order=asc&after=${ids[2]}`)).toEqual(['5,6', true, false]);
    expect(await list(`order=asc&before=${ids[4]}`)).toEqual(['2,3', true, true]);
    // What was deleted since still marks its place.
    expect(await list(`after=${ids[3]}`)).toEqual(['3,2', true, true]);
    const unknown = await platform.call(`GET /rooms/${room}/messages?after=nothing`);
    expect([unknown.status, unknown.body.errors[0].field]).toEqual([422, 'after']);
  });
});
