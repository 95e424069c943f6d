import { everyHalfMinute } from '../../lib/clock.ts';
import { exactTime, relativeTime } from '../../lib/time.ts';
import { dateTime } from '../model/format.ts';

/** How long ago; the exact time on pointing at it. */
export function Ago({ at }: { readonly at: number | null }) {
  if (at === null) return <span>never</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {relativeTime(at, everyHalfMinute.value)}
    </time>
  );
}

/** Day and time, since what is to come is not told as "ago". */
export function At({
  at,
  never = 'never',
}: {
  readonly at: number | null;
  readonly never?: string;
}) {
  if (at === null) return <span>{never}</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {dateTime(at)}
    </time>
  );
}
