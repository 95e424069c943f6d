/**
 * Brings node_modules in line with package-lock.json before anything is run from it.
 *
 * How this works: a stamp file inside node_modules holds a digest of the lockfile and of every package.json that was
 * installed. No stamp or another digest: install. Removing node_modules removes the stamp with it, and an install that
 * was interrupted never wrote one.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkPinnedNode } from './link-node.mjs';
import { report, root } from './paths.mjs';
import { runNpm } from './run-npm.mjs';

const modules = join(root, 'node_modules');
const kinds = ['--include=dev', '--include=optional'];
const stampFile = join(modules, '.koine-installed');

/** Installs what is missing; ends the process with a clear line when that fails. */
export function ensureInstalled() {
  const digest = digestOfManifests();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest) return;
  const isFresh = !existsSync(modules);
  report(
    isFresh
      ? 'first start here: installing dependencies (npm install), this takes about half a minute …'
      : 'package-lock.json has changed: updating dependencies (npm install) …',
  );
  const startedAt = Date.now();
  // `npm install --no-save` takes what the lockfile says and leaves it as it is. `npm ci` would first delete the
  // Node binary that may be running this script.
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  runNpm(['install', '--no-save', ...quiet, ...kinds], root);
  linkPinnedNode();
  writeFileSync(stampFile, digest);
  report(`dependencies installed in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

function digestOfManifests() {
  const hash = createHash('sha256');
  const packages = readdirSync(join(root, 'packages')).sort();
  const manifests = ['package-lock.json', 'package.json'].concat(
    packages.map((name) => join('packages', name, 'package.json')),
  );
  for (const manifest of manifests) {
    const file = join(root, manifest);
    if (existsSync(file)) hash.update(manifest).update(readFileSync(file));
  }
  return hash.digest('hex');
}
