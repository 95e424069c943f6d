/** The server bundled into one file, so that it starts in half the time: see packages/server/bin/packed.mjs. */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findPackedMain, packDirectory } from '../../packages/server/bin/packed.mjs';
import { report, root } from './paths.mjs';

/** Makes the bundle of the present files where it is missing. Without it the server starts too, only later: nothing here is fatal. */
export async function ensureServerPacked() {
  if (findPackedMain() !== undefined) return;
  try {
    await pack(packDirectory());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    report(`the server is not packed and will start a little later (${why.split('\n')[0]})`);
  }
}

/**
 * Bundles one entry as it stands. Nothing is left out or rewritten: a bundler that thinks a call has no effect drops it, also
 * where it is made for its throw, and then what users start is not what was tested.
 * @param {string} entry
 * @param {string} directory
 */
export async function bundle(entry, directory) {
  // Loaded here: an install without development dependencies has no bundler.
  const { rolldown } = await import('rolldown');
  const input = await rolldown({
    cwd: dirname(entry),
    input: { main: entry },
    platform: 'node',
    logLevel: 'silent',
    treeshake: false,
    // A package with a binary finds that by where it stands.
    external: ['@node-rs/argon2'],
    plugins: [
      { name: 'own-place', transform: { filter: { code: 'import.meta.' }, handler: inPlace } },
    ],
  });
  await input.write({
    dir: directory,
    format: 'esm',
    entryFileNames: '[name].mjs',
    // One file: what is imported later must not be gone when a newer bundle has taken this one's place.
    codeSplitting: false,
    comments: false,
    minify: false,
  });
  await input.close();
}

/** @param {string} directory */
async function pack(directory) {
  const startedAt = Date.now();
  const fresh = `${directory}-${process.pid}`;
  await bundle(join(root, 'packages', 'server', 'src', 'cli', 'main.ts'), fresh);
  for (const name of namesBeside(directory))
    if (name !== basename(fresh)) rmSync(join(dirname(directory), name), { recursive: true });
  renameSync(fresh, directory);
  report(`server packed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

/**
 * What a module says of its own place stays true in the bundle: threads, pages and package.json are found from there.
 * @param {string} code
 * @param {string} id
 */
function inPlace(code, id) {
  return code
    .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
    .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)));
}

/** @param {string} directory */
function namesBeside(directory) {
  mkdirSync(dirname(directory), { recursive: true });
  return readdirSync(dirname(directory));
}
