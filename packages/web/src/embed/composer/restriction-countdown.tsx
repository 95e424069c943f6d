import type { Ban } from '../../chat/types.ts';
import { everySecond, secondsUntil } from '../../lib/clock.ts';
import { exactTime } from '../../lib/time.ts';
import { restrictionEnds, restrictionText } from '../strings.tsx';

/** When a ban or mute ends, counting down; of a permanent one what the server says. */
export function RestrictionCountdown({ ban }: { readonly ban: Ban }) {
  const { kind, until } = ban;
  if (until === null) return <span>{restrictionText(ban)}</span>;
  const left = Math.max(1, secondsUntil(until, everySecond.value));
  return (
    <span role="timer" title={exactTime(until)}>
      {restrictionEnds(kind, left)}
    </span>
  );
}
