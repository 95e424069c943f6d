import type { AuditEntry, AuditRecord, StorageSize } from '../../core/ports/operating-stores.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { storedOf } from '../columns.ts';
import type { DirectoryQueries } from '../queries/directory.ts';
import type { ListQueries } from '../queries/lists.ts';
import type { AuditArgs } from '../queries/operating.ts';
import { type AuditRow, parseObject } from '../rows.ts';
import { createDirectoryStore, find } from './directory.ts';
import { change, type Engine, read } from './engine.ts';

type OperatingStores = Pick<Stores, 'audit' | 'retention' | 'switches' | 'directory' | 'measure'>;

/** What operators need of storage, over any engine. */
export function createOperatingStores(
  engine: Engine,
  queries: ListQueries,
  size: { bytes(): Promise<{ readonly databaseBytes: number; readonly walBytes: number }> },
): OperatingStores {
  return {
    audit: createAuditStore(engine, queries),
    retention: createRetentionStore(engine, queries),
    directory: createDirectoryStore(engine, queries),

    switches: {
      async get(name) {
        const [row] = await read(engine, queries.switchOf(), { name });
        return row === undefined ? null : parseObject(row.value);
      },
      async put(name, value) {
        await change(engine, queries.putSwitch(), { name, value: JSON.stringify(value) });
      },
    },

    async measure(): Promise<StorageSize> {
      const [rows] = await read(engine, queries.sizes(), {});
      if (rows === undefined) throw new Error('counting returned nothing');
      return { ...(await size.bytes()), rows: { ...rows } };
    },
  };
}

function createAuditStore(
  engine: Engine,
  queries: ListQueries & DirectoryQueries,
): Stores['audit'] {
  return {
    async append(record) {
      const [row] = await change(engine, queries.insertAudit(), argsOf(record));
      if (row === undefined) throw new Error('the audit log has taken nothing');
      return { number: row.number, ...record };
    },

    list(query) {
      const { room, before, outcome, ...filters } = query;
      const args = {
        ...filters,
        offset: 0,
        before: before ?? Number.MAX_SAFE_INTEGER,
        roomId: room?.id ?? null,
        roomUid: room?.uid ?? null,
        isDone: outcome === 'done',
        isRefused: outcome === 'refused',
      };
      return find(engine, queries.findAudit, args, entryOf);
    },
  };
}

function createRetentionStore(engine: Engine, queries: ListQueries): Stores['retention'] {
  return {
    async list() {
      const rows = await read(engine, queries.retentionRules(), {});
      return rows.map((row) => ({
        scope: row.scope,
        id: row.id,
        ageMs: row.age_ms,
        countMax: row.count_max,
        setAt: row.set_at,
      }));
    },

    async put({ scope, id, ageMs, countMax, setAt }) {
      await change(engine, queries.putRetention(), { scope, id, ageMs, countMax, setAt });
    },

    remove: async (scope, id) =>
      (await change(engine, queries.deleteRetention(), { scope, id })).length > 0,

    async due(now, after, limit) {
      const rows = await read(engine, queries.retainedRooms(), { after, limit });
      const rooms = rows
        .map(({ age_ms: ageMs, count_max: countMax, ...row }) => ({ ...row, ageMs, countMax }))
        .filter(({ ageMs, countMax, oldest_at: oldestAt, ...room }) => {
          const isTooMany = countMax !== null && room.last_seq - room.purged_seq > countMax;
          return isTooMany || (ageMs !== null && oldestAt !== null && oldestAt < now - ageMs);
        });
      return {
        rooms: rooms.map(({ id, ageMs, countMax }) => ({ roomId: id, ageMs, countMax })),
        next: rows.length < limit ? null : (rows.at(-1)?.room_key ?? null),
      };
    },

    excess: (query) => engine.read('excess', query),

    trim: (roomId, olderThan, countMax) =>
      engine.write('trimRoom', { roomId, olderThan, countMax }, (done) => done),
  };
}

function argsOf({ by, ...record }: AuditRecord): AuditArgs {
  const { kind: byKind, appId: byAppId, id: byId, name: byName } = by;
  return { ...storedOf(record), byKind, byAppId, byId, byName };
}

function entryOf(row: AuditRow): AuditEntry {
  return {
    number: row.number,
    at: row.at,
    via: row.via,
    by: { kind: row.by_kind, appId: row.by_app_id, id: row.by_id, name: row.by_name },
    action: row.action,
    appId: row.app_id,
    roomId: row.room_id,
    target: row.target,
    reason: row.reason,
    details: parseObject(row.details),
    outcome: row.outcome,
  };
}
