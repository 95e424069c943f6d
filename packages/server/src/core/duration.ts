const UNIT_MS: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
};
const WHOLE = /^\s*(?:\d{1,9}\s*[wdhms]\s*)+$/i;
const PART = /(\d+)\s*([wdhms])/gi;
const CHARS_MAX = 64;
/** A hundred years; longer means permanent. */
const DURATION_MS_MAX = 100 * 365 * 86_400_000;

/** Milliseconds of `1d`, `2h 30m`, `45s`, `1w`; `null` for anything else, for nothing at all, and beyond a hundred years. */
export function parseDuration(text: string): number | null {
  if (text.length > CHARS_MAX || !WHOLE.test(text)) return null;
  let ms = 0;
  for (const [, count, unit] of text.matchAll(PART))
    ms += Number(count) * (UNIT_MS[unit?.toLowerCase() ?? ''] ?? Number.NaN);
  return ms > 0 && ms <= DURATION_MS_MAX ? ms : null;
}
