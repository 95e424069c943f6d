import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureWebBuilt } from '../../../scripts/lib/web-build.mjs';

/** Run once before the pages' tests: they meet pages built from what is there now. */
export default function setup(): void {
  const isBuilt = ensureWebBuilt();
  const dist = join(import.meta.dirname, '..', 'dist', 'index.html');
  if (!isBuilt && !existsSync(dist)) throw new Error('The pages cannot be built.');
}
