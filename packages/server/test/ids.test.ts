/** What an id may be, at every entrance: no step in a path, Koine's own in any case of letters, users' as they came. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { DirectClient } from './clients/direct-client.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { PlatformClient, SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { adminClient } from './support/admin-client.ts';
import { rawGreeting, rawRequest } from './support/raw-request.ts';
import { UNLIMITED } from './support/settings.ts';

let server: TestServer;
let api: PlatformApi;

beforeAll(async () => {
  server = await startTestServer({ settings: { limits: UNLIMITED } });
  api = new PlatformApi(server.url);
});
afterAll(() => server[Symbol.asyncDispose]());

const key = { 'x-api-key': SANDBOX_KEY };

/** Whether the id was refused; rejects when it was taken. */
type Entrance = (id: string) => Promise<unknown>;

async function refusedBy(answer: Promise<{ readonly status: number; readonly body: unknown }>) {
  const { status, body } = await answer;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  expect([status, text]).toEqual([422, expect.stringMatching(/Invalid|pattern/)]);
}

async function refusedEvent(event: string, payload: unknown) {
  await using client = await DirectClient.open(server.url, 'anna');
  client.emit(event, payload);
  expect(await client.rejection()).toMatch(/^Invalid|must be/);
}

const room = `/rooms/${SANDBOX_ROOM}`;
const admin = () => adminClient(server);
const header = (appId: string) => ({
  type: 'koine-export',
  version: 1,
  scope: 'app',
  app: { id: appId, name: 'x' },
  exportedAt: 0,
});

const ENTRANCES: Readonly<Record<string, Entrance>> = {
  'platform: a new user': (id) =>
    refusedBy(api.call('POST', '/users', { user_id: id, user_name: 'x' })),
  'platform: a room’s participant': (id) =>
    refusedBy(api.call('POST', '/rooms', { name: 'x', participants: [id] })),
  'platform: a room’s owner': (id) => {
    const participants = [{ user_id: id, role: 'owner' }];
    return refusedBy(api.call('POST', '/rooms', { name: 'x', participants }));
  },
  'platform: a participant': (id) =>
    refusedBy(api.call('POST', `${room}/participants`, { user_id: id })),
  'platform: who joins': (id) => refusedBy(api.call('POST', `${room}/join`, { user_id: id })),
  'platform: who leaves': (id) => refusedBy(api.call('POST', `${room}/leave`, { user_id: id })),
  'platform: a sender': (id) =>
    refusedBy(api.call('POST', `${room}/messages`, { sender_id: id, content: 'x' })),
  'platform: a token’s user': (id) => refusedBy(api.call('POST', '/tokens', { user_id: id })),
  'platform: who is notified': (id) =>
    refusedBy(api.call('POST', '/notifications', { user_id: id, title: 'x', content: 'x' })),
  'platform: who deletes': (id) =>
    refusedBy(api.call('DELETE', `/messages/${SANDBOX_ROOM}?user_id=${encodeURIComponent(id)}`)),
  'platform: a user in a path': (id) =>
    refusedBy(rawRequest(server.url, 'GET', `/api/v1/users/${encodeURIComponent(id)}`, key)),
  'platform: a user to delete': (id) =>
    refusedBy(rawRequest(server.url, 'DELETE', `/api/v1/users/${encodeURIComponent(id)}`, key)),
  'platform: a participant in a path': (id) => {
    const path = `/api/v1${room}/participants/${encodeURIComponent(id)}`;
    return refusedBy(rawRequest(server.url, 'DELETE', path, key));
  },
  'platform: a socket': async (id) => {
    await using client = await PlatformClient.open(server.wsUrl, id);
    expect(await client.closed).toMatchObject({ code: 4003 });
  },
  'direct: register_user': (id) => refusedEvent('register_user', id),
  'direct: join_chat': (id) => refusedEvent('join_chat', { userId: id, targetUserId: 'ben' }),
  'direct: whom to talk to': (id) =>
    refusedEvent('join_chat', { userId: 'anna', targetUserId: id }),
  'lobby: a client id': async (id) => {
    const greeting = await rawGreeting(server.url, `/ws/chat/${encodeURIComponent(id)}`);
    expect(greeting).toContain('Client id must not be a step in a path');
  },
  'admin: a user': (id) => refusedBy(admin().call('create-user', { id })),
  'admin: an app': (id) => refusedBy(admin().call('create-app', { name: 'x', id })),
  'admin: whom to ban': (id) => refusedBy(admin().call('sanction', { kind: 'ban', user: id })),
  'import: an app': (id) =>
    refusedBy(admin().call('import', { header: header(id), app: null, room: null, lines: [] })),
  'import: a user': async (id) => {
    const user = {
      ...{ id, appId: 'default', kind: 'external', displayName: 'x', avatarUrl: null },
      ...{ username: null, roles: [], meta: {}, createdAt: 0, updatedAt: 0, passwordHash: null },
    };
    const lines = [{ type: 'user', user }];
    const input = { header: header('default'), app: null, room: null, lines };
    const { stopped } = await admin().run('import', input);
    expect(stopped).toEqual({ index: 0, why: 'Invalid id' });
  },
};

