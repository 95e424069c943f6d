import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openSqliteStores } from '../../index.ts';
import { givenMessages, givenRoom } from '../../testing/samples.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { MARKER_NAME } from './marker.ts';

// Each test starts threads, some a dozen; on a busy machine that takes its time.
const BURST = fileURLToPath(new URL('../../testing/burst.ts', import.meta.url));

type OpenStores = Awaited<ReturnType<typeof openSqliteStores>>;

/** One run of a server on the directory; returns its epoch. */
async function run(
  directory: string,
  use: (stores: OpenStores) => Promise<unknown> = async () => {},
) {
  await using stores = await openSqliteStores({ directory });
  const epoch = stores.epoch.current;
  await use(stores);
  return epoch;
}

/** A directory with a room and some messages. */
async function given(
  directory: string,
): Promise<{ readonly epoch: string; readonly roomId: string }> {
  let roomId = '';
  const epoch = await run(directory, async (stores) => {
    roomId = await givenRoom(stores);
    await givenMessages(stores, roomId, 3);
  });
  return { epoch, roomId };
}

/** Replaces the database of `to` by that of `from`, as one restores a backup. */
function restore(from: string, to: string): void {
  for (const name of ['koine.db', 'koine.db-wal', 'koine.db-shm']) {
    rmSync(join(to, name), { force: true });
    if (existsSync(join(from, name))) copyFileSync(join(from, name), join(to, name));
  }
}

/** A message, and what is a change of a room or of what surrounds it but no message. */
const CHANGES: Readonly<Record<string, (stores: OpenStores, roomId: string) => Promise<unknown>>> =
  {
    'a message': (stores, roomId) => givenMessages(stores, roomId, 1),
    'a purge': (stores, roomId) => stores.messages.purge(roomId, 1),
    'an edit': async (stores, roomId) => {
      const { messages } = stores;
      const changes = await messages.changesSince(roomId, 0, 1);
      const id = changes.messages[0]?.id ?? '';
      const revision = { kind: 'edit', content: 'x', reason: null, meta: null, at: 1 } as const;
      return messages.revise(roomId, id, revision);
    },
    'a removed room': (stores, roomId) => stores.rooms.remove(roomId),
  };

describe('the epoch', () => {
  it('is kept by a stop, a start, a VACUUM and a copy that has every commit', async () => {
    using directory = temporaryDirectory();
    const { epoch } = await given(directory.path);
    expect(epoch).toMatch(/^[0-9a-f]{16}$/);
    expect(await run(directory.path)).toBe(epoch);
    const db = new DatabaseSync(join(directory.path, 'koine.db'));
    db.exec(`vacuum; vacuum into '${join(directory.path, 'copy.db')}'`);
    db.close();
    expect(await run(directory.path)).toBe(epoch);
    copyFileSync(join(directory.path, 'copy.db'), join(directory.path, 'koine.db'));
    expect(await run(directory.path)).toBe(epoch);
  });

  it.each(Object.entries(CHANGES))(
    'is another in an older copy, be it older by %s only',
    async (_name, change) => {
      using directory = temporaryDirectory();
      using backup = temporaryDirectory();
      const { epoch, roomId } = await given(directory.path);
      restore(directory.path, backup.path);
      await run(directory.path, (stores) => change(stores, roomId));
      restore(backup.path, directory.path);
      const restored = await run(directory.path);
      expect(restored).not.toBe(epoch);
      expect(await run(directory.path)).toBe(restored);
    },
  );

  it('is another in a copy that was made while the server ran, even when more came afterwards', async () => {
    using directory = temporaryDirectory();
    using backup = temporaryDirectory();
    const { epoch, roomId } = await given(directory.path);
    await run(directory.path, async (stores) => {
      await givenMessages(stores, roomId, 2);
      restore(directory.path, backup.path);
      await givenMessages(stores, roomId, 2);
    });
    restore(backup.path, directory.path);
    const second = await run(directory.path, (stores) => givenMessages(stores, roomId, 50));
    expect(second).not.toBe(epoch);
    // A copy of the first epoch that is further than the second one ever was in it.
    restore(backup.path, directory.path);
    expect(new Set([epoch, second]).has(await run(directory.path))).toBe(false);
  });

  it('is another in another database, and where the marker is missing or damaged', async () => {
    using directory = temporaryDirectory();
    using other = temporaryDirectory();
    const { epoch } = await given(directory.path);
    const marker = join(directory.path, MARKER_NAME);
    const { epoch: others } = await given(other.path);
    restore(other.path, directory.path);
    const exchanged = await run(directory.path);
    rmSync(marker);
    const unmarked = await run(directory.path);
    writeFileSync(marker, 'x');
    const damaged = await run(directory.path);
    expect(new Set([epoch, others, exchanged, unmarked, damaged]).size).toBe(5);
    const text = readFileSync(marker, 'latin1');
    // One of the two slots may be torn.
    writeFileSync(marker, `${text.slice(0, 4096)}${'\0'.repeat(4096)}`);
    expect(await run(directory.path)).toBe(damaged);
    writeFileSync(marker, text.replaceAll(/"progress":\d+/g, '"progress":0'));
    expect(await run(directory.path)).not.toBe(damaged);
  });

  it('begins anew when asked, at once and for the next start too', async () => {
    using directory = temporaryDirectory();
    using killed = temporaryDirectory();
    const { epoch } = await given(directory.path);
    let begun = '';
    await run(directory.path, async (stores) => {
      await stores.epoch.begin();
      begun = stores.epoch.current;
      // What a kill in this moment leaves.
      cpSync(directory.path, killed.path, { recursive: true });
    });
    expect(begun).not.toBe(epoch);
    expect(await run(directory.path)).toBe(begun);
    expect(await run(killed.path)).toBe(begun);
  });

  it('is kept by SIGKILL at any moment, and the marker follows the commits within a second', async () => {
    using directory = temporaryDirectory();
    const { epoch, roomId } = await given(directory.path);
    for (const acknowledgements of [1, 400]) {
      const child = spawn(process.execPath, [BURST, directory.path, roomId], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = once(child, 'exit');
      let lines = 0;
      child.stdout.on('data', (data: Buffer) => {
        lines += data.toString().split('\n').length - 1;
        if (lines >= acknowledgements) child.kill('SIGKILL');
      });
      await exited;
      expect(await run(directory.path)).toBe(epoch);
    }
    await run(directory.path, async (stores) => {
      await givenMessages(stores, roomId, 500);
      const [last] = (await stores.messages.changesSince(roomId, 0, 10_000)).messages.slice(-1);
      const marked = () =>
        readFileSync(join(directory.path, MARKER_NAME), 'latin1').match(/"progress":\d+/g) ?? [];
      const before = marked().join();
      await expect.poll(() => marked().join()).not.toBe(before);
      expect(last).toBeDefined();
    });
  });
});
