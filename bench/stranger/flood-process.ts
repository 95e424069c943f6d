import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { bench } from '../lib/paths.ts';

/** The stranger, in a process of its own. */
export class FloodProcess {
  /** When it began to knock, of `performance.now()`; NaN before. */
  begunAt = Number.NaN;
  readonly #child: ChildProcess;

  /** `doors`: those at which it knocks; none: all. */
  constructor(port: number, seconds: number, doors: readonly string[]) {
    const args = [join(bench, 'stranger', 'flood.ts'), `${port}`, `${seconds}`, ...doors];
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
    this.#child = spawn(process.execPath, args, { stdio: [...stdio] });
    this.#child.once('message', () => {
      this.begunAt = performance.now();
    });
  }

  get isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Resolves when its time is up; rejects where it has not even begun. */
  async over(): Promise<void> {
    if (!this.isOver) await once(this.#child, 'exit');
    if (Number.isNaN(this.begunAt)) throw new Error('the stranger has ended before it began');
  }
}
