/** Set by `npm run test:long`: larger counts, more rounds. */
export const isLong = process.env['TEST_LONG'] === '1';

/** How often a property is tried. */
export const runs = (count: number) => ({ numRuns: isLong ? count * 30 : count });
