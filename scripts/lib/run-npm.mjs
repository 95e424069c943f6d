import { spawnSync } from 'node:child_process';
import { fail } from './paths.mjs';

/**
 * Runs npm, its output on standard error. Ends the process with a clear line when it fails.
 * @param {string[]} args
 * @param {string} cwd
 */
export function runNpm(args, cwd) {
  // Under `npm start` npm says where it is: the same npm then, whatever PATH holds.
  const script = process.env['npm_execpath'];
  const isScript = script?.endsWith('.js') === true;
  const result = isScript
    ? spawnSync(process.execPath, [script, ...args], { cwd, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd, stdio: ['ignore', 2, 2] });
  if (result.error) fail(`cannot run npm: ${result.error.message}`);
  if (result.signal) process.kill(process.pid, result.signal);
  if (result.status !== 0) {
    fail(
      `npm install failed (exit ${result.status}); its messages are above. Nothing was started.`,
    );
  }
}
