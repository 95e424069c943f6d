import type { Ban } from '../../chat/types.ts';
import { everySecond, secondsUntil } from '../../lib/clock.ts';
import { exactTime, spanWords } from '../../lib/time.ts';

/** When a ban or mute is over, in words that count down; of one for good what the server says. */
export function BanEnd({ ban: { kind, until, text } }: { readonly ban: Ban }) {
  if (until === null) return <span>{text}</span>;
  const left = Math.max(1, secondsUntil(until, everySecond.value));
  return (
    <span role="timer" title={exactTime(until)}>
      Your {kind} ends in {spanWords(left)}.
    </span>
  );
}
