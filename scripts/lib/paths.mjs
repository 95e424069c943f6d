import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root directory. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @param {string} text One line for the person at the terminal; standard output belongs to the server. */
export function report(text) {
  process.stderr.write(`koine: ${text}\n`);
}

/** @param {string} text @returns {never} */
export function fail(text) {
  report(text);
  process.exit(1);
}
