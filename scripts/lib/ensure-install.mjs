/**
 * Brings node_modules in line with package-lock.json before anything is run from it.
 *
 * How this works: a stamp file inside node_modules holds a digest of the lockfile and of every package.json that was
 * installed. No stamp or another digest: install. Removing node_modules removes the stamp with it, and an install that
 * was interrupted never wrote one.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, say } from './paths.mjs';

const modules = join(root, 'node_modules');
const stampFile = join(modules, '.koine-installed');

/** Installs what is missing; ends the process with a clear line when that fails. */
export function ensureInstalled() {
  const digest = digestOfManifests();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest) return;
  // A fresh clone gets exactly the lockfile. Later changes are applied in place: `npm ci` would first
  // delete the Node binary that may be running this very script.
  const isFresh = !existsSync(modules);
  const args = isFresh ? ['ci'] : ['install'];
  say(
    isFresh
      ? 'first start here: installing dependencies (npm ci), this takes about half a minute …'
      : 'package-lock.json has changed: updating dependencies (npm install) …',
  );
  const startedAt = Date.now();
  runNpm([
    ...args,
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--include=dev',
    '--include=optional',
  ]);
  writeFileSync(stampFile, digest);
  say(`dependencies installed in ${Math.round((Date.now() - startedAt) / 1000)} s`);
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

/** @param {string[]} args */
function runNpm(args) {
  // Under `npm start` npm says where it is; that spares a search of PATH, and a shell on Windows.
  const script = process.env['npm_execpath'];
  const hasScript = script?.endsWith('.js') === true;
  const command = hasScript ? process.execPath : 'npm';
  const result = spawnSync(command, script && hasScript ? [script, ...args] : args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !hasScript && process.platform === 'win32',
  });
  if (result.error) fail(`cannot run npm: ${result.error.message}`);
  if (result.signal) process.kill(process.pid, result.signal);
  if (result.status !== 0) {
    fail(
      `npm ${args[0]} failed (exit ${result.status}); its messages are above. Nothing was started.`,
    );
  }
}
