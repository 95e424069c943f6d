/** From which address somebody comes has one answer at every door: a ban of an address or a range holds at each of them. */
import { DEFAULT_APP_ID } from '@koine/contract';
import { describe, expect, test } from 'vitest';
import { systemActor } from '../src/core/actor.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { CommunityClient } from './clients/community-client.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { UNLIMITED } from './support/settings.ts';

type Headers = Readonly<Record<string, string>>;

/** Whether a caller with these headers is let into the public room `wall`. */
const DOORS = {
  rest: async ({ url }, headers) => (await fetch(`${url}/rooms/wall`, { headers })).status === 200,
  websocket: async ({ wsUrl }, headers) => {
    await using client = await ReactionsClient.open(wsUrl, { headers });
    client.sendRaw('hello?');
    return (await client.rejection()) === 'Invalid message format';
  },
  'socket.io by polling': ({ url }, headers) => joins(url, 'polling', headers),
  'socket.io by websocket': ({ url }, headers) => joins(url, 'websocket', headers),
} satisfies Record<string, (server: TestServer, headers: Headers) => Promise<boolean>>;

async function joins(url: string, transport: 'polling' | 'websocket', headers: Headers) {
  await using client = await CommunityClient.open(url, { transports: [transport], headers });
  client.emit('join', { uid: 'wall' });
  const answer = await client.events.next(({ event, data }) =>
    event === 'system' ? data.type === 'error' : event === 'room_messages' || event === 'error',
  );
  return answer.event === 'room_messages';
}

async function openDoors(server: TestServer, headers: Headers): Promise<string[]> {
  const open: string[] = [];
  for (const [door, isOpen] of Object.entries(DOORS))
    if (await isOpen(server, headers)) open.push(door);
  return open;
}

const ALL = Object.keys(DOORS);
const system = systemActor(DEFAULT_APP_ID);

async function ban(server: TestServer, ip: string): Promise<void> {
  const response = await fetch(`${server.url}/api/admin/sanction`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-admin-key': server.config.adminKey },
    body: JSON.stringify({ kind: 'ban', ip }),
  });
  expect(response.status).toBe(200);
}

const forwarded = (list: string): Headers => ({ 'x-forwarded-for': list });

