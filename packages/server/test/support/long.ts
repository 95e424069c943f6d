/** Set by `npm run test:long`: larger counts, more rounds. */
export const isLong = process.env['TEST_LONG'] === '1';
