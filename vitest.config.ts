import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** Where a Chromium may be; browser tests are left out, and said to be, where none is. */
const chromium = process.env['KOINE_TEST_CHROMIUM'] ?? '/usr/bin/chromium';
const hasChromium = existsSync(chromium);

export default defineConfig({
  test: {
    environment: 'node',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'black-box',
          include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: [
            '**/node_modules/**',
            ...(hasChromium ? [] : ['packages/*/test/browser/**', 'test/browser/**']),
          ],
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
    ],
  },
});
