import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type OpenFailure, openSqliteStores, StorageOpenError } from '../../index.ts';
import { givenMessages, givenRoom, historyQuery } from '../../testing/samples.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';

// Each test starts threads, some a dozen; on a busy machine that takes its time.
/** Opens and expects an error; returns its text. */
async function errorOf(directory: string, reason: OpenFailure): Promise<string> {
  const error: unknown = await openSqliteStores({ directory }).then(
    async (stores) => {
      await stores[Symbol.asyncDispose]();
      return null;
    },
    (refused) => refused,
  );
  if (!(error instanceof StorageOpenError)) throw error ?? new Error('It was opened');
  expect(error.reason).toBe(reason);
  return error.message;
}

/** A Koine database with a room in it, closed. */
async function givenDatabase(directory: string): Promise<string> {
  await using stores = await openSqliteStores({ directory });
  await givenRoom(stores);
  return join(directory, 'koine.db');
}

describe('opening SQLite stores', () => {
  it('makes the directory and the database, for their owner only', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'a', 'b');
    await givenDatabase(path);
    expect(existsSync(join(path, 'koine.db'))).toBe(true);
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(statSync(join(path, 'koine.db')).mode & 0o077).toBe(0);
  });

  it('finds everything again, and leaves no log behind when it closes', async () => {
    using directory = temporaryDirectory();
    const first = await openSqliteStores({ directory: directory.path });
    const roomId = await givenRoom(first);
    const sent = await givenMessages(first, roomId, 300);
    await first[Symbol.asyncDispose]();
    expect(existsSync(join(directory.path, 'koine.db-wal'))).toBe(false);
    await using second = await openSqliteStores({ directory: directory.path });
    const page = await second.messages.page(historyQuery(roomId, { limit: 300 }));
    expect(page.messages).toEqual(sent);
    const [next] = await givenMessages(second, roomId, 1);
    expect(next).toMatchObject({ seq: 301, number: (sent.at(-1)?.number ?? 0) + 1 });
  });

  it('refuses a file that is no database, and does not touch it', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'koine.db');
    writeFileSync(path, 'This is a text file.');
    expect(await errorOf(directory.path, 'notADatabase')).toContain(`${path} is not a database`);
    expect(readFileSync(path, 'utf8')).toBe('This is a text file.');
  });

  it('refuses a directory that cannot be made', async () => {
    using directory = temporaryDirectory();
    const file = join(directory.path, 'file');
    writeFileSync(file, '');
    expect(await errorOf(join(file, 'data'), 'unwritable')).toContain('cannot be made or written');
    expect(await errorOf(file, 'unwritable')).toContain('cannot be made or written');
  });

  it('refuses a directory that cannot be written', async (context) => {
    using directory = temporaryDirectory();
    const path = await givenDatabase(directory.path);
    using mount = readOnlyMount(directory.path);
    if (mount === null) return context.skip('mounting is not allowed here');
    expect(await errorOf(directory.path, 'unwritable')).toContain('cannot be made or written');
    expect(existsSync(path)).toBe(true);
  });

  it('refuses a directory that another server uses, and takes it when that one has ended', async () => {
    using directory = temporaryDirectory();
    const first = await openSqliteStores({ directory: directory.path });
    expect(await errorOf(directory.path, 'inUse')).toContain(directory.path);
    expect(await first.ping()).toBeGreaterThan(0);
    await first[Symbol.asyncDispose]();
    await using second = await openSqliteStores({ directory: directory.path });
    expect(await second.ping()).toBeGreaterThan(0);
  });

  it('can be tried again after an error', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'koine.db');
    mkdirSync(path);
    await errorOf(directory.path, 'unwritable');
    renameSync(path, `${path}.away`);
    await using stores = await openSqliteStores({ directory: directory.path });
    expect(await stores.ping()).toBeGreaterThan(0);
  });
});

describe('closing SQLite stores', () => {
  it('commits what is pending and refuses what comes later, as often as it is asked to', async () => {
    using directory = temporaryDirectory();
    const stores = await openSqliteStores({ directory: directory.path });
    const roomId = await givenRoom(stores);
    const pending = givenMessages(stores, roomId, 3000);
    const closed = [stores[Symbol.asyncDispose](), stores[Symbol.asyncDispose]()];
    await Promise.all(closed);
    expect(await pending).toHaveLength(3000);
    await expect(givenMessages(stores, roomId, 1)).rejects.toMatchObject({ code: 'shuttingDown' });
    await expect(stores.ping()).rejects.toMatchObject({ code: 'shuttingDown' });
    await using again = await openSqliteStores({ directory: directory.path });
    expect(await again.rooms.find({ id: roomId })).toMatchObject({ lastSeq: 3000 });
  });
});

function readOnlyMount(path: string): Disposable | null {
  const bound = spawnSync('/usr/bin/mount', ['--bind', '-o', 'ro', path, path]);
  if (bound.status !== 0) return null;
  return { [Symbol.dispose]: () => spawnSync('/usr/bin/umount', [path]) };
}
