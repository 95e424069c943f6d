/** REST that other people's clients can use: bodies, cursors, queries and pages. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { adminClient } from './support/admin-client.ts';
import { rawRequest } from './support/raw-request.ts';
import { UNLIMITED } from './support/settings.ts';

let server: TestServer;
let api: PlatformApi;
let member: CommunityApi;
let uid: string;

beforeAll(async () => {
  server = await startTestServer({ settings: { limits: UNLIMITED } });
  api = new PlatformApi(server.url);
  const { token } = await new CommunityApi(server.url).register('remy.rest');
  member = new CommunityApi(server.url, token);
  uid = await member.makeRoom('ours');
});
afterAll(() => server[Symbol.asyncDispose]());

type Api = 'community' | 'platform' | 'admin';
const APIS = ['community', 'platform', 'admin'] as const satisfies readonly Api[];

/** A call of each that takes a body, and one that can do without. */
const CALLS = {
  community: {
    headers: () => ({ authorization: `Bearer ${member.token}` }),
    needing: '/messages',
    body: () => ({ room: uid, message: 'Grüße' }),
    careless: ['GET', '/me'],
    missing: 400,
  },
  platform: {
    headers: () => ({ 'x-api-key': SANDBOX_KEY }),
    needing: `/api/v1/rooms/${SANDBOX_ROOM}/messages`,
    body: () => ({ sender_id: 'rest', content: 'Grüße' }),
    careless: ['POST', '/api/v1/clients/me/rotate-key'],
    missing: 422,
  },
  admin: {
    headers: () => ({ 'x-admin-key': server.config.adminKey }),
    needing: '/api/admin/create-app',
    body: () => ({ name: 'Grüße' }),
    careless: ['POST', '/api/admin/apps'],
    missing: 422,
  },
} as const satisfies Record<Api, object>;

const json = (charset: string) => ({ 'content-type': `application/json; charset=${charset}` });

describe.each(APIS)('a body for the %s API', (name) => {
  const { headers, needing, body, careless, missing } = CALLS[name];
  const post = (more: Readonly<Record<string, string>>, bytes: Uint8Array | string) =>
    rawRequest(server.url, 'POST', needing, { ...headers(), ...more }, bytes);
  const text = () => JSON.stringify(body());

  test.each([
    'application/json',
    'text/plain',
    'application/xml',
    'application/octet-stream',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/vnd.api+json',
  ])('is none where it is empty, though it is said to be %s', async (said) => {
    const [method, path] = careless;
    for (const bytes of ['', ' \r\n']) {
      const type = { 'content-type': said, 'content-length': `${bytes.length}` };
      const done = await rawRequest(server.url, method, path, { ...headers(), ...type }, bytes);
      expect(done.status, done.body).toBe(200);
      expect((await post(type, bytes)).status).toBe(missing);
    }
  });

  test.each([
    ['utf-16le', (t: string) => Buffer.from(t, 'utf16le')],
    ['UTF-16', (t: string) => Buffer.from(`\uFEFF${t}`, 'utf16le').swap16()],
    ['iso-8859-1', (t: string) => Buffer.from(t, 'latin1')],
    ['"utf-8"', (t: string) => Buffer.from(`\uFEFF${t}`)],
  ])('is read in %s', async (charset, encode) => {
    const { status, body: answer } = await post(json(charset), encode(text()));
    expect([status, answer]).toEqual([name === 'platform' ? 201 : 200, expect.any(String)]);
    if (name !== 'community') expect(answer).toContain('Grüße');
    else expect(JSON.stringify(await member.page(uid, { limit: '1' }))).toContain('Grüße');
  });

  test('in an unknown charset, or compressed, is 415 in its own form', async () => {
    const gzip = { ...json('utf-8'), 'content-encoding': 'gzip' };
    const answers = [
      await post(json('klingon'), text()),
      await post(gzip, gzipSync(text())),
      await post({ ...json('utf-8'), 'content-encoding': 'x, br' }, text()),
    ];
    if (name !== 'admin') {
      const form = 'application/x-www-form-urlencoded; charset=utf-16';
      answers.push(await post({ 'content-type': form }, 'a=b'));
    }
    for (const answer of answers) {
      expect(answer.status, answer.body).toBe(415);
      const form =
        name === 'platform'
          ? { error_code: 'UNSUPPORTED_MEDIA_TYPE', status_code: 415 }
          : { error: expect.any(String) };
      expect(JSON.parse(answer.body)).toMatchObject(form);
    }
    expect((await post({ ...json('utf-8'), 'content-encoding': 'identity' }, text())).status).toBe(
      name === 'platform' ? 201 : 200,
    );
  });
});

