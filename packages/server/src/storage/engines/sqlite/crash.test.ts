import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { checkIntegrity, openSqliteStores } from '../../index.ts';
import { givenRoom } from '../../testing/samples.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';

const BURST = fileURLToPath(new URL('../../testing/burst.ts', import.meta.url));

it('has every message that was acknowledged before a SIGKILL, once', async () => {
  using temporary = temporaryDirectory();
  const directory = temporary.path;
  const roomId = await withStores(directory, (stores) => givenRoom(stores));
  const acknowledged = new Map<string, number>();

  for (const acknowledgements of [1, 500, 3000]) {
    for (const [id, seq] of await burst(directory, roomId, acknowledgements))
      acknowledged.set(id, seq);
    expect(await checkIntegrity({ directory })).toEqual([]);
    await withStores(directory, async (stores) => {
      for (const [id, seq] of acknowledged) {
        expect(await stores.messages.find({ id })).toMatchObject({ roomId, seq });
      }
      const room = await stores.rooms.find({ id: roomId });
      expect(room?.lastSeq).toBeGreaterThanOrEqual(acknowledged.size);
    });
  }
  expect(await checkIntegrity({ directory })).toEqual([]);
});

/** Lets a process send until so many messages are acknowledged, and kills it in the middle of the next ones. */
async function burst(directory: string, roomId: string, acknowledgements: number) {
  const child = spawn(process.execPath, [BURST, directory, roomId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const seen = new Map<string, number>();
  for await (const line of createInterface({ input: child.stdout })) {
    const [id = '', seq = ''] = line.split(' ');
    // The last line may have been cut by the kill.
    if (id.length === 36 && seq !== '' && !seen.has(id)) seen.set(id, Number(seq));
    if (seen.size === acknowledgements) child.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
  return seen;
}

async function withStores<T>(
  directory: string,
  use: (stores: Awaited<ReturnType<typeof openSqliteStores>>) => Promise<T>,
): Promise<T> {
  await using stores = await openSqliteStores({ directory });
  return await use(stores);
}
