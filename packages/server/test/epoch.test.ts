/** Change numbers mean something in one history only: who comes back with those of another is told to reload. */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../src/core/actor.ts';
import type { ProtocolName } from '../src/protocols/list.ts';
import { directRoom, OPERATOR } from '../src/testing/actors.ts';
import { EventClient } from '../src/testing/event-client.ts';
import { FrameClient } from '../src/testing/frame-client.ts';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { PlatformApi } from './clients/rest.ts';
import { MEETING_UID, ONE_ROOM } from './support/settings.ts';

/** Of any protocol. */
type Frame = Awaited<ReturnType<FrameClient['next']>>;

interface Reader extends AsyncDisposable {
  /** The next frame of that name; what stands before it is skipped. */
  next(name: string): Promise<Frame>;
}

interface Speaker {
  /** `since` null: as a plain client comes; `{}` in Socket.IO is `now`. */
  open(server: TestServer, since: string | null): Promise<Reader>;
  readonly welcome: string;
  readonly message: string;
  textOf(message: Frame): string;
}

const FRAMES = (path: string): Pick<Speaker, 'open'> => ({
  async open({ wsUrl }, since) {
    const query = since === null ? '' : `${path.includes('?') ? '&' : '?'}since=${since}`;
    const client = await FrameClient.open(`${wsUrl}${path}${query}`);
    return {
      async next(name) {
        for (;;) {
          const frame = await client.next();
          if (frame.type === name) return frame;
        }
      },
      [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
    };
  },
});

const PAIR = { userId: 'anna', targetUserId: 'ben' };
let conversation = '';

const EVENTS = (room: () => string, join: readonly [string, object]): Pick<Speaker, 'open'> => ({
  async open({ url }, since) {
    const asked = since === 'now' ? {} : { [room()]: since };
    const client = await EventClient.open(url, { auth: since === null ? {} : { since: asked } });
    client.emit(...join);
    return client;
  },
});

/** A protocol that is not here does not compile. */
const SPEAKERS = {
  lobby: {
    ...FRAMES('/ws/chat/lena'),
    welcome: 'system',
    message: 'message',
    textOf: ({ message }) => message,
  },
  reactions: {
    ...FRAMES('/ws'),
    welcome: 'resumed',
    message: 'message',
    textOf: ({ data }) => data.text,
  },
  platform: {
    ...FRAMES(`/ws/${SANDBOX_ROOM}?token=${SANDBOX_KEY}&user_id=paul`),
    welcome: 'connection_status',
    message: 'message',
    textOf: ({ data }) => data.content,
  },
  community: {
    ...EVENTS(() => MEETING_UID, ['join', { uid: MEETING_UID }]),
    welcome: 'room_messages',
    message: 'message',
    textOf: ({ message }) => message,
  },
  direct: {
    ...EVENTS(() => conversation, ['join_chat', PAIR]),
    welcome: 'room_joined',
    message: 'new_message',
    textOf: ({ body }) => body,
  },
} satisfies Record<ProtocolName, Speaker>;

/** In the room of four protocols, and in the conversation of the fifth. */
async function sendText({ url, core }: TestServer, text: string): Promise<void> {
  await new PlatformApi(url).post(SANDBOX_ROOM, 'user_123', text);
  const room = await directRoom(core, 'default', 'anna', 'ben');
  conversation = room.id;
  const draft = { content: text, type: 'text', meta: null, clientKey: null, replyTo: null };
  await core.messages.send(systemActor('default'), room.id, draft, core.policies.system);
}

const positionOf = ({ epoch, change }: Frame) => `${epoch}.${change}`;

describe.each(Object.entries<Speaker>(SPEAKERS))('%s', (name, speaker) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ settings: ONE_ROOM });
    for (const text of ['1', '2', '3']) await sendText(server, text);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('tells epoch and change first, later changes alone, and nothing to who does not ask', async () => {
    await using plain = await speaker.open(server, null);
    await using numbered = await speaker.open(server, 'now');
    const welcome = await numbered.next(speaker.welcome);
    expect(welcome).toMatchObject({ epoch: expect.stringMatching(/^\w+$/), change: 3 });
    if (name !== 'reactions') {
      const documented = Object.keys(await plain.next(speaker.welcome));
      expect(Object.keys(welcome)).toEqual([...documented, 'epoch', 'change']);
    }
    await sendText(server, 'live');
    const live = await numbered.next(speaker.message);
    for (
      let frame = await plain.next(speaker.message);
      ;
      frame = await plain.next(speaker.message)
    ) {
      expect(frame).not.toHaveProperty('change');
      if (speaker.textOf(frame) !== 'live') continue;
      expect(Object.keys(live)).toEqual([...Object.keys(frame), 'change']);
      break;
    }
    expect([speaker.textOf(live), live.change]).toEqual(['live', 4]);
    await using again = await speaker.open(server, positionOf(welcome));
    const resumed = await again.next('resumed');
    expect(resumed.data ?? resumed).toMatchObject({ from: 3, to: 4 });
    expect(resumed).toMatchObject({ epoch: welcome.epoch, change: 3 });
    expect(speaker.textOf(await again.next(speaker.message))).toBe('live');
  });

  test('answers another epoch, and a number ahead, with resync, and goes on from there', async () => {
    const { current } = server.core.epoch;
    for (const since of ['0123456789abcdef.1', 'other.0', `${current}.99`]) {
      await using lost = await speaker.open(server, since);
      const resync = await lost.next('resync');
      expect(resync.epoch).toBe(current);
      await sendText(server, `after ${since}`);
      const live = await lost.next(speaker.message);
      expect([speaker.textOf(live), live.change]).toEqual([`after ${since}`, resync.change + 1]);
    }
  });
});