describe('a cursor whose row is gone', () => {
  const idsOf = async (path: string, key = 'id'): Promise<string[]> => {
    const answer = JSON.stringify(await api.ask('GET', path));
    return JSON.parse(answer).data.map((item: Record<string, string>) => item[key]);
  };

  test('is a place in lists of users, participants and rooms', async () => {
    const users = ['u-1', 'u-2', 'u-3'];
    for (const user_id of users) await api.ask('POST', '/users', { user_id, user_name: user_id });
    await api.ask('DELETE', '/users/u-2');
    expect(await idsOf('/users?after=u-2&order=asc&size=1', 'user_id')).toEqual(['u-3']);
    expect(await idsOf('/users?before=u-2&order=asc&size=1', 'user_id')).toEqual(['u-1']);

    const rooms = [];
    for (const name of ['r-1', 'r-2', 'r-3']) rooms.push((await api.makeRoom({ name })).id);
    const [first = '', second = '', third = ''] = rooms;
    for (const user_id of users) await api.ask('POST', `/rooms/${first}/participants`, { user_id });
    await api.ask('DELETE', `/rooms/${first}/participants/u-2`);
    expect(await idsOf(`/rooms/${first}/participants?after=u-2`, 'user_id')).toEqual(['u-3']);
    await api.ask('DELETE', `/rooms/${second}`);
    for (const sort of ['created_at', 'updated_at', 'name', 'last_message_at'])
      expect(await idsOf(`/rooms?sort=${sort}&order=asc&size=1&after=${second}`), sort).toEqual([
        third,
      ]);
  });

  test('is a place in a room’s history: purged messages were at its beginning', async () => {
    const { id } = await api.makeRoom({ name: 'history' });
    const old = await api.post(id, 'ann', 'old');
    await adminClient(server).run('purge-room', { room: id });
    const ids = [(await api.post(id, 'ann', 'a')).id, (await api.post(id, 'ann', 'b')).id];
    const path = `/rooms/${id}/messages`;
    expect(await idsOf(`${path}?order=asc&after=${old.id}`)).toEqual(ids);
    expect(await idsOf(`${path}?before=${old.id}&size=1`)).toEqual(ids.slice(0, 1));
    expect(await idsOf(`${path}?after=${old.id}`)).toEqual([]);
    const number = await member.post(uid, 'to be purged');
    await member.ask('DELETE', `/rooms/${uid}/messages`);
    await member.post(uid, 'new');
    expect(await member.page(uid, { before: `${number}` })).toEqual([]);
  });

  test('is an error where it never was', async () => {
    const path = `/rooms/${SANDBOX_ROOM}/messages`;
    const { id } = await api.makeRoom({ name: 'other' });
    const elsewhere = (await api.post(id, 'ann', 'x')).id;
    await api.post(SANDBOX_ROOM, 'ann', 'x');
    for (const cursor of ['garbage', elsewhere, 'ffffffff-ffff-7fff-bfff-ffffffffffff'])
      expect(await api.call('GET', `${path}?after=${cursor}`), cursor).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'after' }] },
      });
  });
});

describe('a query of the platform', () => {
  test.each([
    ['/rooms', 'limit'],
    ['/rooms', 'search'],
    ['/users', 'skip'],
    [`/rooms/${SANDBOX_ROOM}`, 'page'],
    [`/rooms/${SANDBOX_ROOM}/messages`, 'sender_id'],
    ['/notifications', 'Size'],
    ['/clients/me', '__proto__'],
  ])('of %s names %s, which it does not know', async (path, name) => {
    expect(await api.call('GET', `${path}?${name}=1&also=2`)).toMatchObject({
      status: 422,
      body: {
        error_code: 'VALIDATION_ERROR',
        errors: [
          { field: name, message: 'is no query parameter of this call' },
          { field: 'also', message: 'is no query parameter of this call' },
        ],
      },
    });
  });

  test('is refused in calls that change something too', async () => {
    const path = `/rooms/${SANDBOX_ROOM}/messages?dry_run=1`;
    expect(await api.call('POST', path, { sender_id: 'a', content: 'x' })).toMatchObject({
      status: 422,
    });
  });
});
