import { rememberLast } from '../../hub/remember-last.ts';

/** ISO 8601, UTC, milliseconds, `Z`: `2024-01-01T12:00:00.000Z`. */
export const iso = rememberLast((ms: number): string => new Date(ms).toISOString());

export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
