/** Promise 3: a client that resumes from the last thing it saw gets everything since, once, in order; never a partial answer. */
import { describe, expect, test } from 'vitest';
import { systemActor } from '../src/core/actor.ts';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import type { ReceivedMessage } from './clients/chat-client.ts';
import { CommunityClient } from './clients/community-client.ts';
import { DirectClient } from './clients/direct-client.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import type { Mailbox } from './clients/mailbox.ts';
import { PlatformClient, SANDBOX_ROOM } from './clients/platform-client.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { CommunityApi, PlatformApi } from './clients/rest.ts';
import { isLong } from './support/long.ts';
import { MEETING_UID, ONE_ROOM } from './support/settings.ts';

interface Resuming extends AsyncDisposable {
  readonly received: Mailbox<ReceivedMessage>;
  drop(): void;
}

/** How a client of each protocol comes back with the number of the last change that it saw. */
const RESUMERS: Record<string, (server: TestServer, since: number) => Promise<Resuming>> = {
  lobby: ({ wsUrl }, since) => LobbyClient.open(wsUrl, 'lena', { since }),
  reactions: ({ wsUrl }, since) => ReactionsClient.open(wsUrl, { since }),
  platform: ({ wsUrl }, since) => PlatformClient.open(wsUrl, 'paul', { since }),
  async community({ url }, since) {
    const client = await CommunityClient.open(url, { since: { [MEETING_UID]: since } });
    client.emit('join', { uid: MEETING_UID });
    return client;
  },
};

/** The number to come back with when so many messages were taken in, and what there was to say of the last of them. */
function numberAfter(client: Resuming, count: number): number {
  if (!(client instanceof PlatformClient)) return client.received.all[count - 1]?.change ?? 0;
  let left = count;
  const frames = client.frames.all;
  const end = frames.findIndex(({ type }) => type === 'message' && left-- === 0);
  const numbers = frames
    .slice(0, end < 0 ? undefined : end)
    .map((frame) => ('change' in frame ? (frame.change ?? 0) : 0));
  return Math.max(0, ...numbers);
}

/** Without those that came again because the connection was cut in the midst of what there was to say of them. */
function distinct(seen: readonly ReceivedMessage[]): ReceivedMessage[] {
  return seen.filter(({ id }, i) => id !== seen[i - 1]?.id);
}

/**
 * Reads the room through one connection after another, each cut after so many messages, whatever else was under way to
 * it; until as many messages have been seen as there are.
 */
async function readInPieces(
  connect: (since: number) => Promise<Resuming>,
  cuts: readonly number[],
  total: number,
): Promise<ReceivedMessage[]> {
  let seen: ReceivedMessage[] = [];
  let since = 0;
  for (let round = 0; seen.length < total; round++) {
    await using client = await connect(since);
    const cut = Math.min(cuts[round % cuts.length] ?? 1, total - seen.length);
    await client.received.count(cut, () => true);
    seen = distinct([...seen, ...client.received.all.slice(0, cut)]);
    since = Math.max(since, numberAfter(client, cut));
    client.drop();
  }
  return seen;
}

const CUTS = [1, 3, 0, 17, 40, 2, 65, 5, 29];
const MESSAGES = isLong ? 5_000 : 600;

