import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** `npm test` says so when there is no Chromium and the browser tests are left out. */
const hasChromium = existsSync(process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium');
/** Set by `npm test`, which prints the counts as its last line. */
const outputFile = process.env['TEST_COUNTS_FILE'];

export default defineConfig({
  test: {
    environment: 'node',
    // A test that waits for what never comes ends by this; none is timed by it. Wide, since machines are shared and slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters:
      outputFile === undefined
        ? ['default']
        : ['default', ['./scripts/vitest-count-reporter.mjs', { outputFile }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          include: hasChromium
            ? ['packages/web/test/**/*.test.ts']
            : ['packages/web/test/{build,chat}/**/*.test.ts'],
          globalSetup: ['packages/web/test/build-first.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'black-box',
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
