import type { MessageStore } from '../../core/ports/stores.ts';
import { messageOf } from '../rows.ts';
import type { Engine } from './engine.ts';

export function createMessageStore(engine: Engine): MessageStore {
  return {
    append: (message) => engine.append(message),

    async revise(roomId, messageId, revision) {
      const { row, isChanged, action } = await engine.write('reviseMessage', {
        roomId,
        messageId,
        revision,
      });
      return { message: messageOf(row, roomId), isChanged, action };
    },

    purge: (roomId, at) => engine.write('purge', { roomId, at }),

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
  };
}
