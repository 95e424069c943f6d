/**
 * How long a test waits for something (ms) before it says that it never came. No test is timed by it: machines are shared and slow.
 * `npm run test:mutants` waits for less, since there most of what is awaited never comes.
 */
export const PATIENCE_MS = Number(process.env['TEST_PATIENCE_MS'] ?? 120_000);
