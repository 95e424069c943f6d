/** Chromium for the browser tests: found, or installed from Debian's packages where that is allowed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { report } from './paths.mjs';

const defaultPath = '/usr/bin/chromium';

/** @returns {string} Where Chromium is looked for. */
export function chromiumPath() {
  return process.env['CHROMIUM_PATH'] ?? defaultPath;
}

/** Whether Chromium is there, after trying to install it as root on a system with apt. */
export function ensureChromium() {
  if (existsSync(chromiumPath())) return true;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  report('installing Chromium for the browser tests (apt-get install chromium) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status } = spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 2, 2], env });
    if (status !== 0) report(`apt-get ${args[0]} failed (exit ${status})`);
  }
  return existsSync(chromiumPath());
}
