/** beyond.md 2 and 16: history goes by age or count, and a client that reconnects from before must reload. */
import { DEFAULT_APP_ID } from '@koine/contract';
import { expect, test } from 'vitest';
import { systemActor } from '../src/core/actor.ts';
import { checkIntegrity } from '../src/storage/index.ts';
import { FrameClient } from '../src/testing/frame-client.ts';
import { sendText } from '../src/testing/messages.ts';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { adminClient } from './support/admin-client.ts';

async function sendMany({ core }: TestServer, roomId: string, count: number): Promise<void> {
  const actor = systemActor(DEFAULT_APP_ID);
  const texts = Array.from({ length: count }, (_, index) => `message ${index + 1}`);
  await Promise.all(texts.map((text) => sendText(core, actor, roomId, text)));
}

async function kept(server: TestServer, roomId: string): Promise<number[]> {
  const query = { roomId, direction: 'newer', before: null, after: null, skip: 0 } as const;
  const page = await server.core.messages.history(systemActor(DEFAULT_APP_ID), {
    ...query,
    limit: 5000,
    withDeleted: true,
  });
  expect(page.total).toBe(page.messages.length);
  return page.messages.map(({ seq }) => seq);
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('keeps the newest messages of a room, removes the rest in steps, and says so to who resumes', async () => {
  await using directory = await tempDirectory();
  await using server = await startTestServer({ data: directory.path });
  const { run } = adminClient(server);
  const room = await server.core.rooms.findPublic('lobby');
  const other = await server.core.rooms.findPublic('wall');
  await sendMany(server, room.id, 1000);
  await sendMany(server, other.id, 20);
  const page = await server.core.messages.history(systemActor(DEFAULT_APP_ID), {
    roomId: room.id,
    direction: 'older',
    before: 501,
    after: null,
    limit: 1,
    skip: 0,
    withDeleted: true,
  });
  for (const { id } of page.messages)
    await server.core.messages.delete(systemActor(DEFAULT_APP_ID), room.id, id);
  await run('set-retention', { scope: 'room', id: 'wall', ageMs: null, countMax: null });
  await run('set-retention', { scope: 'default', ageMs: null, countMax: 10 });
  await expect.poll(() => kept(server, room.id)).toEqual(range(991, 1000));
  expect(await kept(server, other.id)).toEqual(range(1, 20));

  // Change 1001 was the deletion of message 500, which is gone: anyone who knows less has missed it.
  const resume = async (since: number) => {
    await using client = await FrameClient.open(
      `${server.wsUrl}/ws/chat/back-${since}?since=${since}`,
    );
    for (;;) {
      const { type } = await client.next();
      if (type === 'resumed' || type === 'resync') return type;
    }
  };
  expect(await resume(0)).toBe('resync');
  expect(await resume(1000)).toBe('resync');
  expect(await resume(1001)).toBe('resumed');

  await sendMany(server, room.id, 300);
  await server.core.retention.sweep();
  expect(await kept(server, room.id)).toEqual(range(1291, 1300));
  expect(await resume(1001)).toBe('resync');
  await run('clear-retention', { scope: 'default' });
  await sendMany(server, room.id, 5);
  expect(await server.core.retention.sweep()).toBe(0);
  expect(await kept(server, room.id)).toHaveLength(15);
  await server.close();
  expect(await checkIntegrity({ directory: directory.path })).toEqual([]);
});
