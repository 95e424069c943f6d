import { KoineError } from '@koine/contract';
import type { CommunityLimits } from './limits.ts';

/** A day. */
const SECONDS_MAX = 86_400;
const WHOLE_NUMBER = /^\d{1,6}$/;

/** Seconds, as a number or its digits, between `limits.communitySlowModeMinSeconds` and a day; else throws `invalidInput`. */
export function parseSlowMode(
  value: unknown,
  { communitySlowModeMinSeconds: min }: Pick<CommunityLimits, 'communitySlowModeMinSeconds'>,
): number {
  const isDigits = typeof value === 'string' && WHOLE_NUMBER.test(value.trim());
  const seconds = isDigits ? Number(value) : value;
  if (typeof seconds === 'number' && Number.isInteger(seconds))
    if (seconds >= min && seconds <= SECONDS_MAX) return seconds;
  const text = `Slow mode must be a whole number of seconds from ${min} to ${SECONDS_MAX}`;
  throw new KoineError('invalidInput', { field: 'slow_mode' }, text);
}
