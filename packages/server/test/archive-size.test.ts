import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DEFAULT_APP_ID } from '@koine/contract';
import { expect, it } from 'vitest';
import { systemActor } from '../src/core/actor.ts';
import { roomDraft } from '../src/core/rooms.ts';
import { sendText } from '../src/testing/messages.ts';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { koine } from './support/koine.ts';
import { openTestCore } from './support/test-core.ts';

const MESSAGES = 100_000;
/** Less than the archive, and most of it is the program itself. */
const SMALL_HEAP = { node: ['--max-old-space-size=64'] };

it('exports and imports 100,000 messages in a heap that could not hold them', async () => {
  await using from = await tempDirectory();
  await using to = await tempDirectory();
  await fill(from.path);
  const file = join(from.path, 'archive.ndjson');
  const out = ['--out', file, '--data', from.path];
  expect(await koine(['export', '--room', 'big', ...out], SMALL_HEAP)).toEqual({
    code: 0,
    stdout: '',
    stderr: `exported 0 users, 1 room, ${MESSAGES} messages, 0 members, 0 bans and mutes\n`,
  });
  expect((await stat(file)).size).toBeGreaterThan(70e6);
  expect(await koine(['export', '--room', 'big', ...out])).toMatchObject({
    code: 1,
    stderr: `koine: ${file} exists already; remove it, or name another file\n`,
  });
  const imported = await koine(['import', file, '--data', to.path], SMALL_HEAP);
  expect(imported).toEqual({
    code: 0,
    stdout: `imported 0 users, 1 room, ${MESSAGES} messages, 0 members, 0 bans and mutes; 0 were there already\n`,
    stderr: '',
  });
  await using target = await openTestCore(to.path);
  const room = await target.stores.rooms.find({ uid: 'big' });
  expect(room).toMatchObject({ lastSeq: MESSAGES });
  // Every line in its place: what the file says of a message is what is here under its seq.
  let seq = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { type, message } = JSON.parse(line);
    if (type !== 'message') continue;
    seq += 1;
    if (seq % 9973 !== 0) continue;
    const found = await target.stores.messages.find({ id: message.id });
    expect(found).toMatchObject({ seq, content: message.content, createdAt: message.createdAt });
  }
  expect(seq).toBe(MESSAGES);
});

async function fill(data: string): Promise<void> {
  await using opened = await openTestCore(data);
  const { core } = opened;
  const operator = systemActor(DEFAULT_APP_ID);
  const room = await core.rooms.create(operator, { ...roomDraft('Big'), uid: 'big' });
  const text = 'a message that is neither short nor long '.repeat(10);
  for (let sent = 0; sent < MESSAGES; sent += 1000) {
    const batch = Array.from({ length: 1000 }, (_, index) => `${sent + index + 1} ${text}`);
    await Promise.all(batch.map((content) => sendText(core, operator, room.id, content)));
  }
}
