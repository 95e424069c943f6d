import type { EpochStore } from '../../core/ports/stores.ts';
import type { History } from '../session.ts';
import { type Position, resumePoint, type Since } from './since.ts';

type SinceHistory = Extract<History, { kind: 'since' }>;
export type Epoch = Pick<EpochStore, 'current'>;

/** What a protocol sends to a client that asks for change numbers. Each position is one from which nothing is missed. */
export interface ResumeFrames {
  /** Before all else: where the client stands. Sent once. */
  welcome(at: Position): readonly string[];
  /** What follows are the changes above `from`, up to `to`. The client still stands at `from`. */
  resumed(range: { readonly from: number; readonly to: number }, at: Position): readonly string[];
  encode: SinceHistory['encode'];
  /** What the client has is of no use: it must reload. Live goes on after the position. */
  resync(at: Position): readonly string[];
}

/** Everything since a client's position, or from now on: then of the newest page only the number is sent. */
export function resumeHistory(since: Since, epoch: Epoch, frames: ResumeFrames): History {
  const at = (change: number): Position => ({ epoch: epoch.current, change });
  if (since === 'now')
    return {
      kind: 'newest',
      count: 1,
      withDeleted: true,
      begin: (change) => frames.welcome(at(change)),
      encode: () => [],
    };
  let isWelcomed = false;
  const welcome = (change: number) => {
    const texts = isWelcomed ? [] : frames.welcome(at(change));
    isWelcomed = true;
    return texts;
  };
  return {
    kind: 'since',
    changeSeq: resumePoint(since, epoch.current),
    begin: (from, to) => [...welcome(from), ...frames.resumed({ from, to }, at(from))],
    encode: frames.encode,
    resync: (change) => [...welcome(change), ...frames.resync(at(change))],
  };
}
