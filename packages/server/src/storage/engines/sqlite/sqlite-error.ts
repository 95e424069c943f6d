/** What node:sqlite throws: `errcode` is SQLite's extended result code. */
export interface SqliteError extends Error {
  readonly errcode: number;
}

/** SQLite's primary result codes that storage distinguishes. */
export const SQLITE = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  notADatabase: 26,
} as const;

/** Extended result codes of unique constraints: on a primary key, an index, a row id. */
const UNIQUE: readonly number[] = [1555, 2067, 2579];

export function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
}

/** The primary result code, or null when the error is not SQLite's. */
export function codeOf(error: unknown): number | null {
  return isSqliteError(error) ? error.errcode & 0xff : null;
}

/** Whether an insert or update violated a unique constraint. */
export function isDouble(error: unknown): boolean {
  return isSqliteError(error) && UNIQUE.includes(error.errcode);
}

/** An error of the database (disk full, I/O, corruption…): the whole transaction must be rolled back. */
export function isDatabaseError(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null && code !== SQLITE.constraint;
}
