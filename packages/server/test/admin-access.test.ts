import { DEFAULT_APP_ID } from '@koine/contract';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN } from '../src/admin/commands.ts';
import { systemActor } from '../src/core/actor.ts';
import { OPERATOR } from '../src/testing/actors.ts';
import { FrameClient } from '../src/testing/frame-client.ts';
import { sendText } from '../src/testing/messages.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { RawSocket } from './clients/raw-socket.ts';
import { adminClient, type Shown } from './support/admin-client.ts';

let server: TestServer;
let admin: ReturnType<typeof adminClient>;
beforeAll(async () => {
  server = await startTestServer({
    settings: { limits: { adminFailuresPerMinute: 3, outboxBytesMax: 65_536 } },
  });
  admin = adminClient(server);
});
afterAll(() => server?.[Symbol.asyncDispose]());

async function account(username: string, roles: readonly ('root' | 'admin' | 'super_mod')[]) {
  const password = 'correct horse';
  const made = { username, password, displayName: null, roles };
  await server.core.admin.createAccount(OPERATOR, made);
  const { token, user } = await server.core.users.login(username, password);
  return { shown: { token }, id: user.id };
}

describe('who may use /api/admin', () => {
  it('lets root do all, admin read and moderate, and others nothing', async () => {
    const root = await account('boss', ['root']);
    const helper = await account('helper', ['admin']);
    const moderator = await account('moderator', ['super_mod']);
    const statuses = async (shown: Shown) => {
      const found: Record<string, Set<number>> = {};
      for (const { name, level } of Object.values(ADMIN)) {
        const { status } = await admin.call(name, { none: 1 }, shown);
        found[level] = (found[level] ?? new Set()).add(status);
      }
      return Object.fromEntries(Object.entries(found).map(([level, set]) => [level, [...set]]));
    };
    // What is let through comes to its input, which some commands refuse (422).
    const through = { read: expect.not.arrayContaining([403]), moderator: [422] };
    expect(await statuses(root.shown)).toMatchObject({
      ...through,
      operator: expect.not.arrayContaining([403]),
    });
    expect(await statuses(helper.shown)).toMatchObject({ ...through, operator: [403] });
    expect(await statuses(moderator.shown)).toEqual({
      read: [403],
      moderator: [403],
      operator: [403],
    });
    expect((await admin.ask('GET', 'me', helper.shown)).body).toEqual({
      kind: 'account',
      id: helper.id,
      name: 'helper',
      level: 'moderator',
    });
    const { items } = await admin.run('audit', { by: helper.id, outcome: 'refused', limit: 1 });
    expect(items).toMatchObject([{ outcome: 'forbidden', by: { name: 'helper' } }]);
  });

  it('ends an account’s sign-in on request', async () => {
    const { shown } = await account('leaver', ['admin']);
    expect((await admin.ask('DELETE', 'session', shown)).body).toEqual({ ended: true });
    const late = await admin.ask('GET', 'me', shown);
    expect(late).toMatchObject({
      status: 401,
      body: { error: 'Invalid or expired token' },
    });
  });

  it('refuses an address after too many wrong keys, right ones too', async () => {
    await using other = await startTestServer({
      settings: { limits: { adminFailuresPerMinute: 3 } },
    });
    const { call } = adminClient(other);
    for (let i = 0; i < 3; i++)
      expect((await call('apps', {}, { key: `wrong ${i}` })).status).toBe(401);
    const refused = await call('apps');
    expect(refused).toMatchObject({
      status: 429,
      body: { error: 'Too many wrong keys from this address, try again later' },
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('cache-control')).toBe('no-store');
  });

  it('refuses pages of other sites, whose wrong keys count for no user', async () => {
    await using other = await startTestServer({
      settings: { limits: { adminFailuresPerMinute: 1 } },
    });
    const foreign = (key: string) =>
      fetch(`${other.url}/api/admin/me`, {
        headers: { 'x-admin-key': key, 'sec-fetch-site': 'cross-site' },
      });
    for (const key of ['wrong', 'wrong again', other.config.adminKey]) {
      const answer = await foreign(key);
      expect([answer.status, await answer.json()]).toEqual([
        403,
        { error: 'Cross-site requests are not allowed' },
      ]);
    }
    expect((await adminClient(other).call('apps')).status).toBe(200);
  });

  it('refuses in words what cannot be', async () => {
    const rejections = [
      ['room', { room: 'none' }, 404, 'Room not found'],
      ['room-messages', { room: 'none' }, 404, 'Room not found'],
      ['update-room', { room: 'general', name: ' ' }, 422, 'Invalid name'],
      ['delete-message', { room: 'general', message: 'none' }, 404, 'Message not found'],
      ['user', { id: 'none' }, 404, 'User not found'],
      ['set-password', { user: 'none' }, 404, 'User not found'],
      ['set-roles', { id: 'none', roles: ['root'] }, 404, 'User not found'],
      ['set-roles', { id: 'x', roles: ['king'] }, 422, expect.stringMatching(/^roles/)],
      ['sign-out-user', { id: 'none' }, 404, 'User not found'],
      ['delete-user', { id: 'none' }, 404, 'User not found'],
      ['keys', { app: 'none' }, 404, 'App not found'],
      ['revoke-key', { app: 'sandbox', key: '00000000' }, 404, 'No such key'],
      ['revoke-key', { app: 'sandbox', key: 'x' }, 422, expect.stringMatching(/^key/)],
      ['set-bots', { isOn: true, rooms: ['none'] }, 404, 'Room not found'],
      ['set-retention', { scope: 'room', ageMs: null, countMax: 1 }, 422, 'Say which room'],
      [
        'set-retention',
        { scope: 'default', id: 'x', ageMs: null, countMax: 1 },
        422,
        'The default has no id',
      ],
      [
        'set-retention',
        { scope: 'app', id: 'x', ageMs: null, countMax: 1 },
        404,
        'There is no app x',
      ],
      ['clear-retention', { scope: 'room', id: 'none' }, 404, 'Room not found'],
      ['rooms', { limit: 0 }, 422, expect.stringMatching(/^limit/)],
      ['audit', { outcome: 'perhaps' }, 422, expect.stringMatching(/^outcome/)],
      ['live', { since: 'x' }, 422, expect.stringMatching(/^since/)],
    ] as const;
    for (const [command, input, status, error] of rejections) {
      const answer = await admin.call(command, input);
      const { status: given, body } = answer;
      expect({ command, input, given, body }).toEqual({
        command,
        input,
        given: status,
        body: { error },
      });
    }
  });
});

describe('what ends at once', () => {
  async function shop(id: string) {
    const { key } = await admin.run('create-app', { name: id, id });
    const room = await admin.run('create-room', { name: 'Counter', app: id });
    const open = (by: string) =>
      FrameClient.open(`${server.wsUrl}/ws/${room.id}?token=${by}&user_id=u1`);
    const rest = (by: string) =>
      fetch(`${server.url}/api/v1/rooms`, { headers: { 'x-api-key': by } });
    const { items } = await admin.run('keys', { app: id });
    return { key, open, rest, keyId: items[0].id, room };
  }

  it('a revoked key: its calls, and the connections that it has opened, and no others', async () => {
    const { key, open, rest, keyId } = await shop('revoked');
    const { key: other } = await admin.run('create-key', { app: 'revoked' });
    await using doomed = await open(key);
    await using staying = await open(other);
    await doomed.next();
    await staying.next();
    expect((await rest(key)).status).toBe(200);
    await admin.run('revoke-key', { app: 'revoked', key: keyId });
    expect(await doomed.closed).toMatchObject({ code: 4001 });
    expect((await rest(key)).status).toBe(401);
    await using late = await open(key);
    expect(await late.closed).toMatchObject({ code: 4001 });
    expect((await rest(other)).status).toBe(200);
    expect(staying.socket.readyState).toBe(staying.socket.OPEN);
    const { items } = await admin.run('keys', { app: 'revoked' });
    expect(items.find(({ id }: { id: string }) => id === keyId)).toMatchObject({
      isValid: false,
      prefix: key.slice(0, 12),
      lastUsedAt: expect.any(Number),
    });
  });

  it('a rotated key, after its grace, also for who is connected by it', async () => {
    const { key, open } = await shop('rotated');
    await using doomed = await open(key);
    await doomed.next();
    const { key: fresh } = await admin.run('rotate-key', { app: 'rotated', graceMs: 300 });
    await using staying = await open(fresh);
    await staying.next();
    expect(await doomed.closed).toMatchObject({ code: 4001 });
    expect(staying.socket.readyState).toBe(staying.socket.OPEN);
  });

  const SIGNED_OUT = { type: 'warning', text: 'You have been signed out' };

  it('an account’s sign-ins and its password, also for who is connected', async () => {
    const { shown, id } = await account('wanderer', []);
    const client = io(server.url, { transports: ['websocket'], forceNew: true });
    const said: unknown[] = [];
    client.on('system', (payload) => said.push(payload));
    const received = () => new Promise((resolve) => client.once('auth_updated', resolve));
    const signedIn = received();
    client.emit('login', { token: shown.token });
    expect(await signedIn).toMatchObject({ user: { uid: id } });
    const signedOut = received();
    expect(await admin.run('sign-out-user', { id })).toEqual({ app: DEFAULT_APP_ID, id, ended: 1 });
    expect(await signedOut).toMatchObject({ user: null });
    expect(await server.core.users.findByToken(shown.token, 0)).toBeNull();

    const { token } = await server.core.users.login('wanderer', 'correct horse');
    const again = received();
    client.emit('login', { token });
    await again;
    const turnedOut = received();
    const reset = await admin.run('set-password', { user: 'wanderer' });
    expect(reset).toMatchObject({ id, username: 'wanderer', ended: 1 });
    expect(await turnedOut).toMatchObject({ user: null });
    // The account is still there.
    expect(said).toEqual([SIGNED_OUT, SIGNED_OUT]);
    client.disconnect();
    await expect(server.core.users.login('wanderer', 'correct horse')).rejects.toMatchObject({
      code: 'unauthorized',
    });
    await server.core.users.login('wanderer', reset.password);
    const { items } = await admin.run('audit', { action: 'set-password', limit: 1 });
    expect(items).toMatchObject([{ target: `user:${id}`, targetName: 'wanderer' }]);
    expect(JSON.stringify(items)).not.toContain(reset.password);
    const visitor = await admin.run('create-user', { id: 'visitor' });
    expect(await admin.call('set-password', { user: visitor.id })).toMatchObject({
      status: 422,
      body: { error: 'Only an account with a username has a password' },
    });
  });
});

describe('what the server does now', () => {
  it('is sampled each second and kept, and counted', async () => {
    await using _reader = await FrameClient.open(`${server.wsUrl}/ws/chat/reader`);
    await using _other = await FrameClient.open(`${server.wsUrl}/ws/chat/other`);
    await expect
      .poll(async () => {
        const { samples } = await admin.run('live');
        return samples.some((one: { deliveries: number }) => one.deliveries > 0);
      })
      .toBe(true);
    const { samples } = await admin.run('live');
    const last = samples.at(-1);
    expect(last).toMatchObject({ connections: { lobby: 2 }, memoryBytes: expect.any(Number) });
    const { startedAt } = await admin.run('live');
    const since = last.number - 1;
    const numbers = (await admin.run('live', { since, startedAt })).samples.map(
      ({ number }: { number: number }) => number,
    );
    expect(numbers[0]).toBe(last.number);
    const afterRestart = await admin.run('live', { since: 1e6, startedAt: startedAt - 1 });
    expect(afterRestart).toMatchObject({ startedAt, samples: { length: expect.any(Number) } });
    expect(afterRestart.samples[0].number).toBe(samples[0].number);
    expect(await admin.run('overview')).toMatchObject({
      mode: 'sandbox',
      connections: { lobby: 2 },
      storage: { databaseBytes: expect.any(Number), rows: { apps: expect.any(Number) } },
      nodes: [{ pid: process.pid, urls: [server.url] }],
    });
  });

  it('shows who is behind, in which room, with how much, and who was cut off', async () => {
    const raw = await RawSocket.upgrade(`${server.wsUrl}/ws/chat/sleeper`);
    await raw.until(() => raw.texts.length > 0);
    raw.stopReading();
    const room = await server.core.rooms.findPublic('lobby');
    const { core } = server;
    const long = 'x'.repeat(3900);
    const isCutOff = async () => (await admin.run('slow-clients')).cutOff.length > 0;
    let wasBehind: unknown = null;
    while (!(await isCutOff())) {
      const sends = Array.from({ length: 10 }, () =>
        sendText(core, systemActor(DEFAULT_APP_ID), room.id, long),
      );
      await Promise.all(sends);
      const { behind } = await admin.run('slow-clients');
      wasBehind = behind[0] ?? wasBehind;
    }
    const sleeper = {
      protocol: 'lobby',
      ip: '127.0.0.1',
      user: { id: 'lobby:sleeper' },
      roomIds: [room.id],
    };
    expect(wasBehind).toMatchObject(sleeper);
    expect(await admin.run('slow-clients')).toMatchObject({
      cutOff: [{ ...sleeper, bufferedBytes: expect.any(Number) }],
      cutOffCount: 1,
    });
    await raw[Symbol.asyncDispose]();
  });
});
