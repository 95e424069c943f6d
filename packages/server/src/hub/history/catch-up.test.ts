import { KoineError } from '@koine/contract';
import { describe, expect, it } from 'vitest';
import { plainActor } from '../../core/actor.ts';
import { roomTopic } from '../protocol.ts';
import {
  CatchingUp,
  newest,
  type SeenFrame,
  settled,
  since,
  stream,
} from '../testing/catching-up.ts';
import { TestHub } from '../testing/test-hub.ts';
import { ROOM } from '../testing/test-protocol.ts';
import { senderOf, typingOf } from '../testing/test-room.ts';

/** `page a`, `messageCreated b`, `typing typist 1` … */
function story(frames: readonly SeenFrame[]): string[] {
  return frames.map((frame) => {
    if ('content' in frame) return `${frame.kind} ${frame.content}`;
    if ('purgedSeq' in frame) return `${frame.kind} ${frame.purgedSeq}`;
    if (frame.kind === 'typing') return `typing ${frame.id}`;
    return frame.kind === 'begin' ? `begin ${frame.from} ${frame.to}` : frame.kind;
  });
}

async function roomWith(contents: readonly string[], pageMessages = 2): Promise<CatchingUp> {
  const test = new CatchingUp(pageMessages);
  for (const content of contents) test.commit(test.room.create(content));
  await test.finish();
  return test;
}

describe('catching up with the newest page', () => {
  it('drops what the page includes and sends the rest after it, in order', async () => {
    const test = await roomWith(['a', 'b']);
    const live = test.start(newest(10));
    test.commit(test.room.create('c'));
    test.publishNext();
    test.type();
    await test.reads.snapshot();
    test.commit(test.room.create('d'));
    test.publishNext();
    expect(test.seen).toEqual([]);
    test.reads.answer();
    await live;
    expect(story(test.seen)).toEqual(['page a', 'page b', 'page c', 'page d', 'typing typist 1']);
  });

  it('skips events that come after the page that includes them, for this client alone', async () => {
    const test = await roomWith(['a']);
    const other = test.hub.connect();
    other.session.listen(roomTopic(ROOM));
    test.commit(test.room.create('b'));
    test.commit(test.room.edit(1, 'a2'));
    const live = test.start(newest(10));
    await test.answer();
    await live;
    test.type();
    for (let i = 0; i < 2; i++) test.publishNext();
    test.commit(test.room.create('c'));
    test.publishNext();
    test.hub.endTick();
    expect(story(test.seen)).toEqual(['page a2', 'page b', 'typing typist 1', 'messageCreated c']);
    expect(other.connection.writes).toHaveLength(1);
    expect(other.connection.frames).toHaveLength(4);
  });

  it('drops a purge that the page has seen: what is on the page came after it', async () => {
    const test = await roomWith(['a']);
    test.commit(test.room.purge());
    test.commit(test.room.create('b'));
    const live = test.start(newest(10));
    await test.answer();
    await live;
    await test.finish();
    expect(story(test.seen)).toEqual(['page b']);
  });

  it('then is a member like any other: one write for a tick', async () => {
    const test = await roomWith([]);
    const live = test.start(newest(10));
    await test.answer();
    await live;
    for (const content of ['a', 'b']) test.commit(test.room.create(content));
    await test.finish();
    expect(test.connection.writes).toHaveLength(1);
  });

  it('holds nothing back that is not for this client', async () => {
    const test = await roomWith([]);
    test.session.identify(plainActor(senderOf('typist 1'), '127.0.0.1'), null);
    const live = test.start(newest(10));
    for (let i = 0; i < 2; i++) test.type();
    await test.answer();
    await live;
    expect(story(test.seen)).toEqual(['typing typist 2']);
  });
});

describe('streaming the whole past', () => {
  it('waits for the reader between pages, and sends changes before the cursor at once', async () => {
    const test = await roomWith(['a', 'b', 'c']);
    const live = test.start(stream(null));
    await settled();
    await test.answer();
    expect(story(test.seen)).toEqual(['page a', 'page b']);
    expect(test.reads.isIdle).toBe(true);
    test.commit(test.room.edit(1, 'a2'));
    test.commit(test.room.edit(3, 'c2'));
    for (let i = 0; i < 2; i++) test.publishNext();
    expect(story(test.seen).at(-1)).toBe('messageUpdated a2');
    await test.drain();
    test.commit(test.room.edit(2, 'b2'));
    test.publishNext();
    await test.answer();
    await live;
    expect(story(test.seen).slice(2)).toEqual([
      'messageUpdated a2',
      'messageUpdated b2',
      'page c2',
    ]);
  });

  it('sends a purge before the page that was read after it', async () => {
    const test = await roomWith(['a', 'b', 'c']);
    const live = test.start(stream(null));
    await settled();
    await test.answer();
    await test.drain();
    test.commit(test.room.purge());
    test.commit(test.room.create('d'));
    for (let i = 0; i < 2; i++) test.publishNext();
    await test.finish();
    await live;
    expect(story(test.seen).slice(2)).toEqual(['roomPurged 3', 'page d']);
  });

  it.each([
    ['while the beginning is looked for', (test: CatchingUp) => test.publishNext(), () => {}],
    ['once it is live', () => {}, (test: CatchingUp) => test.publishNext()],
  ])(
    'does not count among the newest what came after the call: its event comes %s',
    async (_, soon, late) => {
      const test = await roomWith(['a', 'b']);
      const live = test.start(stream(0));
      test.commit(test.room.create('c'));
      await test.reads.snapshot();
      soon(test);
      test.reads.answer();
      await settled();
      await test.answer();
      await live;
      late(test);
      test.hub.endTick();
      expect(test.seen.map((frame) => 'content' in frame && frame.content)).toEqual(['c']);
    },
  );

  it('begins at the newest few if asked to', async () => {
    const test = await roomWith(['a', 'b', 'c']);
    test.commit(test.room.remove(2));
    await test.finish();
    const live = test.start(stream(2));
    await test.finish();
    await live;
    expect(story(test.seen)).toEqual(['page a', 'page c']);
  });

  it('sends a page of long messages in portions that the reader can take', async () => {
    const long = 'x'.repeat(200_000);
    const test = await roomWith([long, long, long], 10);
    const live = test.start(stream(null));
    await settled();
    await test.answer();
    expect(test.seen).toHaveLength(1);
    await test.drain();
    expect(test.seen).toHaveLength(2);
    await test.finish();
    await live;
    expect(test.seen).toHaveLength(3);
  });
});

