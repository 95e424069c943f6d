/** Numbers and durations as people read them. */
import { LANGUAGE } from '../../lib/language.ts';

const short = new Intl.NumberFormat(LANGUAGE, { notation: 'compact', maximumFractionDigits: 1 });
const fine = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });
const shortDate = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeStyle: 'short' });

/** E.g. `12.3K`. */
export function compact(value: number): string {
  return value < 10_000 ? fine.format(value) : short.format(value);
}

export function dateTime(atMs: number): string {
  return shortDate.format(atMs);
}

/** As durations are written, the longest first. */
const UNITS = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** Its two largest parts, of days and less: `3 d 4 h`. */
export function duration(ms: number): string {
  const parts: string[] = [];
  let rest = Math.max(0, ms);
  for (const [unit, length] of UNITS.slice(1)) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(`${count} ${unit === 'm' ? 'min' : unit}`);
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}

/** Milliseconds of `45s`, `2h 30m`, `1d`, `1w`; `null`: not a duration. */
export function parseDuration(text: string): number | null {
  const words = text.trim().toLowerCase();
  if (!/^(\d+\s*[smhdw]\s*)+$/.test(words)) return null;
  let ms = 0;
  for (const [, count, unit] of words.matchAll(/(\d+)\s*([smhdw])/g))
    ms += Number(count) * (UNITS.find(([name]) => name === unit)?.[1] ?? 0);
  return ms > 0 ? ms : null;
}

/** How far back a user's messages are deleted. */
export type Age = '1h' | '1d' | '1w' | 'all';

export const AGES: readonly { readonly value: Age; readonly label: string }[] = [
  { value: '1h', label: 'The last hour' },
  { value: '1d', label: 'The last day' },
  { value: '1w', label: 'The last week' },
  { value: 'all', label: 'All' },
];

/** As commands take it; `null`: of any age. */
export function ageMsOf(age: Age): number | null {
  return age === 'all' ? null : parseDuration(age);
}
