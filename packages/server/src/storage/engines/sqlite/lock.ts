import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageOpenError } from '../../storage-open-error.ts';
import { codeOf, SQLITE } from './sqlite-error.ts';

/**
 * Makes this process the directory's only server until it closes the lock or dies, however it dies: the lock is the
 * operating system's, on an empty database that is held in an exclusive transaction.
 */
export function lockDirectory(directory: string): Disposable {
  const db = new DatabaseSync(join(directory, 'koine.lock'), { timeout: 0 });
  try {
    db.exec('begin exclusive');
  } catch (error) {
    db.close();
    const code = codeOf(error);
    if (code !== SQLITE.busy && code !== SQLITE.locked) throw error;
    throw new StorageOpenError(
      'inUse',
      `Another Koine server uses the data directory ${directory}. Stop it, or start this one with a directory of its own (--data).`,
    );
  }
  return {
    [Symbol.dispose]() {
      if (db.isOpen) db.close();
    },
  };
}
