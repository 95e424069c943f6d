/**
 * `npm test -- [vitest's arguments]` and the other tiers (`--tier NAME`, scripts/lib/tiers.mjs): installs what is missing, builds the
 * pages when they have changed, runs the tests, ends with one line of counts. With arguments, what they name is looked for in every
 * project.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumPath } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/ensure-install.mjs';
import { ensureServerPacked } from './lib/pack-server.mjs';
import { fail, report, root } from './lib/paths.mjs';
import { IN_BROWSER, TIERS } from './lib/tiers.mjs';
import { ensureWebBuilt } from './lib/web-build.mjs';

const given = process.argv.slice(2);
const name = given[0] === '--tier' ? given.splice(0, 2)[1] : 'test';
const tier = TIERS[name ?? ''];
if (tier === undefined) fail(`there is no tier ${name}: ${Object.keys(TIERS).join(', ')}`);
ensureInstalled();
// Servers that tests start in processes of their own start in half the time.
await ensureServerPacked();
const { findNode } = await import('../packages/server/bin/pinned-node.mjs');
if (!ensureWebBuilt()) fail('the pages cannot be built: their tests would say nothing');
const projects = given.length > 0 && name === 'test' ? [] : tier.projects;
const needsBrowser = projects.length === 0 || projects.some((one) => IN_BROWSER.includes(one));
const left = needsBrowser && !existsSync(chromiumPath());
if (left && projects.every((one) => IN_BROWSER.includes(one)) && projects.length > 0)
  fail(`there is no Chromium at ${chromiumPath()} (CHROMIUM_PATH), and all of this tier needs it`);
const countsFile = join(root, 'test-output', `counts-${process.pid}.json`);
const args = ['run', ...projects.flatMap((one) => ['--project', one]), ...given];
const run = spawnSync(findNode(), [join(root, 'node_modules', 'vitest', 'vitest.mjs'), ...args], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    ...tier.env,
    TEST_COUNTS_FILE: countsFile,
    ...(tier.isBundled && { KOINE_TEST_BUNDLE: await bundle() }),
  },
});
if (run.error) fail(`cannot run vitest: ${run.error.message}`);
const { passed, failed, skipped, errors } = readCounts();
if (skipped > 0) report(`${skipped} skipped`);
if (left) report(`LEFT OUT, for want of a Chromium at ${chromiumPath()}: every test in a browser`);
if (errors > 0) report(`${errors} errors outside of tests (counted as failed)`);
// Nothing that ended badly may read as "0 failed", whatever vitest had counted.
const failedInAll = Math.max(failed + errors, run.status === 0 ? 0 : 1);
process.stdout.write(`${passed} passed, ${failedInAll} failed\n`);
process.exit(failedInAll === 0 ? 0 : run.status || 1);

/** The server as users start it. */
async function bundle() {
  const { findPackedMain } = await import('../packages/server/bin/packed.mjs');
  return (
    findPackedMain() ??
    fail('the server cannot be packed: its tests would say nothing of what users start')
  );
}

/** @returns {import('./vitest-count-reporter.mjs').Counts} */
function readCounts() {
  if (!existsSync(countsFile))
    fail('vitest ended before it had counted its tests: take this run as failed');
  const parsed = JSON.parse(readFileSync(countsFile, 'utf8'));
  rmSync(countsFile);
  return parsed;
}
