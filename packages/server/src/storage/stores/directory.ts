import type { DirectoryStore } from '../../core/ports/operating-stores.ts';
import type { List } from '../../core/ports/stores.ts';
import type { Search } from '../queries/directory.ts';
import type { ListQueries } from '../queries/lists.ts';
import { appOf, roomOf, sanctionOf, userOf } from '../rows.ts';
import { type Engine, escapeLike, read } from './engine.ts';

/** Characters of a token's hash by which a sign-in is told from others. */
const FINGERPRINT_CHARS = 8;

export function createDirectoryStore(engine: Engine, queries: ListQueries): DirectoryStore {
  return {
    apps({ limit, offset, text, now }) {
      const args = { limit, offset, now, ...textArgs(text) };
      return find(engine, queries.findApps({ hasText: text !== null }), args, (row) => ({
        ...appOf(row),
        rooms: row.rooms,
        users: row.users,
        keys: row.keys,
      }));
    },

    rooms({ limit, offset, text, appId, kind }) {
      const shape = { hasText: text !== null, isOfApp: appId !== null, isOfKind: kind !== null };
      const args = { limit, offset, appId, kind, ...textArgs(text) };
      return find(engine, queries.findRooms(shape), args, roomOf);
    },

    users({ limit, offset, text, appId, hasRoles }) {
      const shape = { hasText: text !== null, isOfApp: appId !== null, hasRoles };
      const args = { limit, offset, appId, ...textArgs(text, 'folded') };
      return find(engine, queries.findUsers(shape), args, userOf);
    },

    sanctions({ limit, offset, now, appId, roomId, kind, target, text }) {
      const shape = {
        hasText: text !== null,
        isOfApp: appId !== null,
        isOfRoom: roomId !== null,
        isOfKind: kind !== null,
        isOnTarget: target !== null,
      };
      const args = { limit, offset, now, appId, roomId, kind, target, ...textArgs(text) };
      return find(engine, queries.findSanctions(shape), args, sanctionOf);
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
  { items, total }: Search<Args, Row>,
  args: Args,
  itemOf: (row: Row) => Item,
): Promise<List<Item>> {
  const answer = await engine.read('list', { items, total, args });
  const rows: readonly Row[] = answer.rows;
  return { items: rows.map(itemOf), total: answer.total };
}

/** `folded`: what is searched is in lower case. */
function textArgs(text: string | null, folded?: 'folded') {
  const part = folded === undefined ? text : (text?.toLowerCase() ?? null);
  return { text, pattern: part === null ? null : `%${escapeLike(part)}%` };
}
