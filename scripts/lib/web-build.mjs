/**
 * The pages' files, packages/web/dist, in line with their sources.
 *
 * How this works: a stamp file in dist holds a digest of all that goes into a build. Another digest, or no stamp: build
 * into a directory of its own, then put it in dist's place, so that a server or a test never meets half of one.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNode } from '../../packages/server/bin/pinned-node.mjs';
import { report, root } from './paths.mjs';

const web = join(root, 'packages', 'web');
const dist = join(web, 'dist');
const stampFile = join(dist, '.built-from');
const sources = ['src', 'build', '../contract/src'];
/** Whose Markdown becomes pages of /docs. */
const texts = ['../../docs', '../server/src/protocols'];

/** Builds the pages if they are missing or older than their sources. @returns {boolean} Whether they are as they should be. */
export function ensureWebBuilt() {
  const isBuilt = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digestOfSources();
  return isBuilt || buildWeb();
}

/** Builds the pages. @returns {boolean} Whether that went well; if not, what was there before is still there. */
export function buildWeb() {
  const digest = digestOfSources();
  const startedAt = Date.now();
  const fresh = join(web, `dist-${process.pid}`);
  const old = join(web, `dist-old-${process.pid}`);
  report('building the pages …');
  const { status } = spawnSync(findNode(), [join(web, 'build', 'build.ts'), fresh], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    // Vite says more, and Preact does more, where this says otherwise.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    report(`the pages cannot be built (exit ${status}); its messages are above`);
    return false;
  }
  writeFileSync(join(fresh, '.built-from'), digest);
  try {
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
  } catch (error) {
    // Another build of the same sources was faster.
    if (!existsSync(stampFile)) throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
  rmSync(old, { recursive: true, force: true });
  report(`pages built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return true;
}

function digestOfSources() {
  const hash = createHash('sha256');
  const folders = sources.flatMap((folder) =>
    readdirSync(join(web, folder), { recursive: true, withFileTypes: true }),
  );
  const top = readdirSync(web, { withFileTypes: true });
  const guides = texts
    .flatMap((folder) => readdirSync(join(web, folder), { recursive: true, withFileTypes: true }))
    .filter(({ name }) => /\.(md|svg)$/.test(name));
  const files = [...folders, ...guides, ...top.filter(({ name }) => /\.(html|ts|json)$/.test(name))]
    .filter((entry) => entry.isFile() && !/\.test\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of [join(root, 'package-lock.json'), ...files]) {
    if (existsSync(file)) hash.update(`${file.slice(root.length)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}
