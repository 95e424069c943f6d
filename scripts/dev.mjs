/** `npm run dev -- [flags]`: the server from its sources, started again after each edit, and the pages built again, which then reload. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ensureInstalled } from './lib/ensure-install.mjs';
import { report, root } from './lib/paths.mjs';

ensureInstalled();
const { findNode } = await import('../packages/server/bin/pinned-node.mjs');
/** @type {import('node:child_process').ChildProcess[]} */
const children = [];

/** @param {string[]} args @param {('inherit' | 'ipc')[]} more Neither goes on without the other. */
function run(args, ...more) {
  const child = spawn(findNode(), args, {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', ...more],
  });
  children.push(child);
  child.on('exit', () => end('SIGTERM'));
  return child;
}

/** @param {NodeJS.Signals} signal */
function end(signal) {
  for (const child of children) child.kill(signal);
}

process.on('SIGINT', end).on('SIGTERM', end);
report('building the pages …');
const pages = run([join('packages', 'web', 'build', 'watch.ts')], 'ipc');
await once(pages, 'message');
report('pages built; they and the server follow every edit, Ctrl-C stops both');
const folders = ['packages/server/src', 'packages/contract/src'];
const watched = folders.map((folder) => `--watch-path=${folder}`);
const server = ['packages/server/src/cli/main.ts', 'serve', ...process.argv.slice(2)];
run(['--watch-preserve-output', ...watched, ...server]);