describe.each(Object.entries(RESUMERS))('a %s client', (_, connect) => {
  test('that is cut off again and again while others write gets everything, once, in order', async () => {
    await using server = await startTestServer({ settings: ONE_ROOM });
    await using writer = await PlatformClient.enter(server.wsUrl, 'writer');
    const writing = (async () => {
      for (let i = 0; i < MESSAGES; i++) {
        writer.sendText(`m${i}`);
        // In bursts: some comes live, some with the catch-up, some at the seam.
        if (i % 25 === 0) await writer.received.count(i + 1, () => true);
      }
    })();
    const seen = await readInPieces((since) => connect(server, since), CUTS, MESSAGES);
    await writing;
    expect(seen.map(({ text }) => text)).toEqual(
      Array.from({ length: MESSAGES }, (_, i) => `m${i}`),
    );
    expect(seen.map(({ change }) => change)).toEqual(
      Array.from({ length: MESSAGES }, (_, i) => i + 1),
    );
  });

  test('misses nothing though the server was stopped and started meanwhile', async () => {
    await using data = await tempDirectory();
    let server = await startTestServer({ settings: ONE_ROOM, data: data.path });
    const seen: ReceivedMessage[] = [];
    for (let start = 0; start < 3; start++) {
      if (start > 0) server = await startTestServer({ settings: ONE_ROOM, data: data.path });
      await using client = await connect(server, seen.at(-1)?.change ?? 0);
      const api = new PlatformApi(server.url);
      for (let i = 0; i < 10; i++) await api.post(SANDBOX_ROOM, 'user_123', `${start}/${i}`);
      // Leaves with some of it unread.
      await client.received.count(10, () => true);
      seen.push(...client.received.all.slice(0, 10 - start));
      await server[Symbol.asyncDispose]();
    }
    const expected = Array.from({ length: 27 }, (_, i) => `${Math.floor(i / 10)}/${i % 10}`);
    expect(seen.map(({ text }) => text)).toEqual(expected);
  });

  test('gets a message that was changed late, wherever it was cut off before', async () => {
    await using server = await startTestServer({ settings: ONE_ROOM });
    await using writer = await PlatformClient.enter(server.wsUrl, 'writer');
    const ids: string[] = [];
    for (let i = 0; i < 30; i++) ids.push((await writer.post(`m${i}`)).id);
    for (const i of [0, 3, 28]) {
      writer.send('edit', { message_id: ids[i], content: `m${i} edited` });
      writer.send('react', { message_id: ids[i], emoji: '👍' });
    }
    await writer.frames.count(36, ({ type }) => type === 'ack');

    for (const cut of [2, 3, 15, 29]) {
      const seen = await readInPieces((since) => connect(server, since), [cut], 30);
      expect(new Set(seen.map(({ id }) => id)).size, `cut after ${cut}`).toBe(30);
    }
  });
});

test('a conversation of two is resumed by its room’s id, over any number of pieces and a restart', async () => {
  await using data = await tempDirectory();
  const seen: ReceivedMessage[] = [];
  let since: Record<string, number> = {};
  for (let start = 0; start < 2; start++) {
    await using server = await startTestServer({ settings: ONE_ROOM, data: data.path });
    await using ben = await DirectClient.enter(server.url, 'ben', 'anna');
    for (let piece = 0; piece < 4; piece++) {
      for (let i = 0; i < 20; i++) await ben.post(`${start}/${piece}/${i}`);
      await using anna = await DirectClient.enter(server.url, 'anna', 'ben', { since });
      if (piece === 0 && start === 0) {
        // The first time there is a history, with the number to come back with.
        const history = await anna.events.find(({ event }) => event === 'message_history');
        expect(history).toMatchObject({ data: { change: 20 } });
        since = { [anna.roomId]: 0 };
        continue;
      }
      const cut = 13 + piece;
      await anna.received.count(cut, () => true);
      seen.push(...anna.received.all.slice(0, cut));
      anna.drop();
      since = { [anna.roomId]: seen.at(-1)?.change ?? 0 };
    }
  }
  expect(seen.map(({ change }) => change)).toEqual(seen.map((_, i) => i + 1));
  const texts = seen.map((_, i) => [Math.floor(i / 80), Math.floor(i / 20) % 4, i % 20].join('/'));
  expect(seen.map(({ text }) => text)).toEqual(texts);
});

