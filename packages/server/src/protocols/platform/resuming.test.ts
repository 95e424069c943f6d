import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../core/actor.ts';
import type { FrameClient } from '../../testing/frame-client.ts';
import { sendText } from './testing/people.ts';
import {
  framesUpToNow,
  nextOf,
  type PlatformServer,
  startPlatform,
} from './testing/platform-server.ts';

let platform: PlatformServer;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform[Symbol.asyncDispose]());

async function command(client: FrameClient, type: string, data: object): Promise<void> {
  client.send({ type, data });
  await nextOf(client, 'ack');
}

/** Everything up to the number that `resumed` names. */
// biome-ignore lint/suspicious/noExplicitAny: as `FrameClient.next`.
async function caughtUp(client: FrameClient): Promise<any[]> {
  const frames = await client.take(2);
  const { from, to } = frames[1].data;
  for (let change = from; change < to; change = frames.at(-1).change)
    frames.push(await client.next());
  return frames;
}

async function resume(room: string, since: number): Promise<FrameClient> {
  return platform.open(room, { user_id: 'back', since: `${since}` });
}

test('a client that comes back gets what changed since, in its latest state, and then live frames', async () => {
  const room = await platform.makeRoom();
  await using john = await platform.enter('user_123', room);
  const first = await sendText(john, 'first');
  const second = await sendText(john, 'second');
  const third = await sendText(john, 'third');
  await command(john, 'edit', { message_id: first, content: 'first, edited' });
  await command(john, 'delete', { message_id: second });
  const fourth = await sendText(john, 'fourth');
  await command(john, 'react', { message_id: third, emoji: '🎉' });
  await command(john, 'edit', { message_id: fourth, content: 'fourth, edited' });

  await using back = await resume(room, 3);
  const [status, resumed, ...frames] = await caughtUp(back);
  expect(status.type).toBe('connection_status');
  expect(resumed).toMatchObject({ type: 'resumed', data: { from: 3, to: 8 }, room_id: room });
  expect(
    frames.map(({ type, data, change }) => [type, data.id, data.content ?? null, change]),
  ).toEqual([
    ['message_updated', first, 'first, edited', 3],
    ['reaction_updated', first, null, 4],
    ['message_deleted', second, null, 5],
    // As it is now, at the number of its creation; and what it owes to a later change again, at that change's.
    ['message', fourth, 'fourth, edited', 5],
    ['message_updated', fourth, 'fourth, edited', 6],
    ['reaction_updated', third, null, 7],
    ['message_updated', fourth, 'fourth, edited', 7],
    ['reaction_updated', fourth, null, 8],
  ]);
  expect(frames[5].data).toEqual({ id: third, reactions: { '🎉': ['user_123'] } });

  await sendText(john, 'live');
  const live = await nextOf(back, 'message');
  expect([live.data.content, live.change]).toEqual(['live', 9]);
  expect(Object.keys(live)).toEqual(['type', 'data', 'timestamp', 'room_id', 'change']);
});

test('cut off after any frame of a catch-up, a client that resumes from its number misses nothing', async () => {
  const room = await platform.makeRoom();
  await using john = await platform.enter('user_123', room);
  const ids: string[] = [];
  for (let i = 0; i < 4; i++) {
    const id = await sendText(john, `${i}`);
    ids.push(id);
    await command(john, 'edit', { message_id: id, content: `${i} edited` });
    await command(john, 'react', { message_id: id, emoji: '👍' });
  }
  // Changed again, behind messages that were created after it.
  await command(john, 'edit', { message_id: ids[0], content: 'late' });
  const apply = (
    state: Map<string, object>,
    frames: readonly { type: string; data: { id: string } }[],
  ) => {
    for (const { type, data } of frames) {
      if (['message', 'message_updated', 'reaction_updated'].includes(type))
        state.set(data.id, { ...state.get(data.id), ...data });
    }
  };
  await using whole = await resume(room, 0);
  const frames = (await caughtUp(whole)).slice(2);
  const expected = new Map<string, object>();
  apply(expected, frames);
  expect(expected.size).toBe(4);
  await whole.close();
  for (let cut = 1; cut <= frames.length; cut++) {
    const seen = frames.slice(0, cut);
    await using again = await resume(room, seen.at(-1)?.change);
    const state = new Map<string, object>();
    apply(state, seen);
    apply(state, (await caughtUp(again)).slice(2));
    expect(Object.fromEntries(state)).toEqual(Object.fromEntries(expected));
    await again.close();
  }
});

test('nothing new is an empty catch-up', async () => {
  const room = await platform.makeRoom();
  await using back = await resume(room, 0);
  const frames = await caughtUp(back);
  expect(frames.map(({ type, data }) => [type, data.from, data.to])).toEqual([
    ['connection_status', undefined, undefined],
    ['resumed', 0, 0],
  ]);
  expect(await framesUpToNow(back)).toEqual([]);
});

test('a number from the future is answered with resync, and live frames follow', async () => {
  const room = await platform.makeRoom();
  await using john = await platform.enter('user_123', room);
  await using back = await resume(room, 99);
  const [, resync] = await back.take(2);
  expect(resync).toMatchObject({ type: 'resync', data: {}, room_id: room });
  await sendText(john, 'live');
  expect((await nextOf(back, 'message')).change).toBe(1);
});

test('a purge since is sent first', async () => {
  const room = await platform.makeRoom();
  await using john = await platform.enter('user_123', room);
  await sendText(john, 'gone');
  await platform.server.core.messages.purge(systemActor('sandbox'), room);
  await sendText(john, 'kept');
  await using back = await resume(room, 1);
  const frames = (await caughtUp(back)).slice(2);
  expect(frames.map(({ type, change }) => [type, change])).toEqual([
    ['room_purged', 2],
    ['message', 3],
  ]);
});

test('the largest change of a page of REST is a number to resume from', async () => {
  const room = await platform.makeRoom();
  await using john = await platform.enter('user_123', room);
  const first = await sendText(john, 'first');
  await sendText(john, 'second');
  await command(john, 'edit', { message_id: first, content: 'edited' });
  const { body } = await platform.call(`GET /rooms/${room}/messages`);
  const numbers = body.data.map(({ change }: { change: number }) => change);
  await sendText(john, 'third');
  await using back = await resume(room, Math.max(...numbers));
  const frames = (await caughtUp(back)).slice(2);
  expect(frames.map(({ data }) => data.content)).toEqual(['third']);
});

test('a ban holds on resume', async () => {
  const room = await platform.makeRoom();
  await platform.server.core.moderation.sanction(systemActor('sandbox'), room, {
    kind: 'ban',
    target: 'user:back',
    durationMs: null,
    reason: '',
  });
  await using back = await resume(room, 0);
  expect(await back.closed).toEqual({ code: 4003, reason: 'Room access denied' });
});

test('without since no frame has a number', async () => {
  const room = await platform.makeRoom();
  await using john = await platform.enter('user_123', room);
  await using jane = await platform.enter('user_789', room);
  const id = await sendText(john, 'x');
  await command(john, 'edit', { message_id: id, content: 'y' });
  await command(john, 'react', { message_id: id, emoji: '👍' });
  await command(john, 'delete', { message_id: id });
  for (const frame of await framesUpToNow(jane)) expect(frame).not.toHaveProperty('change');
});
