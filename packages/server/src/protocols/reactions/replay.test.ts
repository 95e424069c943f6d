import { expect, test } from 'vitest';
import type { FrameClient } from '../../testing/frame-client.ts';
import { startTestServer } from '../../testing/test-server.ts';
import { message, reaction, sendText, system, una, visit } from './testing/wall.ts';

test('sends a newcomer all there is, oldest first, then what comes', async () => {
  await using server = await startTestServer();
  const count = 950;
  await Promise.all(Array.from({ length: count }, (_, i) => sendText(server, `m${i}`)));
  await using client = await visit(server);
  const before = await client.take(100);
  client.send(message('mine'));
  await sendText(server, 'live');
  const all = [...before, ...(await client.take(count - 100 + 2))];
  const texts = all.map(({ data }) => data.text);
  expect(texts.slice(0, count)).toEqual(Array.from({ length: count }, (_, i) => `m${i}`));
  expect(texts.slice(count).toSorted()).toEqual(['live', 'mine']);
});

test('nothing is missing and nothing comes twice while others write and react', async () => {
  await using server = await startTestServer({
    settings: {
      limits: { reactionsMessagesPerMinute: 1_000_000, reactionsTogglesPerMinute: 1_000_000 },
    },
  });
  const old = await Promise.all(Array.from({ length: 300 }, (_, i) => sendText(server, `old${i}`)));
  await using writer = await visit(server);
  const readers: FrameClient[] = [];
  for (let i = 0; i < 200; i++) {
    writer.send(message(`new${i}`));
    writer.send(reaction(old[i]?.id ?? '', '🎉'));
    if (i % 20 === 0) readers.push(await visit(server));
  }
  const last = await sendText(server, 'last');
  for (const reader of readers) {
    const wall = new Map<string, { text: string; reactions: Record<string, string[]> }>();
    for (let frame = await reader.next(); ; frame = await reader.next()) {
      if (frame.type === 'message') {
        expect(wall.has(frame.data.id), frame.data.text).toBe(false);
        wall.set(frame.data.id, frame.data);
      } else {
        expect(frame.type).toBe('reaction_updated');
        wall.set(frame.data.message_id, frame.data.message);
      }
      const isWhole = wall.size === 501;
      if (isWhole && [...wall.values()].filter(({ reactions }) => '🎉' in reactions).length === 200)
        break;
    }
    const texts = [...wall.values()].map(({ text }) => text);
    expect(texts).toEqual([...old.map(({ content }) => content), ...texts.slice(300)]);
    const news = texts.filter((text) => text.startsWith('new'));
    expect(news).toEqual(Array.from({ length: 200 }, (_, i) => `new${i}`));
    expect(wall.has(last.id)).toBe(true);
    await reader.close();
  }
});

test('gives no number before the end of the replay: with one a client would seem to have what is still to come', async () => {
  await using server = await startTestServer();
  // More than the system buffers for a client that does not read.
  const text = '😀'.repeat(3_990);
  const [first] = await Promise.all(Array.from({ length: 1_500 }, () => sendText(server, text)));
  await using client = await visit(server, '?since=now');
  const received = [await client.next()];
  client.socket.pause();
  await server.core.messages.react(una, first?.roomId ?? '', first?.id ?? '', '🎉');
  client.socket.resume();
  while (received.at(-1).type !== 'resumed') received.push(await client.next());
  const end = received.pop();
  expect(received.filter(({ type }) => type === 'reaction_updated')).toHaveLength(1);
  expect(received.filter((frame) => 'change' in frame).map(({ type }) => type)).toEqual([]);
  expect(end).toMatchObject({ change: 1_501 });
});

test.each([
  [0, []],
  [1, ['m4']],
  [3, ['m2', 'm3', 'm4']],
  [5, ['m0', 'm1', 'm2', 'm3', 'm4']],
  [9, ['m0', 'm1', 'm2', 'm3', 'm4']],
])('a replay limit of %i keeps the newest', async (replayLimit, expected) => {
  await using server = await startTestServer({ settings: { reactions: { replayLimit } } });
  for (let i = 0; i < 5; i++) await sendText(server, `m${i}`);
  await using client = await visit(server);
  // Said at once, it might itself be among the newest.
  const frames = await client.take(expected.length);
  client.send(message('mine'));
  frames.push(await client.next());
  expect(frames.map(({ data }) => data.text)).toEqual([...expected, 'mine']);
});

test('leaves deleted messages out of the replay and shows edited ones in their new words', async () => {
  await using server = await startTestServer();
  const { messages, policies } = server.core;
  const one = await sendText(server, 'one');
  const two = await sendText(server, 'two');
  await using client = await visit(server);
  await client.take(2);
  await messages.delete(una, one.roomId, one.id);
  await messages.edit(una, two.roomId, two.id, 'two, mended', null, policies.system);
  await using later = await visit(server);
  expect(await later.next()).toMatchObject({ data: { id: two.id, text: 'two, mended' } });
  // No word for either here: the next message sent is the next received.
  client.send(reaction(one.id, '👍'));
  expect(await client.next()).toEqual({ type: 'error', data: { error: 'message not found' } });
  client.send(reaction(two.id, '👍'));
  expect(await client.next()).toMatchObject({
    type: 'reaction_updated',
    data: { message: { text: 'two, mended' } },
  });
});

test('a purged wall is empty to a newcomer', async () => {
  await using server = await startTestServer();
  const one = await sendText(server, 'one');
  await server.core.messages.purge(system, one.roomId);
  await using client = await visit(server);
  client.send(message('first again'));
  expect(await client.next()).toMatchObject({ data: { text: 'first again' } });
});
