import { expect, test } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.ts';
import { sendText } from './testing/people.ts';
import { framesUpToNow, nextOf, ROOM, startPlatform } from './testing/platform-server.ts';

test('over the message rate there is an error frame, and the connection stays', async () => {
  await using limited = await startPlatform({
    settings: { limits: { platformMessagesPerMinute: 3 } },
  });
  await using john = await limited.enter('user_123');
  for (let i = 0; i < 4; i++)
    john.send({ type: 'message', data: { content: 'x', client_key: `${i}` } });
  const frames = await john.take(7);
  const kinds = frames.map(({ type, data }) => [type, data.code, data.client_key ?? data.ref]);
  // The rejection need not wait for a disk, so it may overtake what was accepted.
  expect(kinds.filter(([type]) => type !== 'message').toSorted()).toEqual([
    ['ack', undefined, '0'],
    ['ack', undefined, '1'],
    ['ack', undefined, '2'],
    ['error', 'RATE_LIMIT_EXCEEDED', '3'],
  ]);
  await using jane = await limited.enter('user_789');
  jane.send({ type: 'message', data: { content: 'my own limit' } });
  expect((await nextOf(jane, 'ack')).data.seq).toBe(4);
});

test('the limit is of the user, over all connections and REST', async () => {
  await using limited = await startPlatform({
    settings: { limits: { platformMessagesPerMinute: 2 } },
  });
  await using first = await limited.enter('user_123');
  await using second = await limited.enter('user_123');
  await sendText(first, '1');
  await sendText(second, '2');
  const { status } = await limited.call(`POST /rooms/${ROOM}/messages/`, {
    body: { sender_id: 'user_123', content: '3' },
  });
  expect(status).toBe(429);
});

test('an hour has a limit of its own', async () => {
  const clock = new ManualClock();
  await using limited = await startPlatform({
    clock,
    settings: { limits: { platformMessagesPerHour: 2 } },
  });
  const send = () =>
    limited.call(`POST /rooms/${ROOM}/messages`, {
      body: { sender_id: 'user_123', content: 'x' },
    });
  expect((await send()).status).toBe(201);
  clock.advance(30 * 60_000);
  expect((await send()).status).toBe(201);
  const refused = await send();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1800']);
  clock.advance(30 * 60_000);
  expect((await send()).status).toBe(201);
  expect((await send()).status).toBe(429);
});

test('more than five times the message limit of frames closes', async () => {
  await using limited = await startPlatform({
    settings: { limits: { platformMessagesPerMinute: 3 } },
  });
  await using john = await limited.enter('user_123');
  for (let i = 0; i < 15; i++) john.send({ type: 'message', data: { content: 'x' } });
  for (let i = 0; i < 12; i++) await nextOf(john, 'error');
  john.send({ type: 'ping', data: {} });
  expect(await john.closed).toEqual({ code: 4004, reason: 'Rate limit exceeded' });
});

test('a fast typist, whose every key stroke is a frame, is none', async () => {
  await using platform = await startPlatform();
  const room = await platform.makeRoom();
  await using typist = await platform.enter('typist', room);
  await using jane = await platform.enter('user_789', room);
  for (let i = 0; i < 1000; i++) typist.send({ type: 'typing', data: { is_typing: true } });
  await nextOf(typist, 'user_joined');
  expect(await framesUpToNow(typist)).toEqual([]);
  expect(await framesUpToNow(jane)).toHaveLength(1);
  typist.send({ type: 'ping', data: {} });
  await nextOf(typist, 'pong');
});
