import type { CoreEvent } from '@koine/contract';
import { describe, expect, it } from 'vitest';
import { CatchingUp, newest, seenBy, settled, since, stream } from '../testing/catching-up.ts';
import { TestHub } from '../testing/test-hub.ts';
import { ROOM } from '../testing/test-protocol.ts';
import { senderOf, TestRoom } from '../testing/test-room.ts';

const CLIENTS = 200;

/** A room in which so many messages were sent and delivered. */
async function roomOf(messages: number, pageMessages = 1_000): Promise<CatchingUp> {
  const test = new CatchingUp(pageMessages);
  for (let i = 1; i <= messages; i++) test.commit(test.room.create(`m${i}`));
  await test.finish();
  return test;
}

function contentsOf(client: ReturnType<CatchingUp['join']>): string[] {
  return seenBy(client.connection).flatMap((frame) => ('content' in frame ? [frame.content] : []));
}

describe('many clients that reconnect at once', () => {
  it.each([
    ['since a change', () => since(100), 200],
    ['to the newest page', () => newest(20), 20],
    ['to a stream of everything', () => stream(null), 300],
  ])('cost one read %s, and each is written the same bytes', async (_, history, expected) => {
    const test = await roomOf(300);
    const clients = Array.from({ length: CLIENTS }, () => test.join(history()));
    await test.finish();
    for (const client of clients) await client.live;
    expect(test.hub.historyReads).toBe(1);
    for (const client of clients) expect(contentsOf(client)).toHaveLength(expected);
    const late = test.join(history());
    await test.finish();
    await late.live;
    expect(test.hub.historyReads).toBe(1);
    expect(contentsOf(late)).toEqual(contentsOf(clients[0] ?? late));
  });

  it('cost one read when they left within a few changes of each other, and one more when not', async () => {
    const test = await roomOf(300);
    const near = Array.from({ length: 40 }, (_, i) => test.join(since(250 - i)));
    await test.finish();
    expect(test.hub.historyReads).toBe(1);
    const far = Array.from({ length: 100 }, (_, i) => test.join(since(150 - i)));
    await test.finish();
    expect(test.hub.historyReads).toBe(2);
    for (const [i, client] of [...near, ...far].entries()) {
      await client.live;
      const missed = i < 40 ? 50 + i : 150 + (i - 40);
      expect(contentsOf(client)).toHaveLength(missed);
    }
  });

  it('cost one read while messages are sent, edited and deleted, and none sees what was deleted', async () => {
    const test = await roomOf(100);
    const clients = [test.join(since(50))];
    await test.finish();
    for (let i = 0; i < CLIENTS; i++) {
      const events: (CoreEvent | null)[] = [test.room.create(`live ${i}`)];
      if (i === 10) events.push(test.room.edit(60, 'edited'));
      if (i === 20) events.push(test.room.remove(70));
      for (const event of events) test.commit(event);
      for (const _ of events) test.publishNext();
      clients.push(test.join(since(50)));
      await settled();
    }
    await test.finish();
    expect(test.hub.historyReads).toBe(1);
    for (const [i, client] of clients.entries()) {
      await client.live;
      const contents = contentsOf(client);
      expect(contents.filter((text) => text.startsWith('live'))).toHaveLength(CLIENTS);
      expect(contents).toContain('edited');
      if (i > 20) expect(contents).not.toContain('m70');
      if (i > 10) expect(contents).not.toContain('m60');
    }
  });

  it('cost one read when a user is deleted, and one more if that user had reacted', async () => {
    const test = await roomOf(100);
    const join = async () => {
      const client = test.join(since(50));
      await test.finish();
      await client.live;
    };
    const remove = (userId: string) =>
      test.hub.publish({ type: 'userDeleted', appId: 'default', userId });
    test.commit(test.room.react(60, senderOf('reacted')));
    await join();
    remove('another');
    await join();
    expect(test.hub.historyReads).toBe(1);
    remove('reacted');
    await join();
    expect(test.hub.historyReads).toBe(2);
  });

  it('learn of a purge that comes in the midst, at the cost of one read more', async () => {
    const test = await roomOf(100);
    const before = test.join(since(50));
    await test.finish();
    test.commit(test.room.purge());
    test.commit(test.room.create('after'));
    for (let i = 0; i < 2; i++) test.publishNext();
    const clients = Array.from({ length: CLIENTS }, () => test.join(since(50)));
    await test.finish();
    expect(test.hub.historyReads).toBe(2);
    await before.live;
    for (const client of clients) {
      await client.live;
      expect(seenBy(client.connection).map(({ kind }) => kind)).toEqual([
        'begin',
        'purged',
        'created',
      ]);
    }
  });

  it('keep nothing once no client has come for a minute', async () => {
    const test = await roomOf(10);
    const client = test.join(since(5));
    await test.finish();
    await client.live;
    expect(test.hub.hub.sharedHistoryBytes).toBeGreaterThan(0);
    for (let i = 0; i < 2; i++) test.hub.clock.advance(30_000);
    expect(test.hub.hub.sharedHistoryBytes).toBe(0);
  });

  it('read anew when no client has come for half a minute', async () => {
    const test = await roomOf(10);
    for (const reads of [1, 2]) {
      const client = test.join(since(5));
      await test.finish();
      await client.live;
      expect(test.hub.historyReads).toBe(reads);
      test.hub.clock.advance(31_000);
    }
  });
});

/** Rooms of which each holds the same messages. */
class ManyRooms extends TestRoom {
  readonly asked = new Set<string>();

  override changesSince(roomId: string, changeSeq: number, limit: number) {
    this.asked.add(roomId);
    return super.changesSince(roomId, changeSeq, limit);
  }
}

it('keeps no more of all rooms than the limit, the last used the longest', async () => {
  const room = new ManyRooms();
  for (let i = 0; i < 100; i++) room.create('x'.repeat(1_000));
  const hub = new TestHub({ messages: room, limits: { catchUpBytesMax: 1_048_576 } });
  const resume = async (roomId: string) => {
    const { session, connection } = hub.connect();
    await session.catchUp(roomId, 'plain', since(0));
    expect(connection.frames).toHaveLength(101);
  };
  for (let i = 0; i < 50; i++) {
    await resume(`${ROOM} ${i}`);
    expect(hub.hub.sharedHistoryBytes).toBeLessThanOrEqual(1_048_576);
    await resume(`${ROOM} 0`);
  }
  expect(hub.hub.sharedHistoryBytes).toBeGreaterThan(0);
  // The first was always in use, the others had to go: each was read once, the first too.
  expect(hub.historyReads).toBe(50);
});

it.each([
  ['since a change', () => since(0), 401],
  ['to a stream of everything', () => stream(null), 400],
])('tells %s also what is heavier than all that may be kept', async (_, history, expected) => {
  const room = new TestRoom();
  for (let i = 0; i < 400; i++) room.create('x'.repeat(8_000));
  const hub = new TestHub({ messages: room, limits: { catchUpBytesMax: 1_048_576 } });
  const join = async () => {
    const { session, connection } = hub.connect();
    await session.catchUp(ROOM, 'plain', history());
    return connection;
  };
  for (const connection of await Promise.all([join(), join()]))
    expect(connection.frames).toHaveLength(expected);
  // The next message makes room; anyone who comes then begins anew.
  hub.publish(room.create('one more'));
  expect((await join()).frames).toHaveLength(expected + 1);
  expect((await join()).frames).toHaveLength(expected + 1);
});
