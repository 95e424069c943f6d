/** What calls really answer, held against the API spec of REST calls: status, body, and who may call. */
import { Check } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { type Json, partsOf, resolve } from './support/document.ts';
import { UNLIMITED } from './support/settings.ts';

/** More than a call takes, unless it is an operator’s. */
const BYTES_TOO_MANY = 300_000;

interface Call {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly credentials: readonly (string | undefined)[];
  readonly responses: Json;
}

let server: TestServer;
let openApi: Json;
let calls: readonly Call[];
beforeAll(async () => {
  server = await startTestServer({ settings: { limits: UNLIMITED } });
  openApi = await (await fetch(`${server.url}/docs/openapi.json`)).json();
  calls = partsOf(openApi.paths).flatMap(([path, methods]) =>
    partsOf(methods).map(([method, call]) => ({
      id: call.operationId,
      method: method.toUpperCase(),
      path,
      tag: call.tags[0],
      credentials: call.security.map((one: Json) => Object.keys(one)[0]),
      responses: resolve(openApi, call.responses),
    })),
  );
});
afterAll(() => server[Symbol.asyncDispose]());

/** Calls, and holds the answer against what the API spec says of that status. */
async function ask(id: string, input: Input = {}): Promise<Json> {
  const call = calls.find((one) => one.id === id);
  if (call === undefined) throw new Error(`the API spec has no call ${id}`);
  const { path = {}, query = {}, headers = { 'x-api-key': SANDBOX_KEY } } = input;
  const body = input.body === undefined ? input.text : JSON.stringify(input.body);
  const url = call.path.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? 'none');
  const answer = await fetch(`${server.url}${url}?${new URLSearchParams(query)}`, {
    method: call.method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body }),
  });
  const text = await answer.text();
  const described = call.responses[answer.status];
  expect([id, answer.status, described === undefined ? text : 'known']).toEqual([
    id,
    answer.status,
    'known',
  ]);
  const schema = described.content?.['application/json']?.schema;
  const value = schema === undefined ? text : JSON.parse(text);
  if (schema !== undefined) expect([id, text, Check(schema, value)]).toEqual([id, text, true]);
  for (const name of Object.keys(described.headers ?? {}))
    expect([id, name, answer.headers.has(name)]).toEqual([id, name, true]);
  return { status: answer.status, body: value };
}

