import { DEFAULT_APP_ID } from '@koine/contract';
import { expect, test } from 'vitest';
import { CAST, REPLIES } from '../../bots/replies.ts';
import { systemActor } from '../../core/actor.ts';
import { FrameClient } from '../../testing/frame-client.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { startTestServer } from '../../testing/test-server.ts';

/** Chances one by one, then never again. */
function chances(...given: number[]) {
  return { next: () => given.shift() ?? 0.999_999 };
}

test('a bot answers after a pause, with a name and a picture that this server serves', async () => {
  const clock = new ManualClock();
  await using server = await startTestServer({
    clock,
    random: chances(0.29, 0, 0, 0.5),
    settings: { bots: { probability: 0.3 } },
  });
  await using alice = await FrameClient.open(`${server.wsUrl}/ws/chat/alice`);
  await alice.next();
  alice.send({ message: 'Hello, everyone!' });
  expect(await alice.next()).toMatchObject({ sender: 'alice' });
  clock.advance(1550);
  const frame = await alice.next();
  expect(Object.keys(frame)).toEqual([
    'type',
    'sender',
    'sender_name',
    'sender_avatar',
    'message',
    'timestamp',
    'id',
  ]);
  expect(frame).toMatchObject({
    type: 'message',
    sender: CAST[0]?.id,
    sender_name: CAST[0]?.name,
    sender_avatar: `${server.url}${CAST[0]?.avatarUrl}`,
    message: REPLIES.greeting[0],
  });
  const picture = await fetch(frame.sender_avatar);
  expect(picture.status).toBe(200);
  expect(picture.headers.get('content-type')).toContain('image/svg+xml');
  expect(await picture.text()).toContain('<svg');
});

test('a bot’s message is an ordinary stored one of type bot, which no bot answers', async () => {
  const clock = new ManualClock();
  await using server = await startTestServer({
    clock,
    random: { next: () => 0 },
    settings: { bots: { probability: 1 } },
  });
  await using alice = await FrameClient.open(`${server.wsUrl}/ws/chat/alice?since=0`);
  await alice.take(2);
  alice.send({ message: 'Is anyone here?' });
  expect(await alice.next()).toMatchObject({ sender: 'alice', change: 1 });
  clock.advance(600);
  const reply = await alice.next();
  expect(reply).toMatchObject({ sender: CAST[0]?.id, message: REPLIES.question[0], change: 2 });
  const number = Number(reply.id.slice('msg_'.length));
  const room = await server.core.rooms.findPublic('lobby');
  const message = await server.core.messages.locate(systemActor(DEFAULT_APP_ID), { number });
  expect(message).toMatchObject({ roomId: room.id, seq: 2, type: 'bot', sender: CAST[0] });
  clock.advance(60_000);
  alice.send({ message: 'thanks' });
  expect(await alice.next()).toMatchObject({ sender: 'alice', change: 3 });
});

test('bots answer where the settings point them', async () => {
  const clock = new ManualClock();
  await using server = await startTestServer({
    clock,
    random: { next: () => 0 },
    settings: { bots: { probability: 1, rooms: ['wall'] } },
  });
  await using alice = await FrameClient.open(`${server.wsUrl}/ws/chat/alice`);
  await using bob = await FrameClient.open(`${server.wsUrl}/ws/chat/bob?room=wall`);
  await alice.next();
  await bob.next();
  await using wall = await FrameClient.open(`${server.wsUrl}/ws`);
  expect(await bob.next()).toMatchObject({ message: expect.stringMatching(/^user_.* has joined/) });
  alice.send({ message: 'Hello' });
  bob.send({ message: 'Hello' });
  await alice.next();
  expect(await bob.next()).toMatchObject({ sender: 'bob' });
  expect(await wall.next()).toMatchObject({ data: { author_name: 'bob' } });
  clock.advance(2500);
  expect(await bob.next()).toMatchObject({ sender_name: CAST[0]?.name });
  expect(await wall.next()).toMatchObject({
    data: { author_id: CAST[0]?.id, author_name: CAST[0]?.name },
  });
  alice.send({ message: 'nobody answers here' });
  expect(await alice.next()).toMatchObject({ message: 'nobody answers here' });
});
