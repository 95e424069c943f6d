import { readdirSync, readFileSync } from 'node:fs';

/** Nanoseconds that each thread of a process has run, by thread id; the main thread's is the process id. */
export type ThreadTimes = ReadonlyMap<string, number>;

/** Read from the kernel, so that a server need not take part in being measured. */
export function threadTimesOf(pid: number): ThreadTimes {
  const times = new Map<string, number>();
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      const [ns = '0'] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      times.set(thread, Number(ns));
    } catch {
      // The thread has ended in between.
    }
  }
  return times;
}

/** Milliseconds that a process's main thread has run, and that it was ready to run while others had its core. */
export function mainThreadOf(pid: number): { readonly ranMs: number; readonly waitedMs: number } {
  const [ran = '0', waited = '0'] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
  return { ranMs: Number(ran) / 1e6, waitedMs: Number(waited) / 1e6 };
}

/** Resident bytes of a process. */
export function residentBytesOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

const TICKS_PER_SECOND = 100;

/** Seconds that all cores together have been busy since boot, time stolen by the host included. */
export function machineBusySeconds(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [, user, nice, system, , , irq, softIrq, steal] = line.trim().split(/\s+/).map(Number);
  const parts = [user, nice, system, irq, softIrq, steal];
  return parts.reduce<number>((sum, ticks) => sum + (ticks ?? 0), 0) / TICKS_PER_SECOND;
}
