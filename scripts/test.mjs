/** `npm test -- [vitest's arguments]`: installs what is missing, packs the server and builds the pages when they have changed, runs every test, ends with one line of counts. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumPath, ensureChromium, hasBrowserTests } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/ensure-install.mjs';
import { ensureServerPacked } from './lib/pack-server.mjs';
import { fail, root, say } from './lib/paths.mjs';
import { ensureWebBuilt } from './lib/web-build.mjs';

ensureInstalled();
// What a test starts, in its own process or another, is then what users start: this very bundle.
await ensureServerPacked();
const { findNode } = await import('../packages/server/bin/pinned-node.mjs');
const { findPackedMain } = await import('../packages/server/bin/packed.mjs');
const node = findNode();
const bundle = findPackedMain();
if (bundle === undefined)
  fail('the server cannot be packed: its tests would say nothing of what users start');
if (!ensureWebBuilt()) fail('the pages cannot be built: their tests would say nothing');
const left = hasBrowserTests() && !ensureChromium();
if (left) {
  say(
    `THE BROWSER TESTS ARE LEFT OUT: no Chromium at ${chromiumPath()}, and it cannot be installed here`,
  );
}
const countsFile = join(root, 'test-output', `counts-${process.pid}.json`);
say('running the tests (vitest): units, then a real server over real sockets …');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
let { counts, status } = runTests(process.argv.slice(2));
if (counts.failed === 0 && counts.lost.length > 0 && counts.errors === counts.lost.length) {
  // Node itself has died, which says nothing of the tests: they are run once more, and a second death is a failure.
  say(`A TEST PROCESS WAS KILLED BY A SIGNAL, its file runs once more: ${counts.lost.join(', ')}`);
  const again = runTests(counts.lost);
  const { passed, failed, skipped, errors, lost } = again.counts;
  counts = {
    passed: counts.passed + passed,
    failed,
    skipped: Math.max(0, counts.skipped - passed - failed - skipped) + skipped,
    errors,
    lost,
  };
  status = again.status;
}
const { passed, failed, skipped, errors } = counts;
if (skipped > 0) say(`${skipped} skipped`);
if (left) say('left out: the browser tests (no Chromium)');
if (errors > 0) say(`${errors} errors outside of tests (counted as failed)`);
// Nothing that ended badly may read as "0 failed", whatever vitest had counted.
const failedInAll = Math.max(failed + errors, status === 0 ? 0 : 1);
process.stdout.write(`${passed} passed, ${failedInAll} failed\n`);
process.exit(failedInAll === 0 ? 0 : status || 1);

/** @param {string[]} args Vitest's. */
function runTests(args) {
  const run = spawnSync(node, [vitest, 'run', ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TEST_COUNTS_FILE: countsFile, KOINE_TEST_BUNDLE: bundle },
  });
  if (run.error) fail(`cannot run vitest: ${run.error.message}`);
  const counts = readCounts();
  if (counts === undefined)
    fail('vitest ended before it had counted its tests: take this run as failed');
  return { counts, status: run.status };
}

/** @returns {import('./vitest-count-reporter.mjs').Counts | undefined} */
function readCounts() {
  if (!existsSync(countsFile)) return undefined;
  const parsed = JSON.parse(readFileSync(countsFile, 'utf8'));
  rmSync(countsFile);
  return parsed;
}
