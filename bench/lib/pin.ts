import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Read once, before anything is pinned. */
const [serverCore, loadCore] = coresOf('self');

/** Whether server and load generator have a core each; with one core there is nothing to separate. */
export const isPinned = loadCore !== undefined && spawnSync('taskset', ['--version']).status === 0;

/** The command line that runs this one on the server's core. */
export function onServerCore(command: string, args: readonly string[]): [string, string[]] {
  return isPinned ? ['taskset', ['-c', `${serverCore}`, command, ...args]] : [command, [...args]];
}

/** Puts this process, the load generator, on its core. */
export function pinLoad(): void {
  if (!isPinned || loadCore === undefined) return;
  pinThreads(readdirSync('/proc/self/task'), loadCore);
  if (coresOf('self').length > 1) throw new Error('the load generator cannot be pinned');
}

/** Each by itself: for all threads of a process at once (`-a`) taskset gives up where one ends meanwhile. */
export function pinThreads(threads: readonly (string | number)[], core: number): void {
  for (const thread of threads) spawnSync('taskset', ['-cp', `${core}`, `${thread}`]);
}

/** The cores that a process's main thread may run on. */
export function coresOf(pid: string): number[] {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const list = /^Cpus_allowed_list:\s+(\S+)$/m.exec(status)?.[1] ?? '0';
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