describe('there is never a partial answer', () => {
  test('a number from the future, or of another history: resync, and then live frames', async () => {
    await using server = await startTestServer({ settings: ONE_ROOM });
    await using writer = await PlatformClient.enter(server.wsUrl, 'writer');
    await writer.post('here before');
    await using lobby = await LobbyClient.open(server.wsUrl, 'lena', { since: 99 });
    await lobby.frames.next(({ type }) => type === 'resync');
    await using wall = await ReactionsClient.open(server.wsUrl, { since: 99 });
    await wall.frames.next(({ type }) => type === 'resync');
    await using platform = await PlatformClient.open(server.wsUrl, 'paul', { since: 99 });
    await platform.frames.next(({ type }) => type === 'resync');
    await using community = await CommunityClient.open(server.url, {
      since: { [MEETING_UID]: 99 },
    });
    community.emit('join', { uid: MEETING_UID });
    await community.events.next(({ event }) => event === 'resync');
    await writer.post('live');
    for (const client of [lobby, wall, platform, community]) {
      await client.received.next();
      expect(client.received.all.map(({ text, change }) => [text, change])).toEqual([['live', 2]]);
    }
    await using ben = await DirectClient.enter(server.url, 'ben', 'anna');
    const since = { [ben.roomId]: 7 };
    await using anna = await DirectClient.enter(server.url, 'anna', 'ben', { since });
    expect(anna.events.all.map(({ event }) => event)).toContain('resync');
  });

  test('a purge is told to reconnecting clients, in each protocol that has a word for it, and nothing of before', async () => {
    await using server = await startTestServer({ settings: ONE_ROOM });
    const owner = await new CommunityApi(server.url).register('owner');
    const api = new CommunityApi(server.url, owner.token);
    const uid = await api.makeRoom('Mine');
    for (const text of ['one', 'two']) await api.post(uid, text);
    await api.ask('DELETE', `/rooms/${uid}/messages`);
    await api.post(uid, 'after');
    await using community = await CommunityClient.open(server.url, { since: { [uid]: 1 } });
    community.emit('join', { uid });
    await community.events.next(({ event }) => event === 'room_purged');
    await using lobby = await LobbyClient.open(server.wsUrl, 'lena', { room: uid, since: 1 });
    await using wall = await ReactionsClient.open(server.wsUrl, { room: uid, since: 0 });
    for (const client of [community, lobby, wall]) {
      await client.received.next();
      expect(client.received.all.map(({ text, change }) => [text, change])).toEqual([['after', 4]]);
    }
  });
});

test('a ban holds on resume, in every protocol', async () => {
  await using server = await startTestServer({ settings: ONE_ROOM });
  const { core } = server;
  const room = await core.rooms.findPublic(MEETING_UID);
  const ip = 'ip:127.0.0.1' as const;
  const ban = { kind: 'ban', target: ip, durationMs: 60_000, reason: '' } as const;
  await core.moderation.sanction(systemActor(room.appId), room.id, ban);
  await using lobby = await LobbyClient.open(server.wsUrl, 'lena', { since: 0 });
  expect(await lobby.rejection()).toBe('You are banned');
  expect(await lobby.closed).toMatchObject({ code: 1008 });
  await using wall = await ReactionsClient.open(server.wsUrl, { since: 0 });
  expect(await wall.rejection()).toBe('You are banned');
  expect(await wall.closed).toMatchObject({ code: 1008 });
  await using platform = await PlatformClient.open(server.wsUrl, 'paul', { since: 0 });
  expect(await platform.closed).toMatchObject({ code: 4003 });
  await using community = await CommunityClient.open(server.url, { since: { [MEETING_UID]: 0 } });
  community.emit('join', { uid: MEETING_UID });
  expect(await community.rejection()).toMatch(/^You are banned from this channel/);

  await using ben = await DirectClient.enter(server.url, 'ben', 'anna');
  const anna = { kind: 'ban', target: 'user:anna', durationMs: 60_000, reason: '' } as const;
  await core.moderation.sanction(systemActor('default'), ben.roomId, anna);
  const since = { [ben.roomId]: 0 };
  await expect(DirectClient.enter(server.url, 'anna', 'ben', { since })).rejects.toThrow(
    'You are banned',
  );
});
