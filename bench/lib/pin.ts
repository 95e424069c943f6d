import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const ATTEMPTS = 10;

/** Read once, before anything is pinned. */
const [serverCore, loadCore] = allowedCores();

/** Whether server and load generator have a core each; with one core there is nothing to separate. */
export const isPinned = loadCore !== undefined && hasTaskset();

/** The command line that runs this one on the server's core. */
export function onServerCore(command: string, args: readonly string[]): [string, string[]] {
  return isPinned ? ['taskset', ['-c', `${serverCore}`, command, ...args]] : [command, [...args]];
}

/** Puts this process, the load generator, on its core. */
export function pinLoad(): void {
  if (!isPinned) return;
  const args = ['-acp', `${loadCore}`, `${process.pid}`];
  // It gives up where a thread ends meanwhile.
  for (let i = 0; i < ATTEMPTS; i++) if (spawnSync('taskset', args).status === 0) return;
  throw new Error('the load generator cannot be pinned');
}

function allowedCores(): number[] {
  const status = readFileSync('/proc/self/status', 'utf8');
  const list = /^Cpus_allowed_list:\s+(\S+)$/m.exec(status)?.[1] ?? '0';
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
