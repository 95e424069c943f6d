/** Change numbers mean something in one history only: a client that reconnects with those of another must reload. */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { systemActor } from '../src/core/actor.ts';
import { OPERATOR } from '../src/testing/actors.ts';
import { EventClient } from '../src/testing/event-client.ts';
import { FrameClient } from '../src/testing/frame-client.ts';
import { sendText } from '../src/testing/messages.ts';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { waitForText } from './clients/chat-client.ts';
import { SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { PlatformApi } from './clients/rest.ts';
import type { Driver, Follower, Notice, TestedRoom } from './drivers/driver.ts';
import { DRIVERS } from './drivers/index.ts';
import { ONE_ROOM } from './support/settings.ts';

const PAIR = { userId: 'anna', targetUserId: 'ben' };

/** A room of each protocol. */
type Rooms = ReadonlyMap<Driver, TestedRoom>;

async function roomsOf(server: TestServer): Promise<Rooms> {
  const rooms = new Map<Driver, TestedRoom>();
  for (const driver of Object.values(DRIVERS)) rooms.set(driver, await driver.rooms[0](server));
  return rooms;
}

async function sendToAll({ core }: TestServer, rooms: Rooms, text: string): Promise<void> {
  for (const { room } of rooms.values())
    await sendText(core, systemActor(room.appId), room.id, text);
}

const positionOf = ({ epoch, change }: Pick<Notice, 'epoch' | 'change'>) => `${epoch}.${change}`;

test('a copy made minutes ago in the same run begins a new epoch, for clients that were there and for others', async () => {
  await using data = await tempDirectory();
  await using elsewhere = await tempDirectory();
  const file = join(data.path, 'koine.db');
  const copy = join(elsewhere.path, 'copy.db');
  let server = await startTestServer({ settings: ONE_ROOM, data: data.path });
  const rooms = await roomsOf(server);
  await sendToAll(server, rooms, 'kept');
  const db = new DatabaseSync(file);
  db.exec(`vacuum into '${copy}'`);
  db.close();
  const absent = new Map<Driver, string>();
  const present = new Map<Driver, Follower>();
  for (const [driver, room] of rooms) {
    await using gone = await driver.open(server, room, 'now', 'gone');
    absent.set(driver, positionOf(await gone.next(driver.greeting)));
    present.set(driver, await driver.open(server, room, 'now', 'present'));
    await present.get(driver)?.next(driver.greeting);
  }
  for (const text of ['lost 1', 'lost 2']) await sendToAll(server, rooms, text);
  const before = server.core.epoch.current;
  const last = new Map<Driver, string>();
  for (const [driver, { client }] of present) {
    const { change } = await waitForText(client, 'lost 2');
    last.set(driver, positionOf({ epoch: before, change }));
  }
  await server[Symbol.asyncDispose]();
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  copyFileSync(copy, file);

  server = await startTestServer({ settings: ONE_ROOM, data: data.path });
  await using _ = server;
  const { current } = server.core.epoch;
  expect(current).not.toBe(before);
  // Numbers that were given out are given out again, for other messages.
  for (const text of ['new 1', 'new 2', 'new 3']) await sendToAll(server, rooms, text);
  for (const [driver, room] of rooms) {
    for (const since of [absent.get(driver), last.get(driver)]) {
      await using back = await driver.open(server, room, since ?? '', 'back');
      expect(await back.next('resync')).toMatchObject({ epoch: current, change: 4 });
    }
    await using fresh = await driver.open(server, room, `${current}.1`, 'fresh');
    expect(await fresh.client.received.next()).toMatchObject({ text: 'new 1' });
  }
});

test('REST says the position of each message and of each page', async () => {
  await using server = await startTestServer({ settings: ONE_ROOM });
  await new PlatformApi(server.url).post(SANDBOX_ROOM, 'user_123', 'one');
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
  await new PlatformApi(server.url).post(SANDBOX_ROOM, 'user_123', 'one');
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
