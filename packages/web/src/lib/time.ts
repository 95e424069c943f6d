/** Times for people: in the language of the texts, by the reader's zone and clock. */
import { LANGUAGE, plural } from './language.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions();
const clockFormat = dateFormat({ hour: 'numeric', minute: '2-digit', hourCycle });
const exactFormat = dateFormat({ dateStyle: 'full', timeStyle: 'medium', hourCycle });
const longDate = dateFormat({ dateStyle: 'long' });
const weekdayFormat = dateFormat({ weekday: 'long', day: 'numeric', month: 'long' });
const relativeFormat = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto', style: 'short' });
const relativeDay = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' });

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(LANGUAGE, options);
}

/** E.g. `14:32`. */
export function clockTime(atMs: number): string {
  return clockFormat.format(atMs);
}

/** E.g. `Friday, 20 November 2026 at 14:32:07`. */
export function exactTime(atMs: number): string {
  return exactFormat.format(atMs);
}

/** E.g. `now`, `5 min. ago`, `3 hr. ago`, `yesterday`, `5 days ago`; a time ahead of this machine's clock is `now`. */
export function relativeTime(atMs: number, nowMs: number): string {
  const ageMs = Math.max(0, nowMs - atMs);
  if (ageMs < MINUTE_MS) return relativeFormat.format(0, 'second');
  if (ageMs < HOUR_MS) return relativeFormat.format(-Math.floor(ageMs / MINUTE_MS), 'minute');
  if (ageMs < DAY_MS) return relativeFormat.format(-Math.floor(ageMs / HOUR_MS), 'hour');
  if (ageMs < 30 * DAY_MS) return relativeFormat.format(-daysBetween(atMs, nowMs), 'day');
  return longDate.format(atMs);
}

/** E.g. `Today`, `Yesterday`, `Monday, 16 November`, `3 March 2024`. */
export function dayName(atMs: number, nowMs: number): string {
  const days = daysBetween(atMs, nowMs);
  if (days <= 1) return capital(relativeDay.format(-Math.max(0, days), 'day'));
  return days < 180 ? weekdayFormat.format(atMs) : longDate.format(atMs);
}

/** Whether both are on one day of the reader's calendar. */
export function isSameDay(oneMs: number, otherMs: number): boolean {
  return startOfDay(oneMs) === startOfDay(otherMs);
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** By the largest unit and the next: e.g. `1 hour 58 minutes`, `45 seconds`. */
export function formatDuration(seconds: number): string {
  const largest = UNITS.findIndex(([, length]) => seconds >= length);
  const words: string[] = [];
  let left = seconds;
  for (const [unit, length] of UNITS.slice(largest, largest + 2)) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0) words.push(plural(count, unit));
  }
  return words.join(' ');
}

function daysBetween(earlierMs: number, laterMs: number): number {
  return Math.round((startOfDay(laterMs) - startOfDay(earlierMs)) / DAY_MS);
}

function startOfDay(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
