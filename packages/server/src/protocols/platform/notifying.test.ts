import { afterAll, beforeAll, expect, test } from 'vitest';
import { meet } from './testing/people.ts';
import {
  framesUpToNow,
  nextOf,
  type PlatformServer,
  ROOM,
  startPlatform,
} from './testing/platform-server.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

const draft = {
  title: 'New Message',
  content: 'You have a new message from John Doe',
  action_url: `/rooms/${ROOM}`,
  priority: 'normal',
  icon: 'message',
};

test("a user's comes on every connection of theirs, in whatever room, and to no other user", async () => {
  await using pair = await meet(platform);
  const { room, john, jane } = pair;
  await using elsewhere = await platform.enter('user_789');
  const { body } = await platform.call('POST /notifications', {
    body: { ...draft, user_id: 'user_789' },
  });
  const notification = await nextOf(jane, 'notification');
  expect(notification).toEqual({
    type: 'notification',
    data: { id: body.data.id, ...draft },
    timestamp: body.data.created_at,
    room_id: room,
  });
  expect(await nextOf(elsewhere, 'notification')).toEqual({ ...notification, room_id: ROOM });
  expect(await framesUpToNow(john)).toEqual([]);
});

test("a room's comes to each participant, one each", async () => {
  await using pair = await meet(platform);
  const { room, john, jane } = pair;
  await using reader = await platform.open(room);
  await reader.next();
  const { status, body } = await platform.call('POST /notifications', {
    body: { room_id: room, title: 'All hands', content: 'Now' },
  });
  expect([status, body.data]).toEqual([
    201,
    { room_id: room, recipients: 2, created_at: expect.stringMatching(ISO) },
  ]);
  const [forJohn, forJane] = [
    await nextOf(john, 'notification'),
    await nextOf(jane, 'notification'),
  ];
  expect(forJohn.data.id).not.toBe(forJane.data.id);
  expect(forJohn.room_id).toBe(room);
  expect(forJohn.data).toMatchObject({ action_url: null, priority: 'normal', icon: null });
  expect(await framesUpToNow(reader)).toEqual([]);
});

test('a mention notifies the mentioned participants, but not the sender or strangers', async () => {
  await using pair = await meet(platform);
  const { room, john, jane } = pair;
  await using stranger = await platform.enter('stranger');
  john.send({
    type: 'message',
    data: { content: 'Hi', meta: { mentions: ['user_789', 'user_123', 'stranger'] } },
  });
  const notification = await nextOf(jane, 'notification');
  expect(notification.data).toMatchObject({ content: 'Hi', action_url: `/rooms/${room}` });
  expect((await framesUpToNow(john)).map(({ type }) => type)).toEqual(['message', 'ack']);
  expect(await framesUpToNow(stranger)).toEqual([]);
});

test('what is about a room comes to no token that is limited to others', async () => {
  await using pair = await meet(platform);
  const { room } = pair;
  const secret = await platform.makeRoom({ room_type: 'private', participants: ['user_456'] });
  const token = await platform.makeToken({ user_id: 'user_456', rooms: [room] });
  await using limited = await platform.open(room, { token });
  await limited.next();
  for (const about of [{ room_id: secret }, { room_id: room }, {}]) {
    const body = { ...draft, user_id: 'user_456', ...about };
    expect((await platform.call('POST /notifications', { body })).status).toBe(201);
  }
  const received = [await nextOf(limited, 'notification'), await nextOf(limited, 'notification')];
  expect(received.map(({ room_id }) => room_id)).toEqual([room, room]);
  expect(await framesUpToNow(limited)).toEqual([]);
});
