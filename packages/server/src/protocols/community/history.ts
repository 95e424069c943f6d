import type { Message } from '@koine/contract';
import type { History } from '../../hub/session.ts';
import { changeText, encode } from './codec.ts';
import { NEWEST_COUNT } from './people.ts';
import type { View } from './view.ts';

/** What a client gets when it joins: the newest messages, deleted ones as such. */
export function newest(view: View, isNumbered: boolean): History {
  return {
    kind: 'newest',
    count: NEWEST_COUNT,
    withDeleted: true,
    encode: ({ messages, changeSeq }) => [
      changeText(
        'room_messages',
        `{"messages":[${messages.map(view.messageText).join(',')}]}`,
        isNumbered ? changeSeq : null,
      ),
    ],
  };
}

/** What a client gets instead that comes back with the newest change number it has seen. */
export function resume(view: View, uid: string, changeSeq: number): History {
  return {
    kind: 'since',
    changeSeq,
    begin: (from, to) => [encode('resumed', { room: uid, from, to })],
    encode({ purge, messages, knownSeq }) {
      const texts = messages.map((message) => changed(view, message, message.seq <= knownSeq));
      // Whatever is left after a purge is newer than it.
      if (purge !== null) texts.unshift(purged(purge.changeSeq));
      return texts;
    },
    resync: () => [encode('resync', { room: uid })],
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
