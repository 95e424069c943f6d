import { spawnSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkIntegrity, openSqliteStores } from '../../index.ts';
import { givenMessages, givenRoom, historyQuery, newMessage } from '../../testing/samples.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';

// Each test starts threads; on a busy machine that takes its time.
const content = 'x'.repeat(4000);

it('refuses to write on a full disk, still reads, loses nothing, and goes on when there is room', async (context) => {
  using temporary = temporaryDirectory();
  const directory = temporary.path;
  using disk = smallDisk(directory, 8);
  if (disk === null) return context.skip('mounting is not allowed here');
  const stores = await openSqliteStores({ directory });
  const roomId = await givenRoom(stores);
  const acknowledged = [...(await givenMessages(stores, roomId, 20))];

  const ballast = join(directory, 'ballast');
  const { bavail, bsize } = statfsSync(directory);
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - 300_000));
  for (let round = 0; round < 20; round++) {
    const batch = Array.from({ length: 10 }, () =>
      stores.messages.append(newMessage(roomId, { content })),
    );
    for (const sent of await Promise.allSettled(batch)) {
      if (sent.status === 'fulfilled') acknowledged.push(sent.value.message);
      else expect(sent.reason).toMatchObject({ code: 'storageUnavailable' });
    }
  }
  expect(acknowledged.length).toBeLessThan(220);
  const page = await stores.messages.page(historyQuery(roomId, { limit: 500 }));
  expect(page.messages).toEqual(acknowledged);

  rmSync(ballast);
  acknowledged.push(...(await givenMessages(stores, roomId, 20)));
  expect(await stores.ping()).toBeGreaterThan(0);
  await stores[Symbol.asyncDispose]();
  expect(await checkIntegrity({ directory })).toEqual([]);
  await using again = await openSqliteStores({ directory });
  const kept = await again.messages.page(historyQuery(roomId, { limit: 500 }));
  expect(kept.messages).toEqual(acknowledged);
});

it('reports a full disk at the start', async (context) => {
  using temporary = temporaryDirectory();
  const directory = temporary.path;
  using disk = smallDisk(directory, 1);
  if (disk === null) return context.skip('mounting is not allowed here');
  const { bavail, bsize } = statfsSync(directory);
  writeFileSync(join(directory, 'ballast'), Buffer.alloc(bavail * bsize - 20_000));
  await expect(openSqliteStores({ directory })).rejects.toMatchObject({
    reason: 'noSpace',
    message: expect.stringContaining('is full'),
  });
  rmSync(join(directory, 'ballast'));
  await using stores = await openSqliteStores({ directory });
  expect(await stores.ping()).toBeGreaterThan(0);
});

function smallDisk(path: string, mebibytes: number): Disposable | null {
  const mounted = spawnSync('/usr/bin/mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${mebibytes}m`,
    'tmpfs',
    path,
  ]);
  if (mounted.status !== 0) return null;
  return { [Symbol.dispose]: () => spawnSync('/usr/bin/umount', ['-l', path]) };
}
