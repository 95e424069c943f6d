import { join } from 'node:path';

export const bench = join(import.meta.dirname, '..');
export const root = join(bench, '..');
/** For what a run leaves behind only when it is cut short: data directories. On a disk, as the repository is. */
export const scratch = join(root, 'test-output');
