import { type CoreEvent, DEFAULT_APP_ID, type Sender, type User, userKey } from '@koine/contract';
import { expect, test } from 'vitest';
import { createLocalBus } from '../../bus/local-bus.ts';
import { Presence } from '../../core/presence.ts';
import type { Publisher } from '../../hub/protocol.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { wireUser } from './codec.ts';
import { LISTED_MAX, RoomUsers } from './room-users.ts';

const ROOM = 'r';

/** Presence, sent by `RoomUsers` to one audience. */
function stage() {
  const clock = new ManualClock();
  const bus = createLocalBus((error) => {
    throw error;
  });
  const presence = new Presence(bus, clock);
  const online = (roomId: string, max: number) =>
    presence
      .online(roomId)
      .slice(0, max)
      .map((face) => wireUser({ ...face, country: '' }, [], 'http://127.0.0.1'));
  const roomUsers = new RoomUsers({ presence, clock }, { online });
  const received: string[] = [];
  const publisher: Publisher = {
    audience: () => undefined,
    change() {},
    notify: (_roomId, textOf) => received.push(textOf()),
    sessionsOf: () => [],
    sessionsIn: () => [],
    rooms: () => [],
  };
  bus.subscribe((event: CoreEvent) => {
    if (event.type === 'userJoined' || event.type === 'userLeft')
      roomUsers.changed(ROOM, publisher);
  });
  const face = (i: number): Sender => ({
    id: `u${i}`,
    appId: DEFAULT_APP_ID,
    name: `U${i}`,
    avatarUrl: null,
    kind: 'guest',
  });
  return {
    ...{ clock, roomUsers, received, publisher, bus },
    come: (i: number) => presence.enter(ROOM, face(i), null),
    go: (i: number) => presence.leave(ROOM, userKey(DEFAULT_APP_ID, `u${i}`)),
  };
}

function read(text: string | undefined): { users: { uid: string }[]; count?: number } {
  return JSON.parse((text ?? '2[]').slice(1))[1];
}

test('in a small room everyone is sent each change at once', () => {
  const { come, go, received } = stage();
  for (let i = 1; i <= 50; i++) come(i);
  go(7);
  expect(received).toHaveLength(51);
  expect(read(received.at(-1)).users).toHaveLength(49);
});

test('in a big room changes are gathered, and the last word is right', () => {
  const { clock, come, go, roomUsers, received } = stage();
  for (let i = 1; i <= 150; i++) come(i);
  expect(received).toHaveLength(51);
  expect(read(roomUsers.text(ROOM)).users).toHaveLength(51);
  clock.advance(1000);
  expect(received).toHaveLength(52);
  expect(read(received.at(-1)).users).toHaveLength(150);
  clock.advance(10_000);
  expect(received).toHaveLength(52);
  go(1);
  clock.advance(1000);
  expect(read(received.at(-1)).users[0]?.uid).toBe('u2');
});

test('of very many a part is listed, and how many there are', () => {
  const { clock, come, roomUsers, received } = stage();
  for (let i = 1; i <= 1001; i++) come(i);
  clock.advance(1000);
  const { users, count } = read(received.at(-1));
  expect([users.length, count]).toEqual([LISTED_MAX, 1001]);
  come(1002);
  clock.advance(4000);
  expect(read(received.at(-1)).count).toBe(1001);
  clock.advance(1000);
  expect(read(received.at(-1)).count).toBe(1002);
  expect(read(roomUsers.text(ROOM)).count).toBe(1002);
});

test('anyone who comes after a new name is shown that, not what was sent before', () => {
  const { bus, come, roomUsers } = stage();
  for (let i = 1; i <= 60; i++) come(i);
  const user: User = {
    id: 'u1',
    appId: DEFAULT_APP_ID,
    kind: 'guest',
    displayName: 'New',
    avatarUrl: null,
    username: null,
    roles: [],
    meta: {},
    createdAt: 0,
    updatedAt: 0,
  };
  bus.publish({ type: 'userUpdated', user });
  roomUsers.invalidate(ROOM);
  expect(read(roomUsers.text(ROOM)).users[0]).toMatchObject({ displayName: 'New' });
});
