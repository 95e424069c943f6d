/** A server that is asked to stop closes its connections, keeps what it has acknowledged, and ends, whatever its clients do. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkIntegrity } from '../src/storage/index.ts';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { startTestServer } from '../src/testing/test-server.ts';
import type { ChatClient } from './clients/chat-client.ts';
import { CommunityClient } from './clients/community-client.ts';
import { DirectClient } from './clients/direct-client.ts';
import { together } from './clients/enter.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { PlatformClient, SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { RawSocket } from './clients/raw-socket.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { ServerProcess } from './support/server-process.ts';
import { MEETING_UID, ONE_ROOM } from './support/settings.ts';

let data: Awaited<ReturnType<typeof tempDirectory>>;
beforeEach(async () => {
  data = await tempDirectory();
});
afterEach(() => data[Symbol.asyncDispose]());

const STOPPED = { code: 0, signal: null };

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s closes the clients of every protocol, ends with 0, and the next start finds all',
  async (signal) => {
    const settings = ONE_ROOM;
    await using server = await ServerProcess.start({ data: data.path, settings });
    await using lobby = await LobbyClient.enter(server.wsUrl, 'lena', { stock: 'node' });
    await using wall = await ReactionsClient.enter(server.wsUrl);
    await using platform = await PlatformClient.enter(server.wsUrl, 'paul');
    await using community = await CommunityClient.enter(server.url, MEETING_UID);
    await using direct = await DirectClient.enter(server.url, 'anna', 'ben');
    await using polling = await DirectClient.enter(server.url, 'ben', 'anna', {
      transports: ['polling'],
    });
    await platform.post('before the end');
    await direct.post('before the end');
    server.kill(signal);

    expect(await lobby.closed).toMatchObject({ code: 1001 });
    expect(await wall.closed).toMatchObject({ code: 1001 });
    expect(await platform.closed).toMatchObject({ code: 1001 });
    // So that stock clients come back by themselves; after "io server disconnect" they would not.
    for (const client of [community, direct, polling])
      expect((await client.closed).reason).toMatch(/^transport (close|error)$/);
    expect(await server.exit).toEqual(STOPPED);
    expect(await server.stderr).toBe('');

    const { port } = new URL(server.url);
    const flags = ['--ports', port];
    await using again = await ServerProcess.start({ data: data.path, settings, flags });
    expect(again.url).toBe(server.url);
    const history = await new PlatformApi(again.url).history(SANDBOX_ROOM);
    expect(history.map(({ content }) => content)).toEqual(['before the end']);
    await using back = await DirectClient.enter(again.url, 'anna', 'ben');
    expect(back.history.map(({ body }) => body)).toEqual(['before the end']);
  },
);

test('does not wait for clients that do not read, do not answer, or never end their request', async () => {
  await using server = await ServerProcess.start({ data: data.path, settings: ONE_ROOM });
  const paths = [
    '/ws/chat/raw',
    '/ws',
    `/ws/${SANDBOX_ROOM}?token=${SANDBOX_KEY}`,
    '/socket.io/?EIO=4&transport=websocket',
  ];
  const silent = await Promise.all(paths.map((path) => RawSocket.upgrade(server.wsUrl + path)));
  await using _silent = together(silent);
  for (const raw of silent) raw.stopReading();
  await using idle = await RawSocket.connect(server.url);
  await using half = await RawSocket.connect(server.url);
  half.write('POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"half');
  await using head = await RawSocket.connect(server.url);
  head.write('GET / HTTP/1.1\r\nHos');
  await using witness = await LobbyClient.enter(server.wsUrl, 'witness');

  server.kill('SIGTERM');
  expect(await witness.closed).toMatchObject({ code: 1001 });
  // While it waits for those, no new client is accepted.
  const refused = await fetch(`${server.url}/health`).then(
    ({ status }) => status,
    () => 'refused',
  );
  expect([503, 'refused']).toContain(refused);
  await expect(LobbyClient.open(server.wsUrl, 'late')).rejects.toThrow();
  // In time: past its own deadline (`cli/stop-request.ts`) it would end with 1.
  expect(await server.exit).toEqual(STOPPED);
  await idle.closed;
});

test('what is sent while it stops is acknowledged and stored, or neither', async () => {
  const settings = ONE_ROOM;
  await using server = await ServerProcess.start({ data: data.path, settings });
  const keyed = await Promise.all(
    ['k0', 'k1', 'k2', 'k3'].map((name) => PlatformClient.enter(server.wsUrl, name)),
  );
  const { token } = await new CommunityApi(server.url).guest();
  const community = await CommunityClient.enter(server.url, MEETING_UID, { token });
  const direct = await DirectClient.enter(server.url, 'anna', 'ben');
  const lobby = await LobbyClient.enter(server.wsUrl, 'lena');
  const everyone: ChatClient[] = [...keyed, community, direct, lobby];
  await using _everyone = together(everyone);
  const api = new PlatformApi(server.url);

  const acknowledged = new Set<string>();
  const asked: Promise<unknown>[] = [];
  const record = (text: string, stored: Promise<unknown>) =>
    asked.push(
      stored.then(
        () => acknowledged.add(text),
        () => {},
      ),
    );
  for (let i = 0; i < 200; i++) {
    for (const client of keyed) {
      const text = `${client.name}/${i}`;
      client.send('message', { content: text, client_key: text });
    }
    record(`community/${i}`, community.post(`community/${i}`));
    record(`direct/${i}`, direct.post(`direct/${i}`));
    if (i % 4 === 0) record(`rest/${i}`, api.post(SANDBOX_ROOM, 'user_123', `rest/${i}`));
  }
  await lobby.received.count(20, () => true);
  server.kill('SIGTERM');
  expect(await server.exit).toEqual(STOPPED);
  await Promise.all(everyone.map(({ closed }) => closed));
  await Promise.all(asked);
  for (const client of keyed)
    for (const frame of client.frames.all)
      if (frame.type === 'ack') acknowledged.add(frame.data.client_key ?? '');

  expect(await checkIntegrity({ directory: data.path })).toEqual([]);
  await using again = await ServerProcess.start({ data: data.path, settings });
  const history = await new PlatformApi(again.url).history(SANDBOX_ROOM);
  const stored = new Set(history.map(({ content }) => content));
  await using reader = await DirectClient.enter(again.url, 'anna', 'ben');
  for (let offset = 0; ; ) {
    const page = await reader.fetch(100, offset);
    for (const { body } of page) stored.add(body);
    offset += page.length;
    if (page.length === 0) break;
  }
  expect([...acknowledged].filter((text) => !stored.has(text))).toEqual([]);
  expect([...stored].filter((text) => !acknowledged.has(text))).toEqual([]);
  for (const { text } of lobby.received.all) expect(stored.has(text), text).toBe(true);
});

describe('a start that cannot be', () => {
  test('a second server on the same data says so, and the first goes on', async () => {
    await using first = await ServerProcess.start({ data: data.path });
    await using second = await ServerProcess.spawn({ data: data.path });
    expect(await second.exit).toEqual({ code: 1, signal: null });
    expect(await second.stderr).toBe(
      `koine: Another Koine server uses the data directory ${data.path}. Stop it, or start this one with a directory of its own (--data).\n`,
    );
    expect(await second.stdout).toBe('');
    expect((await fetch(`${first.url}/health`)).status).toBe(200);
    first.kill('SIGTERM');
    expect(await first.exit).toEqual(STOPPED);
    await using third = await ServerProcess.start({ data: data.path });
    expect((await fetch(`${third.url}/health`)).status).toBe(200);
  });

  test('of several ports those in use are named, and the others served', async () => {
    await using first = await startTestServer();
    const taken = Number(new URL(first.url).port);
    await using second = await startTestServer({ settings: { ports: [taken, 0] } });
    expect(second.missing).toEqual([{ port: taken, why: 'it is in use' }]);
    expect(second.urls).toHaveLength(1);
    expect((await fetch(`${second.url}/health`)).status).toBe(200);
  });

  test('production without secrets says how to make them', async () => {
    await using server = await ServerProcess.spawn({
      data: data.path,
      flags: ['--ports', '0', '--production'],
    });
    expect(await server.exit).toEqual({ code: 1, signal: null });
    expect(await server.stderr).toBe(
      'koine: secret is missing, and production needs it; set KOINE_SECRET (make one with: openssl rand -base64 32)\n' +
        'koine: adminKey is missing, and production needs it; set KOINE_ADMIN_KEY (make one with: openssl rand -base64 32)\n',
    );
  });

  test.each([
    [{ limits: { frameBytesMax: 1 } }, 'frameBytesMax'],
    [{ limits: { noSuchLimit: 1 } }, 'noSuchLimit'],
    [{ lobby: { room: 'no uid!' } }, 'lobby.room'],
    [{ nonsense: true }, 'nonsense'],
  ])('a bad setting is named: %j', async (settings, name) => {
    await using server = await ServerProcess.spawn({ data: data.path, settings });
    expect(await server.exit).toEqual({ code: 1, signal: null });
    expect(await server.stderr).toMatch(new RegExp(`^koine: .*${name}`));
  });
});

describe('production', () => {
  const env = {
    KOINE_SECRET: 'a-secret-of-production-that-is-long-enough',
    KOINE_ADMIN_KEY: 'an-admin-key-of-production-long-enough',
  };
  const flags = ['--ports', '0', '--production'];

  test('has no demo credentials, no demo rooms, and no protocol without authentication', async () => {
    await using server = await ServerProcess.start({ data: data.path, env, flags });
    await expect(LobbyClient.open(server.wsUrl, 'lena')).rejects.toThrow('404');
    await expect(ReactionsClient.open(server.wsUrl)).rejects.toThrow('404');
    await using platform = await PlatformClient.open(server.wsUrl, 'paul');
    expect(await platform.closed).toMatchObject({ code: 4001 });
    expect(await new PlatformApi(server.url).call('GET', '/rooms')).toMatchObject({ status: 401 });
    await using community = await CommunityClient.open(server.url);
    for (const uid of ['general', 'XPeDGLvd6D', 'lobby', 'wall'])
      await expect(community.join(uid)).rejects.toThrow('No such room exists!');
    expect(
      await new CommunityApi(server.url).call('POST', '/users/login', { guest: true }),
    ).toMatchObject({ status: 403 });
    await using direct = await DirectClient.open(server.url, 'anna');
    direct.emit('register_user', 'anna');
    expect(await direct.rejection()).toBe('Unauthorized');
    expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
  });

  test('has them where the configuration names them', async () => {
    const settings = { protocols: ['lobby', 'direct'] };
    await using server = await ServerProcess.start({ data: data.path, env, flags, settings });
    await using lobby = await LobbyClient.enter(server.wsUrl, 'lena');
    lobby.sendText('named in the configuration');
    await lobby.received.next();
    await expect(DirectClient.open(server.url, 'anna')).rejects.toThrow('Unauthorized');
    await expect(PlatformClient.open(server.wsUrl, 'paul')).rejects.toThrow('404');
  });
});
