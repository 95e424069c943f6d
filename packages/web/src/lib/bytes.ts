import { LANGUAGE } from './language.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];
const oneDigit = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });

/** `512 B`, `4.2 MB`. */
export function formatBytes(bytes: number): string {
  let rest = bytes;
  let unit = 0;
  for (; rest >= 1000 && unit < UNITS.length - 1; unit++) rest /= 1000;
  return `${oneDigit.format(rest)} ${UNITS[unit]}`;
}
