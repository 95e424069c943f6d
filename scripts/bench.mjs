/**
 * `npm run bench -- [scenario] [flags]`: measures Koine beside its peers. `npm run bench:guard` only compares it with plain
 * `ws`, in under a minute; `npm run bench:pages` compares the pages with an empty one;
 * `npm run bench -- postgres` tries the append of a Postgres engine under faults. Installs what is missing; the peer that nothing else needs (Bun, 100 MB) only for the former.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/ensure-install.mjs';
import { ensureServerPacked } from './lib/pack-server.mjs';
import { fail, report, root } from './lib/paths.mjs';
import { runNpm } from './lib/run-npm.mjs';
import { ensureWebBuilt } from './lib/web-build.mjs';

ensureInstalled();
await ensureServerPacked();
const { findNode } = await import('../packages/server/bin/pinned-node.mjs');
const bench = join(root, 'bench');
const [first, ...rest] = process.argv.slice(2);
const isAlone = ['guard', 'pages', 'postgres', 'stranger'].includes(first ?? '');
if (first === 'pages' && !ensureWebBuilt()) fail('the pages cannot be built');
if (!isAlone && !existsSync(join(bench, 'node_modules', 'bun'))) {
  report('installing the peer that only the benchmark needs: bun (100 MB) …');
  runNpm(
    ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    bench,
  );
}
const program = isAlone
  ? [join(bench, `${first}.ts`), ...rest]
  : [join(bench, 'bench.ts'), ...process.argv.slice(2)];
const run = spawnSync(findNode(), program, { cwd: root, stdio: 'inherit' });
if (run.error) fail(`cannot run the benchmark: ${run.error.message}`);
process.exit(run.status ?? 1);