describe.each(Object.entries(ENTRANCES))('%s', (_, refuses) => {
  test.each(['.', '..', 'a/../..', '%2e%2E'])('is not %s', async (id) => {
    await refuses(id);
  });
});

describe('a path that a client has resolved', () => {
  test.each([
    ['DELETE', 'participants/..'],
    ['PUT', 'participants/..'],
    ['DELETE', 'messages/..'],
    ['PUT', 'messages/..'],
    ['DELETE', 'participants/%2e%2e'],
    ['DELETE', ''],
    ['PUT', ''],
    ['DELETE', '/'],
  ])('%s /rooms/{id}/%s is no call, and the room stays', async (method, rest) => {
    const { id } = await api.makeRoom({ name: 'precious' });
    const answer = await fetch(new URL(`/api/v1/rooms/${id}/${rest}`, server.url), {
      method,
      headers: { ...key, 'content-type': 'application/json' },
      body: method === 'PUT' ? '{"name":"gone","role":"member"}' : null,
    });
    expect(answer.status).toBe(404);
    expect(await api.ask('GET', `/rooms/${id}`)).toMatchObject({ data: { name: 'precious' } });
  });

  test.each(['DELETE', 'PATCH'])('a community room’s %s takes no slash either', async (method) => {
    const { token } = await new CommunityApi(server.url).register(`owner-${method}`);
    const owner = new CommunityApi(server.url, token);
    const uid = await owner.makeRoom('precious');
    const { status } = await owner.call(method, `/rooms/${uid}/`, { name: 'gone' });
    expect(status).toBe(404);
    expect(await owner.ask('GET', `/rooms/${uid}/`)).toMatchObject({ room: { name: 'precious' } });
    await owner.ask(method, `/rooms/${uid}`, { name: 'gone' });
  });

  test('everything else goes with and without one', async () => {
    for (const path of [room, `${room}/messages`, `${room}/participants`, '/rooms', '/users'])
      expect(await api.call('GET', `${path}/`), path).toMatchObject({ status: 200 });
  });
});

