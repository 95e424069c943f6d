import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type {
  AuditBy,
  AuditRecord,
  RetentionRule,
  RetentionScope,
} from '../../core/ports/operating-stores.ts';
import { equal, holdsAt, type Stored, slots } from '../columns.ts';
import type { Schema } from '../schema.ts';
import { lateStatement } from './paging.ts';

type Db = Kysely<Schema>;

export interface AuditArgs extends Stored<Omit<AuditRecord, 'by'>> {
  readonly byKind: AuditBy['kind'];
  readonly byAppId: string | null;
  readonly byId: string;
  readonly byName: string;
}

const AUDIT = [
  ...(['at', 'via', 'byKind', 'byAppId', 'byId', 'byName', 'action', 'appId', 'roomId'] as const),
  ...(['target', 'reason', 'details', 'outcome'] as const),
] as const;

/** What operators request now and then: each statement is compiled when it is first needed, so that the start does not wait for it. */
export function operatingQueries(db: Db) {
  return {
    insertAudit: lateStatement<AuditArgs>()((slot) =>
      db.insertInto('audit').values(slots(slot, AUDIT)).returning('number'),
    ),
    retentionRules: lateStatement<object>()(() =>
      db.selectFrom('retention').selectAll().orderBy('scope').orderBy('id'),
    ),
    putRetention: lateStatement<RetentionRule>()((slot) =>
      db
        .insertInto('retention')
        .values(slots(slot, ['scope', 'id', 'ageMs', 'countMax', 'setAt']))
        .onConflict((conflict) =>
          conflict
            .columns(['scope', 'id'])
            .doUpdateSet(slots(slot, ['ageMs', 'countMax', 'setAt'])),
        ),
    ),
    deleteRetention: lateStatement<{ scope: RetentionScope; id: string }>()((slot) =>
      db
        .deleteFrom('retention')
        .where(equal(slot, ['scope', 'id']))
        .returning('id'),
    ),
    retainedRooms: retainedRooms(db),
    switchOf: lateStatement<{ name: string }>()((slot) =>
      db.selectFrom('switches').select('value').where('name', '=', slot('name')),
    ),
    putSwitch: lateStatement<{ name: string; value: string }>()((slot) =>
      db
        .insertInto('switches')
        .values({ name: slot('name'), value: slot('value') })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: slot('value') })),
    ),
    keysOf: lateStatement<{ appId: string }>()((slot) =>
      db
        .selectFrom('api_keys')
        .selectAll()
        .where('app_id', '=', slot('appId'))
        .orderBy('created_at', 'desc')
        .orderBy('hash'),
    ),
    recordKeyUse: lateStatement<{ hash: string; at: number }>()((slot) =>
      db
        .updateTable('api_keys')
        .set((eb) => ({
          last_used_at: sql<number>`max(coalesce(${eb.ref('last_used_at')}, 0), ${slot('at')})`,
        }))
        .where('hash', '=', slot('hash')),
    ),
    signInsOf: lateStatement<{ appId: string; userId: string; now: number }>()((slot) =>
      db
        .selectFrom('tokens')
        .select(['hash', 'created_at', 'expires_at'])
        .where(equal(slot, ['appId', 'userId']))
        .where(holdsAt('expires_at', slot('now')))
        .orderBy('created_at', 'desc')
        .limit(100),
    ),
    sizes: sizes(db),
  };
}

export type OperatingQueries = ReturnType<typeof operatingQueries>;

/** Some rooms, each with the rule that holds for it and what decides whether it is due. */
function retainedRooms(db: Db) {
  return lateStatement<{ after: number; limit: number }>()((slot) =>
    db
      .selectFrom('rooms')
      .innerJoin('room_heads', 'room_heads.room_key', 'rooms.room_key')
      .leftJoin('retention as own', (join) =>
        join.on('own.scope', '=', 'room').onRef('own.id', '=', 'rooms.id'),
      )
      .leftJoin('retention as apps', (join) =>
        join.on('apps.scope', '=', 'app').onRef('apps.id', '=', 'rooms.app_id'),
      )
      .leftJoin('retention as rest', (join) =>
        join.on('rest.scope', '=', 'default').on('rest.id', '=', ''),
      )
      .where('rooms.room_key', '>', slot('after'))
      .orderBy('rooms.room_key')
      .limit(slot('limit'))
      .select([
        'rooms.room_key',
        'rooms.id',
        'room_heads.last_seq',
        'room_heads.purged_seq',
        ruled('age_ms').as('age_ms'),
        ruled('count_max').as('count_max'),
        sql<number | null>`(select created_at from messages
          where messages.room_key = rooms.room_key and messages.seq > room_heads.purged_seq
          order by messages.seq limit 1)`.as('oldest_at'),
      ]),
  );
}

/** The narrowest rule holds as a whole: a room's rule without an age means no age. */
function ruled(column: 'age_ms' | 'count_max') {
  return sql<number | null>`case
    when own.id is not null then ${sql.ref(`own.${column}`)}
    when apps.id is not null then ${sql.ref(`apps.${column}`)}
    else ${sql.ref(`rest.${column}`)} end`;
}

/** Messages by arithmetic: their table may be large. */
function sizes(db: Db) {
  const count = (table: keyof Schema) => sql<number>`(select count(*) from ${sql.table(table)})`;
  return lateStatement<object>()(() =>
    db.selectNoFrom([
      count('apps').as('apps'),
      count('users').as('users'),
      count('rooms').as('rooms'),
      sql<number>`(select coalesce(sum(last_seq - purged_seq), 0) from room_heads)`.as('messages'),
      sql<number>`(select coalesce(sum(member_count), 0) from room_heads)`.as('members'),
      count('tokens').as('tokens'),
      count('sanctions').as('sanctions'),
      count('notifications').as('notifications'),
      sql<number>`(select coalesce(max(number), 0) from audit)`.as('audit'),
    ]),
  );
}
