/** Finding a Node that runs Koine's TypeScript as it is. Plain JavaScript: any Node from 20 on runs this file. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const majorNeeded = 24;
/** For which the registry has a Node 24. Elsewhere, on Apple silicon for one, the machine brings its own. */
const pinnedPlatforms = ['linux-x64', 'linux-arm64', 'darwin-x64'];

/** @typedef {Pick<NodeJS.Process, 'version' | 'execPath' | 'platform' | 'arch'>} Host */

/** Whether the Node that runs this is new enough itself. */
export function isThisNodeEnough() {
  return majorOf(process.version) >= majorNeeded;
}

/**
 * The path of a Node that is new enough: this one, or the one installed with the dependencies.
 * @param {Host} host
 * @param {typeof installedBinary} locate
 */
export function findNode(host = process, locate = installedBinary) {
  if (majorOf(host.version) >= majorNeeded) return host.execPath;
  const pinned = findPinnedNode(host, locate);
  if (pinned !== undefined) return pinned;
  throw new Error(
    `Koine needs Node ${majorNeeded} or newer. This is Node ${host.version}, and the dependencies bring none that ` +
      `runs on ${host.platform} ${host.arch}. Install Node ${majorNeeded} and start again.`,
  );
}

/**
 * The Node installed with the dependencies, where there is one for this platform and it runs there.
 * @param {Host} host
 * @param {typeof installedBinary} locate
 */
export function findPinnedNode(host = process, locate = installedBinary) {
  const platform = `${host.platform}-${host.arch}`;
  if (!pinnedPlatforms.includes(platform)) return undefined;
  const binary = locate(`node-${platform}`);
  return binary !== undefined && runs(binary) ? binary : undefined;
}

/** @param {string} name @returns {string | undefined} */
function installedBinary(name) {
  let manifest;
  try {
    manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
  } catch {
    // Installed without optional dependencies.
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