describe('behind a trusted proxy', () => {
  test('each spelling of a banned address is refused at every door, and no other', async () => {
    await using server = await startTestServer({
      settings: { trustProxy: true, limits: UNLIMITED },
    });
    await ban(server, '203.0.113.7');
    await ban(server, '2001:DB8:0:1:0:0:0:7');
    await ban(server, '::ffff:198.51.100.200/120');
    await ban(server, '2001:db8:aaaa::5/48');
    const barred = [
      '203.0.113.7',
      '6.6.6.6, 203.0.113.7',
      'unknown,203.0.113.7',
      '203.0.113.7:5678',
      '[203.0.113.7]',
      '::ffff:203.0.113.7',
      '[::FFFF:cb00:7107]:443',
      '6.6.6.6, 203.0.113.7,',
      '203.0.113.7, , ',
      '2001:db8:0:1::7',
      '[2001:DB8:0:1::7]:443',
      '2001:0db8:0000:0001:0000:0000:0000:0007%eth0',
      '198.51.100.1',
      '2001:db8:aaaa:ffff::1',
    ];
    for (const list of barred)
      expect({ list, open: await openDoors(server, forwarded(list)) }).toEqual({ list, open: [] });
    const free = [
      '203.0.113.7, 203.0.113.8',
      '2001:db8:0:1::8',
      '198.51.101.1',
      '2001:db8:aaab::1',
    ];
    for (const list of free)
      expect({ list, open: await openDoors(server, forwarded(list)) }).toEqual({ list, open: ALL });
  });

  test('a ban of a range cuts off who is connected, on each protocol', async () => {
    await using server = await startTestServer({ settings: { trustProxy: true } });
    const headers = forwarded('[2001:db8:0:1::7]:443');
    await using lobby = await LobbyClient.enter(server.wsUrl, 'lena', { headers });
    await using wall = await ReactionsClient.enter(server.wsUrl, { headers });
    await using other = await ReactionsClient.enter(server.wsUrl, {
      headers: forwarded('2001:db8:0:2::7'),
    });
    await ban(server, '2001:db8:0:1::/64');
    expect((await lobby.closed).code).toBe(1008);
    expect((await wall.closed).code).toBe(1008);
    other.sendRaw('hello?');
    expect(await other.rejection()).toBe('Invalid message format');
  });

  test('what is no address is the peer’s', async () => {
    await using server = await startTestServer({
      settings: { trustProxy: true, limits: UNLIMITED },
    });
    await ban(server, '127.0.0.0/8');
    for (const list of ['', ',', 'unknown', '203.0.113.7, _hidden', '1.2.3', '0x7f.1'])
      expect({ list, open: await openDoors(server, forwarded(list)) }).toEqual({ list, open: [] });
    expect(await openDoors(server, forwarded('203.0.113.7'))).toEqual(ALL);
  });

  test('limits and guests go by a group: IPv6 by its first 64 bits', async () => {
    await using server = await startTestServer({
      settings: { trustProxy: true, limits: { communityCallsPerMinute: 3 } },
    });
    const status = async (list: string) =>
      (await fetch(`${server.url}/rooms`, { headers: forwarded(list) })).status;
    expect(await status('2001:db8::1')).toBe(200);
    expect(await status('2001:db8:0:0:1::2')).toBe(200);
    expect(await status('[2001:db8::3]:80')).toBe(200);
    expect(await status('2001:db8::4')).toBe(429);
    expect(await status('2001:db8:0:1::4')).toBe(200);
    const guest = async (list: string) => {
      const response = await fetch(`${server.url}/users/login`, {
        method: 'POST',
        headers: { ...forwarded(list), 'content-type': 'application/json' },
        body: JSON.stringify({ guest: true }),
      });
      return ((await response.json()) as { user: { uid: string } }).user.uid;
    };
    expect(await guest('2001:db8:7::1')).toBe(await guest('2001:db8:7::2'));
    expect(await guest('2001:db8:8::1')).not.toBe(await guest('2001:db8:7::2'));
  });

  test('connections are counted by group', async () => {
    await using server = await startTestServer({
      settings: { trustProxy: true, limits: { connectionsPerAddressMax: 2 } },
    });
    const enter = (ip: string) =>
      LobbyClient.enter(server.wsUrl, ip.replaceAll(/\W/g, '-'), { headers: forwarded(ip) });
    await using _one = await enter('2001:db8::1');
    await using _two = await enter('2001:db8::2');
    await expect(enter('2001:db8::3')).rejects.toThrow('503');
    await using _other = await enter('2001:db8:0:1::3');
  });

  test('X-Forwarded-Proto is believed, X-Forwarded-Host never', async () => {
    await using server = await startTestServer({ settings: { trustProxy: true } });
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
    for (const path of ['/websocket', '/', '/docs/openapi.json', '/docs/asyncapi.json']) {
      const answer = await fetch(server.url + path, {
        headers: { accept: 'application/json', ...headers },
      });
      expect(await answer.text()).not.toContain('evil.example');
    }
  });
});

test('without a proxy forwarded addresses are ignored, on a dual-stack socket too', async () => {
  await using server = await startTestServer({
    settings: {
      host: '::',
      production: true,
      protocols: ['lobby', 'reactions', 'community'],
      reactions: { room: 'wall' },
      secret: 'a-secret-that-is-long-enough-for-anyone',
      adminKey: 'an-admin-key-that-is-long-enough',
      limits: UNLIMITED,
    },
  });
  const url = server.url.replace('[::]', '127.0.0.1');
  const reached = { ...server, url, wsUrl: url.replace('http', 'ws') };
  expect(await openDoors(reached, forwarded('203.0.113.7'))).toEqual(ALL);
  await server.core.moderation.sanctionInApp(system, {
    kind: 'ban',
    target: 'ip:127.0.0.1',
    durationMs: null,
    reason: '',
  });
  expect(await openDoors(reached, forwarded('203.0.113.7'))).toEqual([]);
});
