import { userKeyOf } from '@koine/contract';
import type { MessageStore } from '../../core/ports/stores.ts';
import { messageOf, newColumns, restoredColumns } from '../message-fields.ts';
import { notificationOf } from '../rows.ts';
import type { Engine } from './engine.ts';

export function createMessageStore(engine: Engine): MessageStore {
  return {
    append: (message) => engine.append(message),

    appendMentioning(message, appId, mentions) {
      const { roomId } = message;
      const input = { roomId, appId, message: newColumns(message), mentions };
      return engine.write('appendMentioning', input, ({ row, isDuplicate, notifications }) => ({
        message: messageOf(row, roomId),
        isDuplicate,
        notifications: notifications.map(notificationOf),
      }));
    },

    revise: (roomId, messageId, revision) =>
      engine.write('reviseMessage', { roomId, messageId, revision }, (revised) => ({
        message: messageOf(revised.row, roomId),
        isChanged: revised.isChanged,
        action: revised.action,
      })),

    purge: (roomId, at) => engine.write('purge', { roomId, at }, (purged) => purged),

    async find(by) {
      const found =
        'clientKey' in by
          ? await engine.read('findMessageByClientKey', by)
          : await engine.read('findMessage', by);
      return found === null ? null : messageOf(found.row, found.roomId);
    },

    async page(query) {
      const { rows, ...counters } = await engine.read('page', query);
      return { messages: rows.map((row) => messageOf(row, query.roomId)), ...counters };
    },

    async changesSince(roomId, changeSeq, limit) {
      const { rows, ...rest } = await engine.read('changesSince', { roomId, changeSeq, limit });
      return { messages: rows.map((row) => messageOf(row, roomId)), ...rest };
    },

    isPresentAuthor: ({ sender, number, createdAt }) =>
      engine.read('isPresentAuthor', { author: userKeyOf(sender), number, createdAt }),

    restore(roomId, messages, changeSeqMin) {
      const input = { roomId, messages: messages.map(restoredColumns), changeSeqMin };
      return engine.write('restoreMessages', input, (rows) =>
        rows.map((row) => messageOf(row, roomId)),
      );
    },
  };
}