describe('catching up since a change', () => {
  it('sends the range, then what is new and what has changed, then goes live', async () => {
    const test = await roomWith(['a', 'b']);
    const from = test.room.changeSeq;
    test.commit(test.room.edit(1, 'a2'));
    test.commit(test.room.create('c'));
    test.commit(test.room.create('d'));
    await test.finish();
    const live = test.start(since(from));
    await test.finish();
    await live;
    test.commit(test.room.create('e'));
    await test.finish();
    expect(story(test.seen)).toEqual([
      'begin 2 5',
      'changed a2',
      'created c',
      'created d',
      'messageCreated e',
    ]);
  });

  it('sends a purge once, before what came after it', async () => {
    const test = await roomWith(['a', 'b']);
    test.commit(test.room.purge());
    for (const content of ['c', 'd', 'e']) test.commit(test.room.create(content));
    await test.finish();
    const live = test.start(since(1));
    await test.finish();
    await live;
    expect(story(test.seen)).toEqual([
      'begin 1 6',
      'purged 2',
      'created c',
      'created d',
      'created e',
    ]);
  });

  it('sends a resync when the number is from the future, and goes live', async () => {
    const test = await roomWith(['a']);
    const live = test.start(since(7));
    await test.answer();
    await live;
    test.commit(test.room.create('b'));
    await test.finish();
    expect(story(test.seen)).toEqual(['resync', 'messageCreated b']);
  });
});

describe('a catch-up that does not get to its end', () => {
  it('ends with the session, without a frame after', async () => {
    const test = await roomWith(['a']);
    const live = test.start(newest(10));
    test.session.close(1000, 'bye');
    await test.finish();
    await live;
    expect(test.seen).toEqual([]);
  });

  it('ends when the session stops listening, or begins again', async () => {
    const test = await roomWith(['a']);
    const first = test.start(newest(10));
    const second = test.start(newest(10));
    await test.finish();
    await Promise.all([first, second]);
    expect(story(test.seen)).toEqual(['page a']);
    const third = test.start(newest(10));
    test.session.unlisten(roomTopic(ROOM));
    await test.finish();
    await third;
    test.commit(test.room.create('b'));
    await test.finish();
    expect(story(test.seen)).toEqual(['page a']);
  });

  it('is cut off with 1013 when more is held back than may be', async () => {
    const test = await roomWith(['a']);
    const live = test.start(newest(10));
    for (let i = 0; i < 40_000 && test.session.isOpen; i++) test.type();
    expect(test.connection.closedWith?.code).toBe(1013);
    expect(test.hub.cutOff).toEqual(['lobby']);
    await test.finish();
    await live;
  });

  it.each([
    { error: new KoineError('storageUnavailable'), code: 1013, logged: 0 },
    { error: new Error('a bug'), code: 1011, logged: 1 },
  ])('closes with $code when a read fails: $error', async ({ error, code, logged }) => {
    const fail = () => Promise.reject(error);
    const test = new TestHub({ messages: { page: fail, changesSince: fail } });
    const { connection, session } = test.connect();
    await session.catchUp(ROOM, 'plain', newest(10));
    expect(connection.closedWith?.code).toBe(code);
    expect(test.errors).toHaveLength(logged);
    test.publish(typingOf('anna'));
    test.endTick();
    expect(connection.frames).toEqual([]);
  });
});

describe('the cutover', () => {
  const histories = { newest: newest(50), stream: stream(null), since: since(0) };

  it.each(Object.entries(histories))(
    'loses nothing that comes in any microtask around it (%s)',
    async (_kind, history) => {
      const test = await roomWith(['a'], 50);
      const live = test.start(history);
      await test.reads.snapshot();
      test.reads.answer();
      const sent = ['a'];
      for (let i = 0; i < 12; i++) {
        test.type();
        test.commit(test.room.create(`late ${i}`));
        test.publishNext();
        sent.push(`typist ${i + 1}`, `late ${i}`);
        await Promise.resolve();
      }
      await test.finish();
      await live;
      const received = story(test.seen).map((line) => line.replace(/^\w+ /, ''));
      expect(received.filter((line) => !/^\d+ \d+$/.test(line)).toSorted()).toEqual(
        sent.toSorted(),
      );
    },
  );
});
