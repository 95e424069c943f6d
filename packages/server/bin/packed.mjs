/**
 * The server as one file instead of two thousand: half of a start is finding and reading modules.
 *
 * How this works: scripts/lib/pack-server.mjs bundles src/cli/main.ts into a directory that is named by a digest of all that
 * goes into it. A start takes the bundle of exactly the present files, and runs the sources where there is none: after an
 * edit, without a bundler, on a fresh checkout. So what runs is never older than what is there.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
/** What is bundled: our sources, and every package, by the versions in npm's own record of the last install. */
const folders = ['packages/server/src', 'packages/contract/src'];
const files = [
  'node_modules/.package-lock.json',
  'packages/server/package.json',
  'packages/contract/package.json',
  'scripts/lib/pack-server.mjs',
];
/** Compiled code and bundles. */
export const cacheDirectory = join(repository, 'node_modules', '.cache', 'koine');

/**
 * @param {string} root
 * @returns {string | undefined} The bundle of the present files, if it has been made.
 */
export function findPackedMain(root = repository) {
  try {
    const main = join(packDirectory(root), 'main.mjs');
    return existsSync(main) ? main : undefined;
  } catch {
    // Not installed, or installed by something that keeps no record: the sources will do.
    return undefined;
  }
}

/**
 * Where the bundle of the present files belongs. Throws when a file is missing.
 * @param {string} root
 */
export function packDirectory(root = repository) {
  const hash = createHash('sha256').update(root);
  /** By name, size and time: to read them all would take longer than is gained. @param {string} file */
  const add = (file) => {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  };
  for (const file of files) add(file);
  for (const folder of folders)
    for (const name of readdirSync(join(root, folder), {
      recursive: true,
      encoding: 'utf8',
    }).sort())
      if (name.endsWith('.ts') && !name.endsWith('.test.ts')) add(`${folder}/${name}`);
  return join(root, 'node_modules', '.cache', 'koine', 'packed', hash.digest('hex').slice(0, 32));
}