test('a copy made minutes ago in the same run begins a new epoch, for who was there and who was not', async () => {
  await using data = await tempDirectory();
  await using elsewhere = await tempDirectory();
  const file = join(data.path, 'koine.db');
  const copy = join(elsewhere.path, 'copy.db');
  let server = await startTestServer({ settings: ONE_ROOM, data: data.path });
  await sendText(server, 'kept');
  const db = new DatabaseSync(file);
  db.exec(`vacuum into '${copy}'`);
  db.close();
  const absent = new Map<string, string>();
  const present = new Map<string, Reader>();
  for (const [name, speaker] of Object.entries<Speaker>(SPEAKERS)) {
    await using gone = await speaker.open(server, 'now');
    absent.set(name, positionOf(await gone.next(speaker.welcome)));
    present.set(name, await speaker.open(server, 'now'));
  }
  for (const text of ['lost 1', 'lost 2']) await sendText(server, text);
  const last = new Map<string, string>();
  for (const [name, speaker] of Object.entries<Speaker>(SPEAKERS)) {
    const reader = present.get(name);
    if (reader === undefined) throw new Error(`nobody is there on ${name}`);
    const { epoch } = await reader.next(speaker.welcome);
    await reader.next(speaker.message);
    last.set(name, positionOf({ ...(await reader.next(speaker.message)), epoch }));
  }
  const before = server.core.epoch.current;
  await server[Symbol.asyncDispose]();
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  copyFileSync(copy, file);

  server = await startTestServer({ settings: ONE_ROOM, data: data.path });
  await using _ = server;
  const { current } = server.core.epoch;
  expect(current).not.toBe(before);
  // Numbers that were given out are given out again, for other messages.
  for (const text of ['new 1', 'new 2', 'new 3']) await sendText(server, text);
  for (const [name, speaker] of Object.entries<Speaker>(SPEAKERS)) {
    for (const since of [absent.get(name), last.get(name)]) {
      await using back = await speaker.open(server, since ?? '');
      expect(await back.next('resync'), name).toMatchObject({ epoch: current, change: 4 });
    }
    await using fresh = await speaker.open(server, `${current}.1`);
    expect(speaker.textOf(await fresh.next(speaker.message))).toBe('new 1');
  }
});

test('REST says the position of each message and of each page', async () => {
  await using server = await startTestServer({ settings: ONE_ROOM });
  await sendText(server, 'one');
  const { status, body } = await new PlatformApi(server.url).call(
    'GET',
    `/rooms/${SANDBOX_ROOM}/messages`,
  );
  const epoch = server.core.epoch.current;
  expect([status, body]).toMatchObject([
    200,
    { epoch, change: 1, data: [{ seq: 1, epoch, change: 1 }] },
  ]);
});

test('acknowledgements have seq, and change for who asks', async () => {
  await using server = await startTestServer({ settings: ONE_ROOM });
  const numbers = async (since: object) => {
    await using client = await EventClient.open(server.url, { auth: since });
    const { roomId } = await client.ask('join_chat', PAIR);
    const sent = { roomId, senderId: PAIR.userId, body: 'hi' };
    const { seq, change } = await client.ask('send_message', sent);
    return [seq, change];
  };
  expect(await numbers({})).toEqual([undefined, undefined]);
  expect(await numbers({ since: {} })).toEqual([2, 2]);
  for (const [query, change] of [
    ['', undefined],
    ['&since=now', 2],
  ] as const) {
    const path = `/ws/${SANDBOX_ROOM}?token=${SANDBOX_KEY}&user_id=paul${query}`;
    await using client = await FrameClient.open(`${server.wsUrl}${path}`);
    client.send({ type: 'message', data: { content: 'x' } });
    let frame = await client.next();
    while (frame.type !== 'ack') frame = await client.next();
    expect([frame.data.change, 'change' in frame]).toEqual([change, false]);
  }
});

test('a room that comes back by import counts anew, in a new epoch', async () => {
  await using server = await startTestServer({ settings: ONE_ROOM });
  const { core } = server;
  await sendText(server, 'one');
  const read = async () => {
    let page = await core.exporter.begin(OPERATOR, { room: SANDBOX_ROOM });
    const lines = [...page.lines];
    while (page.next !== null) {
      page = await core.exporter.page(OPERATOR, page.next);
      lines.push(...page.lines);
    }
    return lines;
  };
  const [header, ...lines] = await read();
  if (header?.type !== 'koine-export') throw new Error('no header');
  const part = {
    header,
    appId: null,
    room: null,
    lines: lines.flatMap((line) => (line.type === 'koine-export' ? [] : [line])),
  };
  const before = core.epoch.current;
  await core.importer.import(OPERATOR, part);
  expect(core.epoch.current).toBe(before);
  await core.rooms.remove(systemActor('sandbox'), SANDBOX_ROOM);
  await core.importer.import(OPERATOR, part);
  expect(core.epoch.current).not.toBe(before);
});
