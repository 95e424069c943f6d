import { existsSync } from 'node:fs';
import { configDefaults, defineConfig } from 'vitest/config';
import { cacheDirectory } from './packages/server/bin/packed.mjs';
import { PATIENCE_MS } from './packages/server/src/testing/patience.ts';
import { chromiumPath } from './scripts/lib/chromium.mjs';

/** `scripts/test.mjs` says so when there is no Chromium and tests are left out. */
const ifChromium = (...files: string[]) => (existsSync(chromiumPath()) ? files : []);
/** Set by `scripts/test.mjs`, which prints the counts as its last line. */
const outputFile = process.env['TEST_COUNTS_FILE'];

/** Of the pages without a browser: what is built, and the chat that they share. */
const browserless = 'packages/web/test/{build,chat}/**/*.test.ts';
/** One story of each page. */
const stories = 'packages/web/test/stories.test.ts';

/** Tests of the server wait for disks and processes half of their time, so two files run at once, also on two cores. */
const server = { maxWorkers: 2, sequence: { groupOrder: 0 } };
/** Behind the others, since a browser is a crowd of processes by itself. */
const pages = {
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
  globalSetup: ifChromium('packages/web/test/global-setup.ts'),
};

/** Which of the projects is run when: `scripts/test.mjs`. */
export default defineConfig({
  test: {
    environment: 'node',
    // Storage's threads find their code compiled, as those of a server do.
    env: { NODE_COMPILE_CACHE: cacheDirectory },
    // A test that waits for what never comes ends by this; none is timed by it. Wide, since machines are shared and slow.
    testTimeout: process.env['TEST_LONG'] === '1' ? 900_000 : 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: PATIENCE_MS, interval: 20 } },
    reporters:
      outputFile === undefined
        ? ['default']
        : ['default', ['./scripts/vitest-count-reporter.mjs', { outputFile }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          ...server,
          include: [
            'packages/*/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
            browserless,
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'black-box',
          ...server,
          include: ['packages/server/test/*.test.ts', 'examples/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'stories', ...pages, include: ifChromium(stories) },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          ...pages,
          include: ifChromium(
            'packages/web/test/**/*.test.ts',
            'packages/server/test/browser/*.test.ts',
          ),
          exclude: [...configDefaults.exclude, browserless, stories],
        },
      },
    ],
  },
});
