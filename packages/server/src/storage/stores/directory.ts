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
    apps: (query) =>
      find(engine, queries.findApps, searchArgs(query), (row) => ({
        ...appOf(row),
        rooms: row.rooms,
        users: row.users,
        keys: row.keys,
      })),
    rooms: (query) => find(engine, queries.findRooms, searchArgs(query), roomOf),
    // What is searched of users is in lower case.
    users: (query) =>
      find(
        engine,
        queries.findUsers,
        searchArgs({ ...query, text: query.text?.toLowerCase() ?? null }),
        userOf,
      ),
    sanctions: (query) => find(engine, queries.findSanctions, searchArgs(query), sanctionOf),

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

function searchArgs<Query extends { readonly text: string | null }>(query: Query) {
  const { text } = query;
  return { ...query, pattern: text === null ? null : `%${escapeLike(text)}%` };
}
