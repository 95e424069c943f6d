import { describe, expect, it } from 'vitest';
import { plainActor } from '../core/actor.ts';
import { roomTopic, userTopic } from './protocol.ts';
import { FakeConnection } from './testing/fake-connection.ts';
import { TestHub } from './testing/test-hub.ts';
import { createTestFrames, ROOM } from './testing/test-protocol.ts';
import { senderOf, typingOf } from './testing/test-room.ts';

const topic = roomTopic(ROOM);

function contents(frames: readonly string[]): unknown[] {
  return frames.map((frame) => (frame.startsWith('{') ? contentOf(JSON.parse(frame)) : frame));
}

function contentOf(frame: { kind: string; content?: string; id?: string }): string {
  return frame.content ?? `${frame.kind} ${frame.id ?? ''}`;
}

function identityOf(id: string) {
  return plainActor(senderOf(id), '127.0.0.1');
}

describe('the fan-out', () => {
  it('writes all events of a tick to each listener in one write', () => {
    const test = new TestHub();
    const clients = [test.connect(), test.connect()];
    for (const { session } of clients) session.listen(topic);
    test.publish(test.room.create('a'), test.room.create('b'), test.room.create('c'));
    for (const { connection } of clients) expect(connection.writes).toEqual([]);
    test.endTick();
    for (const { connection } of clients) {
      expect(connection.writes).toHaveLength(1);
      expect(contents(connection.frames)).toEqual(['a', 'b', 'c']);
    }
  });

  it('keeps a frame for one client in its place between frames for all', () => {
    const test = new TestHub();
    const one = test.connect();
    const other = test.connect();
    for (const { session } of [one, other]) session.listen(topic);
    one.session.send('before');
    test.publish(test.room.create('a'));
    one.session.send('ack a');
    test.publish(test.room.create('b'), test.room.create('c'));
    one.session.send('ack c');
    test.publish(test.room.create('d'));
    test.endTick();
    expect(contents(one.connection.frames)).toEqual([
      'before',
      'a',
      'ack a',
      'b',
      'c',
      'ack c',
      'd',
    ]);
    expect(contents(other.connection.frames)).toEqual(['a', 'b', 'c', 'd']);
    expect(other.connection.writes).toHaveLength(1);
  });

  it('gives nothing of a tick from before it began to listen', () => {
    const test = new TestHub();
    const early = test.connect();
    const late = test.connect();
    early.session.listen(topic);
    test.publish(test.room.create('a'));
    late.session.listen(topic);
    test.publish(test.room.create('b'));
    test.endTick();
    expect(contents(early.connection.frames)).toEqual(['a', 'b']);
    expect(contents(late.connection.frames)).toEqual(['b']);
  });

  it('gives what came before it stopped listening, and nothing after', () => {
    const test = new TestHub();
    const one = test.connect();
    const other = test.connect();
    for (const { session } of [one, other]) session.listen(topic);
    test.publish(test.room.create('a'));
    one.session.unlisten(topic);
    test.publish(test.room.create('b'));
    test.endTick();
    test.publish(test.room.create('c'));
    test.endTick();
    expect(contents(one.connection.frames)).toEqual(['a']);
    expect(contents(other.connection.frames)).toEqual(['a', 'b', 'c']);
  });

  it('leaves out the sessions of an excepted user, in order for everyone', () => {
    const test = new TestHub();
    const [anna, anna2, ben] = [test.connect(), test.connect(), test.connect()];
    for (const { session } of [anna, anna2, ben]) session.listen(topic);
    for (const { session } of [anna, anna2]) session.identify(identityOf('anna'), null);
    ben.session.identify(identityOf('ben'), null);
    test.publish(typingOf('anna'), test.room.create('a'), typingOf('ben'), typingOf('anna'));
    test.publish(test.room.create('b'));
    test.endTick();
    expect(contents(anna.connection.frames)).toEqual(['a', 'typing ben', 'b']);
    expect(contents(anna2.connection.frames)).toEqual(['a', 'typing ben', 'b']);
    expect(contents(ben.connection.frames)).toEqual(['typing anna', 'a', 'typing anna', 'b']);
  });

  it('encodes only where a session listens, once for each variant', () => {
    const asked: string[] = [];
    const frames = createTestFrames({ open: (session) => session.listen(topic, 'change') });
    const test = new TestHub({
      protocols: [
        {
          ...frames,
          encode(event, publisher) {
            if (event.type !== 'messageCreated') return;
            for (const variant of ['plain', 'change'] as const) {
              const target = publisher.audience(topic, variant);
              asked.push(`${event.message.content} ${variant} ${target !== undefined}`);
              target?.send(variant);
            }
          },
        },
      ],
    });
    const [one, other] = [new FakeConnection('1'), new FakeConnection('2')];
    test.publish(test.room.create('a'));
    const clients = [one, other].map((connection) => test.openWith(connection));
    test.publish(test.room.create('b'));
    test.endTick();
    for (const client of clients) client.closed(1000);
    test.publish(test.room.create('c'));
    expect(asked).toEqual([
      'a plain false',
      'a change false',
      'b plain false',
      'b change true',
      'c plain false',
      'c change false',
    ]);
    expect([one.frames, other.frames]).toEqual([['change'], ['change']]);
  });

  it('goes on with other protocols when one fails to encode', () => {
    const broken = createTestFrames({}, 'platform');
    const sound = createTestFrames({}, 'lobby');
    const encoded: string[] = [];
    const test = new TestHub({
      protocols: [
        {
          ...broken,
          encode() {
            throw new Error('a bug');
          },
        },
        { ...sound, encode: (event) => void encoded.push(event.type) },
      ],
    });
    test.publish(test.room.create('a'));
    expect(encoded).toEqual(['messageCreated']);
    expect(test.errors).toHaveLength(1);
  });
});

