import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { cacheDirectory } from './packages/server/bin/packed.mjs';

/** `npm test` says so when there is no Chromium and the browser tests are left out. */
const hasChromium = existsSync(process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium');
/** Set by `npm test`, which prints the counts as its last line. */
const outputFile = process.env['TEST_COUNTS_FILE'];

/** Tests of the server wait for disks and processes half of their time, so two files run at once, also on two cores. */
const together = { maxWorkers: 2, sequence: { groupOrder: 0 } };
/** Behind the others, since a browser is a crowd of processes by itself. */
const pages = { maxWorkers: 2, sequence: { groupOrder: 1 } };
/** What measures needs the machine for itself. */
const alone = { maxWorkers: 1, sequence: { groupOrder: 2 } };
/** Measures how quick pages are. */
const speedTests = 'packages/web/test/**/speed.test.ts';

export default defineConfig({
  test: {
    environment: 'node',
    // Storage's threads find their code compiled, as those of a server do.
    env: { NODE_COMPILE_CACHE: cacheDirectory },
    // A test that waits for what never comes ends by this; none is timed by it. Wide, since machines are shared and slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000, interval: 20 } },
    reporters:
      outputFile === undefined
        ? ['default']
        : ['default', ['./scripts/vitest-count-reporter.mjs', { outputFile }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          ...together,
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          ...pages,
          include: hasChromium
            ? ['packages/web/test/**/*.test.ts']
            : ['packages/web/test/{build,chat}/**/*.test.ts'],
          exclude: ['**/node_modules/**', speedTests],
          globalSetup: ['packages/web/test/build-first.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'speed',
          ...alone,
          include: hasChromium ? [speedTests] : [],
          globalSetup: ['packages/web/test/build-first.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'black-box',
          ...together,
          include: [
            'packages/server/test/**/*.test.ts',
            'test/**/*.test.ts',
            'examples/**/*.test.ts',
          ],
          exclude: [
            '**/node_modules/**',
            ...(hasChromium ? [] : ['packages/server/test/browser/**', 'test/browser/**']),
          ],
        },
      },
    ],
  },
});
