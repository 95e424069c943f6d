import type { DirectoryStore } from '../../core/ports/operating-stores.ts';
import type { List } from '../../core/ports/stores.ts';
import type { ListQueries } from '../queries/lists.ts';
import type { ListStatements } from '../queries/paging.ts';
import { appOf, roomOf, sanctionOf, userOf } from '../rows.ts';
import { type Engine, escapeLike, read, readPage } from './engine.ts';

/** Characters of a token's hash that distinguish a sign-in from others. */
const FINGERPRINT_CHARS = 8;

export function createDirectoryStore(engine: Engine, queries: ListQueries): DirectoryStore {
  return {
    apps: ({ limit, offset, text, now }) =>
      find(engine, queries.findApps, { limit, offset, now, ...textArgs(text) }, (row) => ({
        ...appOf(row),
        rooms: row.rooms,
        users: row.users,
        keys: row.keys,
      })),

    rooms({ limit, offset, text, appId, kind }) {
      const args = { limit, offset, appId, kind, ...textArgs(text) };
      return find(engine, queries.findRooms, args, roomOf);
    },

    users({ limit, offset, text, appId, hasRoles }) {
      const args = { limit, offset, appId, hasRoles, ...textArgs(text, 'folded') };
      return find(engine, queries.findUsers, args, userOf);
    },

    sanctions({ limit, offset, now, appId, roomId, kind, target, text }) {
      const args = { limit, offset, now, appId, roomId, kind, target, ...textArgs(text) };
      return find(engine, queries.findSanctions, args, sanctionOf);
    },

    async signIns(appId, userId, now) {
      const rows = await read(engine, queries.signInsOf(), { appId, userId, now });
      return rows.map((row) => ({
        fingerprint: row.hash.slice(0, FINGERPRINT_CHARS),
        createdAt: row.created_at,
        expiresAt: row.expires_at,
      }));
    },
  };
}

/** One page of a search. */
export async function find<Args extends object, Row, Item>(
  engine: Engine,
  search: (shape: object, args: Args) => ListStatements<Args, Row>,
  args: Args,
  itemOf: (row: Row) => Item,
): Promise<List<Item>> {
  const { rows, total } = await readPage(engine, search({}, args), args);
  return { items: rows.map(itemOf), total };
}

/** `folded`: what is searched is in lower case. */
function textArgs(text: string | null, folded?: 'folded') {
  const part = folded === undefined ? text : (text?.toLowerCase() ?? null);
  return { text, pattern: part === null ? null : `%${escapeLike(part)}%` };
}
