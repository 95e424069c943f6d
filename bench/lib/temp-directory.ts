import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './paths.ts';

/** A directory on the repository's own disk (the system's may be in memory); gone when disposed. */
export class TempDirectory implements Disposable {
  readonly path: string;

  constructor() {
    mkdirSync(scratch, { recursive: true });
    this.path = mkdtempSync(join(scratch, 'bench-'));
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
