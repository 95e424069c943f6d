import { lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { findNode, findPinnedNode } from '../../packages/server/bin/pinned-node.mjs';
import { fail, root } from './paths.mjs';

const link = join(root, 'node_modules', '.bin', 'node');

/**
 * Makes node_modules/.bin/node the Node that is pinned among the dependencies, so that every npm script runs on it.
 * npm links it too, but npm 10 takes the link away again when it drops the same binary of other platforms. Where the
 * pinned Node does not run there must be no link: scripts then use the Node of the machine, and where that is too old
 * this ends the process.
 */
export function linkPinnedNode() {
  const binary = findPinnedNode();
  if (binary !== undefined && isThere(link)) return;
  rmSync(link, { force: true });
  if (binary === undefined) return requireNode();
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), binary), link);
}

/** @param {string} path */
function isThere(path) {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function requireNode() {
  try {
    findNode();
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}
