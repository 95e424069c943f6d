import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkIntegrity, openSqliteStores } from '../../index.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';

const PAGE_BYTES = 4_096;

it('the check names the damaged page, also where SQLite then gives up', async () => {
  using directory = temporaryDirectory();
  const stores = await openSqliteStores({ directory: directory.path });
  await stores[Symbol.asyncDispose]();
  const file = join(directory.path, 'koine.db');
  const whole = readFileSync(file);
  // Tables and indexes: after the roots of the former nothing more can be read.
  for (const page of [2, 5, 9]) {
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, (page - 1) * PAGE_BYTES, page * PAGE_BYTES);
    writeFileSync(file, damaged);
    const errors = await checkIntegrity({ directory: directory.path });
    expect(errors.join('\n')).toContain(`page ${page}`);
  }
});