interface Input {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** A body that is no JSON, perhaps. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

describe('answers', () => {
  it('of the platform’s calls are those of the API spec, each called once', async () => {
    const asked = new Set<string>();
    const good = async (id: string, input?: Input) => {
      asked.add(id);
      const { status, body } = await ask(id, input);
      expect([id, status]).toEqual([id, expect.toBeOneOf([200, 201])]);
      return body.data;
    };
    const operator = { 'x-admin-key': server.config.adminKey };
    const { api_key: key } = await good('platformCreateApp', {
      body: { name: 'An app' },
      headers: operator,
    });
    const own = { headers: { 'x-api-key': key } };
    await good('platformApp', own);
    await good('platformRenameApp', { ...own, body: { name: 'Another' } });
    await good('platformRotateKey', own);
    await good('platformCreateUser', { body: { user_id: 'ada', user_name: 'Ada' } });
    const ada = { path: { user_id: 'ada' } };
    await good('platformListUsers', { query: { size: '2' } });
    await good('platformUser', ada);
    await good('platformUpdateUser', { ...ada, body: { user_name: 'Ada L.' } });
    await good('platformCreateToken', { body: { user_id: 'ada' } });
    const room = await good('platformCreateRoom', {
      body: { name: 'A room', participants: [{ user_id: 'ada', role: 'owner' }] },
    });
    const inRoom = { path: { room_id: room.id } };
    await good('platformListRooms');
    await good('platformRoom', inRoom);
    await good('platformUpdateRoom', { ...inRoom, body: { description: 'Changed' } });
    await good('platformJoinRoom', { ...inRoom, body: { user_id: 'bob' } });
    await good('platformLeaveRoom', { ...inRoom, body: { user_id: 'bob' } });
    await good('platformListParticipants', inRoom);
    await good('platformAddParticipant', { ...inRoom, body: { user_id: 'eve' } });
    const eve = { path: { ...inRoom.path, user_id: 'eve' } };
    await good('platformSetRole', { ...eve, body: { role: 'moderator' } });
    await good('platformRemoveParticipant', eve);
    await good('platformOnline', inRoom);
    const draft = { sender_id: 'ada', content: 'Hello' };
    const first = await good('platformSendMessage', { ...inRoom, body: draft });
    const second = await good('platformSendMessageTo', { body: { ...draft, room_id: room.id } });
    await good('platformListMessages', inRoom);
    await good('platformListMessagesOf', { query: { room_id: room.id } });
    const one = { path: { ...inRoom.path, message_id: first.id } };
    const other = { path: { message_id: second.id } };
    await good('platformMessageOfRoom', one);
    await good('platformMessage', other);
    await good('platformEditMessageOfRoom', { ...one, body: { content: 'Hello!' } });
    await good('platformEditMessage', { ...other, body: { content: 'Hello!' } });
    await good('platformDeleteMessageOfRoom', one);
    await good('platformDeleteMessage', other);
    const notice = { title: 'New', content: 'Order 1042' };
    const { id } = await good('platformNotify', { body: { ...notice, user_id: 'ada' } });
    await good('platformNotify', { body: { ...notice, room_id: room.id } });
    await good('platformListNotifications');
    await good('platformNotification', { path: { id } });
    await good('platformMarkRead', { path: { id } });
    await good('platformDeleteRoom', inRoom);
    await good('platformDeleteUser', ada);
    const all = calls.filter(({ tag }) => tag.startsWith('Platform')).map((call) => call.id);
    expect(all.filter((known) => !asked.has(known))).toEqual([]);
  });

  it('of the server’s own calls are those of the API spec', async () => {
    const all = calls.filter(({ tag }) => tag === 'Server').map(({ id }) => id);
    for (const id of all) {
      const headers = { accept: 'application/json' };
      const input = id === 'avatar' ? { path: { file: 'ada.svg' }, headers } : { headers };
      expect([id, (await ask(id, input)).status]).toEqual([id, 200]);
    }
    expect((await ask('avatar', { path: { file: 'no name' } })).status).toBe(404);
  });

  it('to bodies that cannot be read are those of the API spec', async () => {
    const operator = { 'x-admin-key': server.config.adminKey };
    const asked = [
      ['communityRegister', {}, 400, 413],
      ['platformCreateRoom', { 'x-api-key': SANDBOX_KEY }, 422, 422],
      ['adminRooms', operator, 400, 422],
    ] as const;
    for (const [id, headers, noJson, tooLarge] of asked) {
      expect([id, (await ask(id, { headers, text: '{' })).status]).toEqual([id, noJson]);
      const text = JSON.stringify('x'.repeat(BYTES_TOO_MANY));
      expect([id, (await ask(id, { headers, text })).status]).toEqual([id, tooLarge]);
    }
  });

  it('to callers without credentials are 401 exactly where the API spec wants credentials', async () => {
    for (const { id, credentials, method } of calls) {
      if (id === 'metrics') continue;
      const isBody = method !== 'GET' && method !== 'DELETE';
      const { status } = await ask(id, {
        headers: { accept: 'application/json' },
        ...(isBody && { body: {} }),
      });
      const isOpen = credentials.includes(undefined);
      expect([id, status === 401]).toEqual([id, !isOpen]);
    }
  });

  it('to a user’s token are 403 exactly where the API spec wants the app’s key', async () => {
    const body = { user_id: 'ada' };
    const { token } = (await ask('platformCreateToken', { body })).body.data;
    const path = { room_id: SANDBOX_ROOM };
    for (const { id, credentials, method, tag } of calls) {
      if (!tag.startsWith('Platform') || credentials.includes('userToken')) continue;
      const isBody = method !== 'GET' && method !== 'DELETE';
      const valid = { name: 'x', user_id: 'x', user_name: 'x', title: 'x', content: 'x' };
      const headers = { authorization: `Bearer ${token}` };
      const { status } = await ask(id, { path, headers, ...(isBody && { body: valid }) });
      expect([id, status]).toEqual([id, 403]);
    }
  });
});
