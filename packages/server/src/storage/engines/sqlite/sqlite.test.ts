import { afterAll, expect, it } from 'vitest';
import { checkIntegrity, openSqliteStores } from '../../index.ts';
import { storeConformance } from '../../testing/conformance.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';

const directory = temporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

storeConformance('SQLite', () => openSqliteStores({ directory: directory.path }));

it('is sound after all that', async () => {
  expect(await checkIntegrity({ directory: directory.path })).toEqual([]);
});
