import { type Epoch, type ResumeFrames, resumeHistory } from '../../hub/history/resume.ts';
import type { Since } from '../../hub/history/since.ts';
import type { History } from '../../hub/session.ts';
import { messageFrame, resumedFrame, resyncFrame } from './codec.ts';

export interface ResumeContext {
  readonly epoch: Epoch;
  /** See `ReactionsDeps`. */
  readonly replayLimit: number | null;
}

/** What a client gets of the past when it joins: what it missed, or the replay; `since` null: it asks for no change numbers. */
export function historyOf(since: Since | null, { epoch, replayLimit }: ResumeContext): History {
  if (since !== null && since !== 'now') return resumeHistory(since, epoch, FRAMES);
  const end = (change: number) =>
    FRAMES.resumed({ from: change, to: change }, { epoch: epoch.current, change });
  return {
    kind: 'stream',
    newest: replayLimit,
    encode: (messages) => messages.map((message) => messageFrame(message, null)),
    end: since === null ? null : end,
  };
}

/**
 * A message that has changed comes again as a `message` with the same id: which reactions came and went in between is not kept.
 * One that was deleted meanwhile has no word here.
 */
const FRAMES: ResumeFrames = {
  welcome: () => [],
  resumed: (range, at) => [resumedFrame(range, at)],
  encode: ({ messages }) =>
    messages
      .filter(({ deletedAt }) => deletedAt === null)
      .map((message) => messageFrame(message, message.changeSeq)),
  resync: (at) => [resyncFrame(at)],
};
