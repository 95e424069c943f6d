import { userKey } from '@koine/contract';
import { expect, it } from 'vitest';
import { plainActor } from '../core/actor.ts';
import { roomTopic } from './protocol.ts';
import type { Session } from './session.ts';
import { SessionsByKey } from './sessions-by-key.ts';
import { TestHub } from './testing/test-hub.ts';
import { ROOM } from './testing/test-protocol.ts';
import { senderOf } from './testing/test-room.ts';

const topic = roomTopic(ROOM);

function identify(session: Session, id: string): void {
  session.identify(plainActor(senderOf(id), '127.0.0.1'), null);
}

it('reports the first local session of a topic or user, and the last', () => {
  const seen: string[] = [];
  const test = new TestHub({
    watchLocalKeys: (kind, key, isLocal) => seen.push(`${isLocal ? '+' : '-'}${kind} ${key}`),
  });
  const anna = userKey('default', 'anna');
  const ben = userKey('default', 'ben');
  const [one, two] = [test.connect(), test.connect()];
  for (const { session } of [one, two]) {
    identify(session, 'anna');
    session.listen(topic);
  }
  expect(seen).toEqual([`+user ${anna}`, `+topic ${topic}`]);
  // Another variant of the same topic, and a new profile of the same user, are no change.
  one.session.listen(topic, 'change');
  identify(one.session, 'anna');
  one.client.closed(1006);
  expect(seen).toHaveLength(2);
  identify(two.session, 'ben');
  two.session.close(1000, 'Bye');
  two.client.closed(1000);
  expect(seen.slice(2)).toEqual([
    `-user ${anna}`,
    `+user ${ben}`,
    `-topic ${topic}`,
    `-user ${ben}`,
  ]);
});

it('finds a session by a key of its protocol until it closes', () => {
  const test = new TestHub();
  const byColour = new SessionsByKey<string>();
  const [one, two] = [test.connect(), test.connect()];
  for (const { session } of [one, two]) session.enterKey(byColour, 'red');
  one.session.enterKey(byColour, 'blue');
  expect(byColour.of('red')).toEqual([one.session, two.session]);
  one.session.close(1000, 'Bye');
  one.session.enterKey(byColour, 'green');
  two.client.closed(1006);
  for (const colour of ['red', 'blue', 'green']) expect(byColour.of(colour)).toEqual([]);
});

it('gives sessions rising numbers, and forgets each with its connection', () => {
  const test = new TestHub();
  const [one, two] = [test.connect(), test.connect()];
  expect(two.session.number).toBeGreaterThan(one.session.number);
  one.client.closed(1000);
  expect(test.hub.sessionCount).toBe(1);
});
