import type { Message } from '@koine/contract';
import type { EpochStore } from '../../core/ports/stores.ts';
import { resumeHistory } from '../../hub/history/resume.ts';
import { positionFields, type ResumeFrom } from '../../hub/history/since.ts';
import type { History } from '../../hub/session.ts';
import { changeText, encode } from './codec.ts';
import { NEWEST_COUNT } from './people.ts';
import type { View } from './view.ts';

/** What a client gets when it joins: the newest messages, deleted ones as such. `epoch`: for clients that ask for numbers. */
export function newest(view: View, epoch: Pick<EpochStore, 'current'> | null): History {
  return {
    kind: 'newest',
    count: NEWEST_COUNT,
    withDeleted: true,
    begin: () => [],
    encode: ({ messages, changeSeq: change }) => {
      const end = epoch === null ? '' : `,${positionFields({ epoch: epoch.current, change })}`;
      const listed = `{"messages":[${messages.map(view.messageText).join(',')}]${end}}`;
      return [changeText('room_messages', listed, null)];
    },
  };
}

/** What a client gets instead that comes back with a position. */
export function resume(
  view: View,
  uid: string,
  from: ResumeFrom,
  epoch: Pick<EpochStore, 'current'>,
): History {
  return resumeHistory(from, epoch, {
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