describe('a session', () => {
  it('is present from entering until its connection closes, whatever the protocol forgets', () => {
    const test = new TestHub();
    const watcher = test.connect();
    watcher.session.listen(topic);
    const { client, session } = test.connect();
    session.identify(identityOf('anna'), null);
    session.enterPresence(ROOM, null);
    session.enterPresence(ROOM, null);
    expect([...session.presentIn]).toEqual([ROOM]);
    client.closed(1006);
    test.endTick();
    expect(contents(watcher.connection.frames)).toEqual(['userJoined anna', 'userLeft anna']);
    expect(test.hub.sessionCount).toBe(1);
  });

  it('takes its presence with it when it becomes another user', () => {
    const test = new TestHub();
    const { session } = test.connect();
    session.identify(identityOf('anna'), null);
    session.enterPresence(ROOM, 'member');
    session.identify(identityOf('ben'), null);
    expect(test.presence.online(ROOM).map(({ id }) => id)).toEqual(['ben']);
    session.identify(null, null);
    expect(test.presence.online(ROOM)).toEqual([]);
    expect([...session.presentIn]).toEqual([]);
  });

  it('leaves everything at once when it is closed, and what it was owed still comes', () => {
    const test = new TestHub();
    const { connection, session } = test.connect();
    session.identify(identityOf('anna'), null);
    session.listen(topic);
    session.enterPresence(ROOM, null);
    test.publish(test.room.create('a'));
    session.close(4003, 'banned');
    test.publish(test.room.create('b'));
    test.endTick();
    expect(contents(connection.frames)).toEqual(['userJoined anna', 'a']);
    expect(connection.closedWith).toEqual({ code: 4003, reason: 'banned' });
    expect(test.presence.count(ROOM)).toBe(0);
    expect(session.isOpen).toBe(false);
    session.listen(topic);
    expect(session.isListening(topic)).toBe(false);
  });

  it('listens to a topic in one variant at a time', () => {
    const test = new TestHub();
    const { connection, session } = test.connect();
    session.listen(topic);
    session.listen(topic, 'change');
    session.listen(userTopic('default', 'anna'));
    test.publish(test.room.create('a'));
    test.endTick();
    expect(connection.frames).toHaveLength(1);
    expect(session.isListening(topic)).toBe(true);
  });

  it('notifies its protocol that the connection is gone after it has left its rooms', () => {
    const seen: number[] = [];
    const test = new TestHub({
      hooks: { closed: () => void seen.push(test.presence.count(ROOM)) },
    });
    const { client, session } = test.connect();
    session.identify(identityOf('anna'), null);
    session.enterPresence(ROOM, null);
    client.closed(1000);
    expect(seen).toEqual([0]);
  });
});

describe('a closing hub', () => {
  it('sends each client a time to reconnect, spread wider the more there are', () => {
    const delayOf = (clients: number) => {
      const test = new TestHub({ chance: 1 });
      const [first] = Array.from({ length: clients }, () => test.connect());
      test.hub.close();
      return first?.connection.closedWith?.reason;
    };
    expect(delayOf(1)).toBe('Server is shutting down; come back in 1001 ms');
    expect(delayOf(5_000)).toBe('Server is shutting down; come back in 6000 ms');
  });

  it('closes every session with 1001, those that come late too', () => {
    const test = new TestHub();
    const { connection } = test.connect();
    test.hub.close();
    expect(connection.closedWith?.code).toBe(1001);
    const late = new FakeConnection('late');
    test.openWith(late);
    expect(late.closedWith?.code).toBe(1001);
  });
});
