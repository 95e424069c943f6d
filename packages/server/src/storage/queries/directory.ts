import type { RoomKind, SanctionKind } from '@koine/contract';
import { type Kysely, type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { Schema } from '../schema.ts';
import { type Scalar, type Slots, type Statement, statement } from '../statement.ts';
import { EITHER, onceForEach } from './paging.ts';
import { selectRooms } from './rooms.ts';

type Db = Kysely<Schema>;

interface PageArgs {
  readonly limit: number;
  readonly offset: number;
}

/** A page by number, and the number of rows on all pages. */
export interface Search<Args, Row> {
  readonly items: Statement<Args, Row>;
  readonly total: Statement<Args, { count: number }>;
}

export interface TextArgs extends PageArgs {
  /** For `like`, with `\` as the escape. */
  readonly pattern: string | null;
  readonly text: string | null;
}

export interface RoomSearchShape {
  readonly hasText: boolean;
  readonly isOfApp: boolean;
  readonly isOfKind: boolean;
}
interface RoomSearchArgs extends TextArgs {
  readonly appId: string | null;
  readonly kind: RoomKind | null;
}

export interface UserSearchShape {
  readonly hasText: boolean;
  readonly isOfApp: boolean;
  readonly hasRoles: boolean;
}
interface UserSearchArgs extends TextArgs {
  readonly appId: string | null;
}

export interface SanctionSearchShape {
  readonly hasText: boolean;
  readonly isOfApp: boolean;
  readonly isOfRoom: boolean;
  readonly isOfKind: boolean;
  readonly isOnTarget: boolean;
}
interface SanctionSearchArgs extends TextArgs {
  readonly now: number;
  readonly appId: string | null;
  readonly roomId: string | null;
  readonly kind: SanctionKind | null;
  readonly target: string | null;
}

export interface AuditSearchShape {
  readonly isBefore: boolean;
  readonly isOfAction: boolean;
  readonly isBy: boolean;
  readonly isOfApp: boolean;
  readonly isOfRoom: boolean;
  readonly isOnTarget: boolean;
  readonly isFrom: boolean;
  readonly isTo: boolean;
  readonly outcome: 'done' | 'refused' | null;
}
interface AuditSearchArgs extends PageArgs {
  readonly before: number | null;
  readonly action: string | null;
  readonly by: string | null;
  readonly appId: string | null;
  readonly roomId: string | null;
  readonly roomUid: string | null;
  readonly target: string | null;
  readonly from: number | null;
  readonly to: number | null;
}

/** Searches over all apps. They read what their filters leave; only operators ask, and each is compiled when it is first asked for. */
export function directoryQueries(db: Db) {
  return {
    findApps: onceForEach({ hasText: EITHER }, (shape: { readonly hasText: boolean }) =>
      appSearch(db, shape),
    ),
    findRooms: onceForEach(
      { hasText: EITHER, isOfApp: EITHER, isOfKind: EITHER },
      (shape: RoomSearchShape) => roomSearch(db, shape),
    ),
    findUsers: onceForEach(
      { hasText: EITHER, isOfApp: EITHER, hasRoles: EITHER },
      (shape: UserSearchShape) => userSearch(db, shape),
    ),
    findSanctions: onceForEach(
      {
        hasText: EITHER,
        isOfApp: EITHER,
        isOfRoom: EITHER,
        isOfKind: EITHER,
        isOnTarget: EITHER,
      },
      (shape: SanctionSearchShape) => sanctionSearch(db, shape),
    ),
    findAudit: onceForEach(
      {
        isBefore: EITHER,
        isOfAction: EITHER,
        isBy: EITHER,
        isOfApp: EITHER,
        isOfRoom: EITHER,
        isOnTarget: EITHER,
        isFrom: EITHER,
        isTo: EITHER,
        outcome: ['done', 'refused', null],
      },
      (shape: AuditSearchShape) => auditSearch(db, shape),
    ),
  };
}

export type DirectoryQueries = ReturnType<typeof directoryQueries>;

function appSearch(db: Db, shape: { readonly hasText: boolean }) {
  const count = (table: 'rooms' | 'users') =>
    sql<number>`(select count(*) from ${sql.table(table)} where app_id = apps.id)`;
  return search<TextArgs & { readonly now: number }>()(
    (slot) =>
      db
        .selectFrom('apps')
        .select(['apps.id', 'apps.name', 'apps.created_at'])
        .select([
          count('rooms').as('rooms'),
          count('users').as('users'),
          sql<number>`(select count(*) from api_keys where app_id = apps.id
            and (expires_at is null or expires_at > ${slot('now')}))`.as('keys'),
        ])
        .$if(shape.hasText, (query) => query.where(named(slot, 'apps.name', ['apps.id']))),
    [sql`apps.created_at`, sql`apps.id`],
  );
}

function roomSearch(db: Db, shape: RoomSearchShape) {
  return search<RoomSearchArgs>()(
    (slot) =>
      selectRooms(db)
        .$if(shape.hasText, (query) =>
          query.where(named(slot, 'rooms.name', ['rooms.uid', 'rooms.id'])),
        )
        .$if(shape.isOfApp, (query) =>
          query.where('rooms.app_id', '=', sql<string>`${slot('appId')}`),
        )
        .$if(shape.isOfKind, (query) =>
          query.where('rooms.kind', '=', sql<RoomKind>`${slot('kind')}`),
        ),
    [sql`coalesce(room_heads.last_message_at, rooms.created_at) desc`, sql`rooms.id`],
  );
}

function userSearch(db: Db, shape: UserSearchShape) {
  return search<UserSearchArgs>()(
    (slot) =>
      db
        .selectFrom('users')
        .selectAll()
        .$if(shape.hasText, (query) => query.where(named(slot, 'users.search_text', ['users.id'])))
        .$if(shape.isOfApp, (query) =>
          query.where('users.app_id', '=', sql<string>`${slot('appId')}`),
        )
        .$if(shape.hasRoles, (query) => query.where('users.roles', '<>', sql.lit('[]'))),
    [sql`users.created_at desc`, sql`users.user_key desc`],
  );
}

function sanctionSearch(db: Db, shape: SanctionSearchShape) {
  return search<SanctionSearchArgs>()(
    (slot) =>
      db
        .selectFrom('sanctions')
        .selectAll()
        .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', slot('now'))]))
        .$if(shape.hasText, (query) =>
          query.where(
            sql<SqlBool>`(target like ${slot('pattern')} escape '\\' or reason like ${slot('pattern')} escape '\\')`,
          ),
        )
        .$if(shape.isOfApp, (query) => query.where('app_id', '=', sql<string>`${slot('appId')}`))
        .$if(shape.isOfRoom, (query) => query.where('room_id', '=', sql<string>`${slot('roomId')}`))
        .$if(shape.isOfKind, (query) =>
          query.where('kind', '=', sql<SanctionKind>`${slot('kind')}`),
        )
        .$if(shape.isOnTarget, (query) =>
          query.where('target', '=', sql<string>`${slot('target')}`),
        ),
    [sql`created_at desc`, sql`id desc`],
  );
}

function auditSearch(db: Db, shape: AuditSearchShape) {
  const filtered = (slot: Slots<AuditSearchArgs>) =>
    db
      .selectFrom('audit')
      .selectAll()
      .$if(shape.isOfAction, (query) => query.where('action', '=', sql<string>`${slot('action')}`))
      .$if(shape.isBy, (query) =>
        query.where(
          sql<SqlBool>`(by_id = ${slot('by')} or by_name = ${slot('by')} collate nocase)`,
        ),
      )
      .$if(shape.isOfApp, (query) => query.where('app_id', '=', sql<string>`${slot('appId')}`))
      .$if(shape.isOfRoom, (query) =>
        query.where(sql<SqlBool>`room_id in (${slot('roomId')}, ${slot('roomUid')})`),
      )
      .$if(shape.isOnTarget, (query) =>
        query.where(
          sql<SqlBool>`target in (${slot('target')}, 'user:' || ${slot('target')}, 'ip:' || ${slot('target')}, 'key:' || ${slot('target')})`,
        ),
      )
      .$if(shape.isFrom, (query) => query.where('at', '>=', sql<number>`${slot('from')}`))
      .$if(shape.isTo, (query) => query.where('at', '<', sql<number>`${slot('to')}`))
      .$if(shape.outcome === 'done', (query) => query.where('outcome', '=', 'done'))
      .$if(shape.outcome === 'refused', (query) => query.where('outcome', '<>', 'done'));
  const order = [sql`number desc`];
  const all = search<AuditSearchArgs>()(filtered, order);
  if (!shape.isBefore) return all;
  const below = search<AuditSearchArgs>()(
    (slot) => filtered(slot).where('number', '<', sql<number>`${slot('before')}`),
    order,
  );
  return { items: below.items, total: all.total };
}

/** Part of `column`, or the whole of one of `ids`. */
function named(slot: Slots<TextArgs>, column: string, ids: readonly string[]): RawBuilder<SqlBool> {
  const whole = ids.map((id) => sql` or ${sql.ref(id)} = ${slot('text')}`);
  return sql<SqlBool>`(${sql.ref(column)} like ${slot('pattern')} escape '\\'${sql.join(whole, sql``)})`;
}

function search<Args extends PageArgs>() {
  return <DB, TB extends keyof DB, Row>(
    build: (slot: Slots<Args>) => SelectQueryBuilder<DB, TB, Row>,
    order: readonly RawBuilder<unknown>[],
  ): Search<Args, Row> => ({
    items: statement<Args>()((slot) =>
      order
        .reduce((query, key) => query.orderBy(sql<Scalar>`${key}`), build(slot))
        .limit(sql<number>`${slot('limit')}`)
        .offset(sql<number>`${slot('offset')}`),
    ),
    total: statement<Args>()((slot) =>
      build(slot)
        .clearSelect()
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .$castTo<{ count: number }>(),
    ),
  });
}
