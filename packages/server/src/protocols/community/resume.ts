import type { Message } from '@koine/contract';
import { type Epoch, resumeHistory } from '../../hub/history/resume.ts';
import { positionFields, type Since } from '../../hub/history/since.ts';
import type { History } from '../../hub/session.ts';
import { changeText, encode } from './codec.ts';
import { NEWEST_COUNT } from './profiles.ts';
import type { View } from './view.ts';

export interface ResumeContext {
  readonly epoch: Epoch;
  readonly view: View;
  /** The room, as the client calls it. */
  readonly uid: string;
}

/**
 * What a client gets of the past when it joins: what it missed, or the newest, deleted ones as such; `since` null: it asks for no
 * change numbers.
 */
export function historyOf(since: Since | null, { epoch, uid, view }: ResumeContext): History {
  if (since !== null && since !== 'now')
    return resumeHistory(since, epoch, {
      welcome: () => [],
      resumed: (range, at) => [encode('resumed', { room: uid, ...range, ...at })],
      encode({ purge, messages, knownSeq }) {
        const texts = messages.map((message) => changed(view, message, message.seq <= knownSeq));
        // Whatever is left after a purge is newer than it.
        if (purge !== null) texts.unshift(purged(purge.changeSeq));
        return texts;
      },
      resync: (at) => [encode('resync', { room: uid, ...at })],
    });
  return {
    kind: 'newest',
    count: NEWEST_COUNT,
    withDeleted: true,
    begin: () => [],
    encode: ({ messages, changeSeq: change }) => {
      const end = since === null ? '' : `,${positionFields({ epoch: epoch.current, change })}`;
      const listed = `{"messages":[${messages.map(view.messageText).join(',')}]${end}}`;
      return [changeText('room_messages', listed, null)];
    },
  };
}

/** A message that has changed, in its latest state: to a client that knows it already, or that does not. */
function changed(view: View, message: Message, isKnown: boolean): string {
  if (!isKnown) return changeText('message', view.messageText(message), message.changeSeq);
  if (message.deletedAt !== null) return deleted(message, message.changeSeq);
  return changeText('message_updated', view.messageText(message), message.changeSeq);
}

/** `changeSeq`: for clients that ask for numbers, else `null`. */
export function deleted(message: Message, changeSeq: number | null): string {
  return changeText('message_deleted', `{"ids":${message.number}}`, changeSeq);
}

/** As `deleted`. */
export function purged(changeSeq: number | null): string {
  return changeText('room_purged', '{"deleted":true}', changeSeq);
}
