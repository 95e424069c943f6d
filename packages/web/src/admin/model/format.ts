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

const PARTS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** Its two largest parts, e.g. `3 d 4 h`. */
export function duration(ms: number): string {
  const parts: string[] = [];
  let rest = Math.max(0, ms);
  for (const [unit, length] of PARTS) {
    const many = Math.floor(rest / length);
    rest -= many * length;
    if (many > 0) parts.push(`${many} ${unit}`);
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}

const LENGTHS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of `45s`, `2h 30m`, `1d`, `1w`; `null`: not a duration. */
export function parseDuration(text: string): number | null {
  const words = text.trim().toLowerCase();
  if (!/^(\d+\s*[smhdw]\s*)+$/.test(words)) return null;
  let ms = 0;
  for (const [, many, unit] of words.matchAll(/(\d+)\s*([smhdw])/g))
    ms += Number(many) * (LENGTHS[unit ?? ''] ?? 0);
  return ms > 0 ? ms : null;
}
