import { KoineError } from '@koine/contract';
import type { AuthoredQuery, AuthorStore } from '../../core/ports/author-store.ts';
import type { FoundMessage } from '../operations/messages.ts';
import type { AuthoredArgs, AuthoredPlace } from '../queries/authors.ts';
import { messageOf } from '../rows.ts';
import type { Engine } from './engine.ts';

export function createAuthorStore(engine: Engine): AuthorStore {
  return {
    async page({ limit, after, ...query }) {
      const input = { ...argsOf(query), limit, after: after === null ? null : placeOf(after) };
      const { found, next } = await engine.read('messagesBy', input);
      return { messages: messagesOf(found), next: next === null ? null : cursorOf(next) };
    },

    async rooms({ countMax, ...query }) {
      const input = { ...argsOf(query), countMax: countMax + 1 };
      const rows = await engine.read('roomsOfAuthor', input);
      const counted = rows.reduce((sum, { messages }) => sum + messages, 0);
      return {
        rooms: rows.map((row) => ({
          roomId: row.id,
          messages: row.messages,
          lastAt: row.last_at,
        })),
        isAll: counted <= countMax,
      };
    },

    remove: ({ limit, ...query }, by, at) =>
      engine.write('removeMessagesBy', { ...argsOf(query), limit, ids: null, by, at }, messagesOf),

    removeChosen: ({ ids, ...query }, by, at) =>
      engine.write(
        'removeMessagesBy',
        { ...argsOf(query), limit: ids.length, ids, by, at },
        messagesOf,
      ),
  };
}

function argsOf({ author, roomId, since, until }: AuthoredQuery): AuthoredArgs {
  return { appId: author.appId, userId: author.id, roomId, since, until };
}

function messagesOf(found: readonly FoundMessage[]) {
  return found.map(({ row, roomId }) => messageOf(row, roomId));
}

function cursorOf({ createdAt, roomKey, seq }: AuthoredPlace): string {
  return [createdAt, roomKey, seq].join('.');
}

function placeOf(cursor: string): AuthoredPlace {
  const parts = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/.exec(cursor);
  if (parts === null)
    throw new KoineError('invalidInput', { field: 'after' }, 'after is no cursor of this list');
  return { createdAt: Number(parts[1]), roomKey: Number(parts[2]), seq: Number(parts[3]) };
}
