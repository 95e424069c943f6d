import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureWebBuilt } from '../../../scripts/lib/web-build.mjs';
import { launchShared } from '../../server/src/testing/browser.ts';

/** Run once before the pages' tests: they meet pages built from what is there now, in one browser. */
export default async function setup(): Promise<() => Promise<void>> {
  const isBuilt = ensureWebBuilt();
  const dist = join(import.meta.dirname, '..', 'dist', 'index.html');
  if (!isBuilt && !existsSync(dist)) throw new Error('The pages cannot be built.');
  return launchShared();
}
