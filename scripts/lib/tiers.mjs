/**
 * The tiers of the tests: which of vitest's projects (vitest.config.ts) each runs, and on what.
 * @typedef {object} Tier
 * @property {readonly string[]} projects
 * @property {boolean} [isBundled] On the bundle that `npm start` runs; otherwise on the sources.
 * @property {Readonly<Record<string, string>>} [env]
 */

/** @type {Readonly<Record<string, Tier>>} */
export const TIERS = {
  test: { projects: ['unit', 'black-box', 'stories'] },
  browser: { projects: ['browser'] },
  bundle: { projects: ['black-box'], isBundled: true },
  long: { projects: ['black-box', 'browser'], isBundled: true, env: { TEST_LONG: '1' } },
  screenshots: { projects: ['browser'], env: { TEST_SCREENSHOTS: '1' } },
};

/** Projects that need Chromium. */
export const IN_BROWSER = ['stories', 'browser'];
