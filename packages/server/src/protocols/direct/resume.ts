import { type Epoch, resumeHistory } from '../../hub/history/resume.ts';
import type { Position, Since } from '../../hub/history/since.ts';
import type { History } from '../../hub/session.ts';
import { encode, numberedMessage, wireMessages } from './codec.ts';

/** How many messages a client gets when it joins. */
const HISTORY_COUNT = 50;

export interface ResumeContext {
  readonly epoch: Epoch;
  readonly roomId: string;
  welcome(at: Position | null): readonly string[];
}

/** What a client gets of the past when it joins: what it missed, or the newest; `since` null: it asks for no change numbers. */
export function historyOf(since: Since | null, { epoch, roomId, welcome }: ResumeContext): History {
  if (since !== null && since !== 'now')
    return resumeHistory(since, epoch, {
      welcome,
      resumed: (range, at) => [encode('resumed', { roomId, ...range, ...at })],
      // What the client has already and what changed in it since: this protocol has no words for edits and deletes.
      encode: ({ messages, knownSeq }) =>
        messages
          .filter((message) => message.seq > knownSeq && message.deletedAt === null)
          .map((message) => encode('new_message', numberedMessage(message))),
      resync: (at) => [encode('resync', { roomId, ...at })],
    });
  const isNumbered = since !== null;
  return {
    kind: 'newest',
    count: HISTORY_COUNT,
    withDeleted: false,
    begin: (change) => welcome(isNumbered ? { epoch: epoch.current, change } : null),
    encode: ({ messages, changeSeq: change }) => [
      encode('message_history', {
        roomId,
        messages: wireMessages(messages),
        ...(isNumbered && { change }),
      }),
    ],
  };
}
