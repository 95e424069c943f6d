import { KoineError } from '@koine/contract';
import type { AuthoredQuery, AuthorStore } from '../../core/ports/author-store.ts';
import { messageOf } from '../message-fields.ts';
import type { AuthoredInput } from '../operations/authors.ts';
import type { FoundMessage } from '../operations/messages.ts';
import type { AuthoredCursor } from '../queries/authors.ts';
import type { Engine } from './engine.ts';

export function createAuthorStore(engine: Engine): AuthorStore {
  return {
    async page({ limit, after, ...query }) {
      const input = { ...inputOf(query), limit, after: after === null ? null : parseCursor(after) };
      const { found, next } = await engine.read('messagesBy', input);
      return { messages: messagesOf(found), next: next === null ? null : cursorOf(next) };
    },

    async rooms({ countMax, ...query }) {
      const input = { ...inputOf(query), countMax: countMax + 1 };
      const rooms = await engine.read('roomsOfAuthor', input);
      const counted = rooms.reduce((sum, { messages }) => sum + messages, 0);
      return { rooms, isAll: counted <= countMax };
    },

    remove: ({ ids, ...query }, by, at) =>
      engine.write('removeMessagesBy', { ...inputOf(query), ids, by, at }, messagesOf),
  };
}

function inputOf({ author, roomId, since, until }: AuthoredQuery): AuthoredInput {
  return { appId: author.appId, userId: author.id, roomId, since, until };
}

function messagesOf(found: readonly FoundMessage[]) {
  return found.map(({ row, roomId }) => messageOf(row, roomId));
}

function cursorOf({ createdAt, roomKey, seq }: AuthoredCursor): string {
  return [createdAt, roomKey, seq].join('.');
}

function parseCursor(cursor: string): AuthoredCursor {
  const parts = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/.exec(cursor);
  if (parts === null)
    throw new KoineError('invalidInput', { field: 'after' }, 'after is no cursor of this list');
  return { createdAt: Number(parts[1]), roomKey: Number(parts[2]), seq: Number(parts[3]) };
}
