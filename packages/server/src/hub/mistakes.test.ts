import { describe, expect, it } from 'vitest';
import { plainActor } from '../core/actor.ts';
import { type FrameProtocol, roomTopic } from './protocol.ts';
import { inSlices } from './slices.ts';
import { FakeConnection } from './testing/fake-connection.ts';
import { TestHub } from './testing/test-hub.ts';
import { createTestFrames, ROOM } from './testing/test-protocol.ts';
import { senderOf } from './testing/test-room.ts';
import { Tick } from './tick.ts';

const topic = roomTopic(ROOM);
const CLOSED = { code: 1011, reason: 'Internal error' };

/** Cannot say one message. */
function poisoned(): FrameProtocol {
  const frames = createTestFrames({
    open(session, { path }) {
      session.listen(path === '/test/a' ? topic : roomTopic('elsewhere'));
    },
  });
  return {
    ...frames,
    encode(event, publisher) {
      if (event.type === 'messageCreated' && event.message.content === 'poison')
        throw new Error('cannot be said');
      frames.encode(event, publisher);
    },
  };
}

describe('an encoder that throws', () => {
  it('closes the sessions that missed the event, so that they resume, and no others', () => {
    const protocol = poisoned();
    const test = new TestHub({ protocols: [protocol, createTestFrames({}, 'platform')] });
    const there = new FakeConnection('c1');
    test.openWith(there);
    const elsewhere = new FakeConnection('c2');
    const handshake = { query: new URLSearchParams(), isPathValid: true, headers: {}, origin: '' };
    test.hub.openFrames(protocol, elsewhere, { ...handshake, path: '/test/b', ip: elsewhere.ip });
    test.publish(test.room.create('fine'), test.room.create('poison'));
    test.endTick();
    expect(there.closedWith).toEqual(CLOSED);
    expect(elsewhere.closedWith).toBeNull();
    expect(test.errors).toHaveLength(1);
  });
});

describe('what follows a send', () => {
  it.each(['done', 'failed'])(
    'ends its session, and nothing else, when %s throws',
    async (kind) => {
      const test = new TestHub();
      const one = test.connect();
      const other = test.connect();
      const work = kind === 'done' ? Promise.resolve() : Promise.reject(new Error('refused'));
      const mistake = () => {
        throw new Error('a mistake');
      };
      one.session.track(work, mistake, mistake);
      await new Promise((resolve) => setImmediate(resolve));
      expect(one.connection.closedWith).toEqual(CLOSED);
      expect(other.connection.closedWith).toBeNull();
      expect(test.errors).toHaveLength(1);
    },
  );
});

describe('the end of a tick', () => {
  it('writes to the others when writing to one fails, which ends that one', () => {
    const test = new TestHub();
    const broken = test.connect();
    const fine = test.connect();
    for (const { session } of [broken, fine]) session.listen(topic);
    broken.connection.write = () => {
      throw new Error('no such socket');
    };
    test.publish(test.room.create('a'));
    test.endTick();
    expect(fine.connection.frames).toHaveLength(1);
    expect(broken.connection.closedWith).toEqual(CLOSED);
  });

  it('flushes the rest when one cannot be flushed', () => {
    const failures: unknown[] = [];
    const ends: (() => void)[] = [];
    const tick = new Tick(
      (error) => failures.push(error),
      (run) => ends.push(run),
    );
    const flushed: string[] = [];
    const broken = {
      flush() {
        throw new Error('broken');
      },
    };
    tick.flushAudience(broken);
    tick.flushAudience({ flush: () => flushed.push('audience') });
    tick.flushConnection(broken);
    tick.flushConnection({ flush: () => flushed.push('connection') });
    ends[0]?.();
    expect(flushed).toEqual(['audience', 'connection']);
    expect(failures).toHaveLength(2);
  });
});

describe('closing a session in many rooms', () => {
  it('leaves them in slices, between which others run', async () => {
    const test = new TestHub();
    const { client, session } = test.connect();
    session.identify(plainActor(senderOf('ada'), session.ip), null);
    const rooms = Array.from({ length: 1_000 }, (_, i) => `room-${i}`);
    for (const roomId of rooms) {
      session.listen(roomTopic(roomId));
      session.enterPresence(roomId, null);
    }
    client.closed(1000);
    const online = () => rooms.filter((roomId) => test.presence.count(roomId) > 0).length;
    const first = online();
    expect(first).toBeGreaterThan(800);
    await new Promise((resolve) => setImmediate(resolve));
    expect(online()).toBeLessThan(first);
    await expect.poll(online).toBe(0);
  });

  it('goes on after one that cannot be left', () => {
    const left: number[] = [];
    const failures: unknown[] = [];
    const leave = (room: number) => {
      if (room === 1) throw new Error('cannot');
      left.push(room);
    };
    inSlices([0, 1, 2], leave, (error) => failures.push(error));
    expect(left).toEqual([0, 2]);
    expect(failures).toHaveLength(1);
  });
});