describe('a UUID of Koine’s in capitals', () => {
  test('is the same room, message and notification in every call of the platform', async () => {
    const made = await api.makeRoom({ name: 'any case', participants: ['ann'] });
    const upper = made.id.toUpperCase();
    const first = await api.post(upper, 'ann', 'one');
    const second = await api.post(upper, 'ann', 'two');
    const one = first.id.toUpperCase();
    expect(await api.page(upper, { after: second.id.toUpperCase() })).toMatchObject({
      data: [{ id: first.id }],
    });
    const calls: [string, string, unknown?][] = [
      ['GET', `/rooms/${upper}`],
      ['PUT', `/rooms/${upper}`, { name: 'still' }],
      ['GET', `/rooms/${upper}/online`],
      ['GET', `/rooms/${upper}/participants`],
      ['POST', `/rooms/${upper}/join`, { user_id: 'bob' }],
      ['PUT', `/rooms/${upper}/participants/bob`, { role: 'moderator' }],
      ['GET', `/messages?room_id=${upper}`],
      ['GET', `/rooms?after=${upper}`],
      ['GET', `/messages/${one}`],
      ['GET', `/rooms/${upper}/messages/${one}`],
      ['PUT', `/rooms/${upper}/messages/${one}`, { content: 'edited' }],
      ['PUT', `/messages/${one}`, { content: 'edited again' }],
      ['DELETE', `/messages/${second.id.toUpperCase()}`],
      ['DELETE', `/rooms/${upper}/messages/${one}`],
    ];
    for (const [method, path, body] of calls)
      expect(await api.call(method, path, body), path).toMatchObject({ status: 200 });

    const notice = { user_id: 'ann', room_id: upper, title: 'x', content: 'x' };
    const sent: unknown = await api.ask('POST', '/notifications', notice);
    expect(sent).toMatchObject({ data: { room_id: made.id } });
    const id = JSON.stringify(sent)
      .match(/"id":"([^"]+)"/)?.[1]
      ?.toUpperCase();
    await api.ask('GET', `/notifications/${id}`);
    await api.ask('GET', `/notifications?after=${id}`);
    await api.ask('PUT', `/notifications/${id}/read`);
    await api.ask('DELETE', `/rooms/${upper}`);
  });

  test('in a token’s list opens the room, for calls and sockets', async () => {
    const made = await api.makeRoom({ name: 'named', participants: ['ann'] });
    const rooms = [made.id.toUpperCase()];
    const answer = await api.ask('POST', '/tokens', { user_id: 'ann', rooms });
    const token = JSON.stringify(answer).match(/"token":"([^"]+)"/)?.[1] ?? '';
    await using client = await PlatformClient.enter(server.wsUrl, 'ann', {
      token,
      roomId: made.id.toUpperCase(),
    });
    const { id } = await client.post('hello');
    client.send('edit', { message_id: id.toUpperCase(), content: 'edited' });
    client.send('react', { message_id: id.toUpperCase(), emoji: '👍' });
    client.send('read', { message_id: id.toUpperCase() });
    client.send('delete', { message_id: id.toUpperCase() });
    for (let i = 0; i < 4; i++)
      expect(await client.frames.next(({ type }) => type === 'ack' || type === 'error')).toEqual(
        expect.objectContaining({ type: 'ack' }),
      );
    const list = await fetch(`${server.url}/api/v1/rooms`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await list.json()).toMatchObject({ data: [{ id: made.id }] });
  });

  test('is the same in frames and maps of the others', async () => {
    await using anna = await DirectClient.enter(server.url, 'anna', 'ben');
    await anna.post('one');
    const { roomId } = anna;
    anna.roomId = roomId.toUpperCase();
    await anna.post('two');
    expect(await anna.fetch(1, 0)).toMatchObject([{ body: 'two', room_id: roomId }]);
    const since = { [roomId.toUpperCase()]: 0 };
    await using back = await DirectClient.enter(server.url, 'ben', 'anna', { since });
    await back.received.find(({ text }) => text === 'two');

    await using wall = await ReactionsClient.enter(server.wsUrl);
    wall.sendText('react to me');
    const { id } = await wall.received.find(({ text }) => text === 'react to me');
    wall.react(id.toUpperCase(), '👍');
    expect(await wall.frames.next(({ type }) => type === 'reaction_updated')).toMatchObject({
      data: { message_id: id },
    });
  });

  test('is the same for the operator, and on import', async () => {
    const made = await api.makeRoom({ name: 'admin’s' });
    const { id } = await api.post(made.id, 'ann', 'x');
    const upper = { room: made.id.toUpperCase() };
    await admin().run('room', upper);
    await admin().run('delete-message', { ...upper, message: id.toUpperCase() });
    const chosen = [(await api.post(made.id, 'spam', 'x')).id.toUpperCase()];
    const author = { app: 'sandbox', id: 'spam', messages: chosen };
    expect(await admin().run('delete-user-messages', author)).toMatchObject({ deleted: 1 });
    const { lines, next } = await admin().run('begin-export', upper);
    const rest = await admin().run('continue-export', { cursor: next });
    const capitals = (line: object) =>
      JSON.parse(
        JSON.stringify(line).replace(/"[0-9a-f]{8}-[0-9a-f-]{27}"/g, (uuid) => uuid.toUpperCase()),
      );
    const [head, ...more] = [...lines, ...rest.lines];
    const input = { header: head, app: null, room: null, lines: more.map(capitals) };
    const { made: counts, stopped } = await admin().run('import', input);
    expect(stopped).toBeNull();
    expect(counts).toMatchObject({ room: 0, message: 0 });
  });
});

describe('a user’s id', () => {
  test('is never folded, and echoed as sent', async () => {
    const ids = ['0198C1DE-7D6A-7A52-8A51-1F0E9C3B2D41', '0198c1de-7d6a-7a52-8a51-1f0e9c3b2d41'];
    const { id } = await api.makeRoom({ name: 'two people', participants: ids });
    for (const userId of ids) {
      const sent = await api.post(id, userId, 'x');
      expect(sent.sender_id).toBe(userId);
      await using client = await PlatformClient.open(server.wsUrl, userId, { roomId: id });
      expect(await client.frames.next()).toMatchObject({ data: { user_id: userId } });
    }
    const participants = await api.ask('GET', `/rooms/${id}/participants?after=${ids[0]}`);
    expect(JSON.stringify(participants)).toContain(`"${ids[1]}"`);
    const [upper = '', lower = ''] = ids;
    await using talk = await DirectClient.enter(server.url, upper, lower);
    await talk.post('to somebody else');
    await using lobby = await LobbyClient.enter(server.wsUrl, upper);
    lobby.sendText('x');
    expect((await lobby.received.next()).from).toBe(upper);
  });
});
