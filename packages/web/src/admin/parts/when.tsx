import { everyHalfMinute } from '../../lib/clock.ts';
import { exactTime, relativeTime } from '../../lib/time.ts';
import { dateTime } from '../model/format.ts';

interface WhenProps {
  /** ms since epoch. */
  readonly at: number | null;
  readonly never?: string;
}

/** How long ago. */
export function Ago(props: WhenProps) {
  return <Time {...props} format={(at) => relativeTime(at, everyHalfMinute.value)} />;
}

/** Day and time, also for what is to come. */
export function At(props: WhenProps) {
  return <Time {...props} format={dateTime} />;
}

/** The exact time is its title. */
function Time({
  at,
  never = 'never',
  format,
}: WhenProps & { readonly format: (atMs: number) => string }) {
  if (at === null) return <span>{never}</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {format(at)}
    </time>
  );
}
