import type { EpochStore } from '../../core/ports/stores.ts';
import type { History, Session } from '../session.ts';
import { type Position, type ResumeFrom, resumePoint, type Since } from './since.ts';

type SinceHistory = Extract<History, { kind: 'since' }>;
type Epoch = Pick<EpochStore, 'current'>;

/** What a protocol says to a client that asks for change numbers. Each position is one from which nothing is missed. */
export interface NumberedWords {
  /** Before all else: where the client stands. */
  welcome(at: Position): readonly string[];
  /** What follows are the changes above `from`, up to `to`. The client still stands at `from`. */
  resumed(range: { readonly from: number; readonly to: number }, at: Position): readonly string[];
  encode: SinceHistory['encode'];
  /** What the client has is of no use: it must reload. Live goes on behind the position. */
  resync(at: Position): readonly string[];
}

/** Everything since a client's position. */
export function resumeHistory(from: ResumeFrom, epoch: Epoch, words: NumberedWords): SinceHistory {
  const at = (change: number): Position => ({ epoch: epoch.current, change });
  let isWelcomed = false;
  const welcome = (change: number) => {
    const texts = isWelcomed ? [] : words.welcome(at(change));
    isWelcomed = true;
    return texts;
  };
  return {
    kind: 'since',
    changeSeq: resumePoint(from, epoch.current),
    begin: (start, to) => [...welcome(start), ...words.resumed({ from: start, to }, at(start))],
    encode: words.encode,
    resync: (change) => [...welcome(change), ...words.resync(at(change))],
  };
}

/**
 * Lets a client in that asks for numbers, in a protocol that shows a plain client no history: with the changes since its
 * position, or from now on. Resolves when it has been welcomed, or is gone; `live`: called when it is a listener like any other.
 */
export function enterNumbered(
  session: Session,
  roomId: string,
  since: Since,
  epoch: Epoch,
  words: NumberedWords,
  live: () => void = () => {},
): Promise<void> {
  const history = since === 'now' ? fromNowOn(epoch, words) : resumeHistory(since, epoch, words);
  return new Promise((resolve) => {
    session.catchUp(roomId, 'change', history, resolve).then(() => {
      resolve();
      live();
    });
  });
}

/** Of the newest page only its number is told. */
function fromNowOn(epoch: Epoch, { welcome }: NumberedWords): History {
  return {
    kind: 'newest',
    count: 1,
    withDeleted: true,
    begin: (change) => welcome({ epoch: epoch.current, change }),
    encode: () => [],
  };
}
