import { type Kysely, type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { DirectoryStore, Page } from '../../core/ports/operating-stores.ts';
import { holdsAt } from '../columns.ts';
import type { Schema } from '../schema.ts';
import { type Scalar, type Slots, statement } from '../statement.ts';
import { filtered, type ListStatements, lazyList } from './paging.ts';
import { selectRooms } from './rooms.ts';

/** What is asked of a search; `pattern` is its `text` for `like`, with `\` as the escape. */
type SearchArgs<Name extends 'apps' | 'rooms' | 'users' | 'sanctions'> = Parameters<
  DirectoryStore[Name]
>[0] & { readonly pattern: string | null };

interface AuditSearchArgs extends Page {
  /** Bounds the page, not the total. */
  readonly before: number;
  readonly action: string | null;
  readonly by: string | null;
  readonly appId: string | null;
  readonly roomId: string | null;
  readonly roomUid: string | null;
  readonly target: string | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly isDone: boolean;
  readonly isRefused: boolean;
}

/** Searches over all apps. They read what their filters leave; only operators request them. */
export function directoryQueries(db: Kysely<Schema>) {
  const count = (table: 'rooms' | 'users') =>
    sql<number>`(select count(*) from ${sql.table(table)} where app_id = apps.id)`;
  return {
    findApps: search<SearchArgs<'apps'>>()(
      (slot) =>
        db
          .selectFrom('apps')
          .select(['apps.id', 'apps.name', 'apps.created_at'])
          .select([
            count('rooms').as('rooms'),
            count('users').as('users'),
            sql<number>`(select count(*) from api_keys where app_id = apps.id
              and (expires_at is null or expires_at > ${slot('now')}))`.as('keys'),
          ]),
      [sql`apps.created_at`, sql`apps.id`],
      { text: (slot) => named(slot, 'apps.name', ['apps.id']) },
    ),
    findRooms: search<SearchArgs<'rooms'>>()(
      () => selectRooms(db),
      [sql`coalesce(room_heads.last_message_at, rooms.created_at) desc`, sql`rooms.id`],
      {
        text: (slot) => named(slot, 'rooms.name', ['rooms.uid', 'rooms.id']),
        appId: (slot) => sql`rooms.app_id = ${slot('appId')}`,
        kind: (slot) => sql`rooms.kind = ${slot('kind')}`,
      },
    ),
    findUsers: search<SearchArgs<'users'>>()(
      () => db.selectFrom('users').selectAll(),
      [sql`users.created_at desc`, sql`users.user_key desc`],
      {
        text: (slot) => named(slot, 'users.search_text', ['users.id']),
        appId: (slot) => sql`users.app_id = ${slot('appId')}`,
        hasRoles: () => sql`users.roles <> '[]'`,
      },
    ),
    findSanctions: search<SearchArgs<'sanctions'>>()(
      (slot) =>
        db
          .selectFrom('sanctions')
          .selectAll()
          .where(holdsAt('until', slot('now'))),
      [sql`created_at desc`, sql`id desc`],
      {
        text: (slot) =>
          sql`(target like ${slot('pattern')} escape '\\' or reason like ${slot('pattern')} escape '\\')`,
        appId: (slot) => sql`app_id = ${slot('appId')}`,
        roomId: (slot) => sql`room_id = ${slot('roomId')}`,
        kind: (slot) => sql`kind = ${slot('kind')}`,
        target: (slot) => sql`target = ${slot('target')}`,
      },
    ),
    findAudit: search<AuditSearchArgs>()(
      () => db.selectFrom('audit').selectAll(),
      [sql`number desc`],
      {
        action: (slot) => sql`action = ${slot('action')}`,
        by: (slot) => sql`(by_id = ${slot('by')} or lower(by_name) = lower(${slot('by')}))`,
        appId: (slot) => sql`app_id = ${slot('appId')}`,
        roomId: (slot) => sql`room_id in (${slot('roomId')}, ${slot('roomUid')})`,
        target: (slot) =>
          sql`target in (${slot('target')}, 'user:' || ${slot('target')}, 'ip:' || ${slot('target')}, 'key:' || ${slot('target')})`,
        from: (slot) => sql`at >= ${slot('from')}`,
        to: (slot) => sql`at < ${slot('to')}`,
        isDone: () => sql`outcome = 'done'`,
        isRefused: () => sql`outcome <> 'done'`,
      },
      (slot) => [sql`number < ${slot('before')}`],
    ),
  };
}

export type DirectoryQueries = ReturnType<typeof directoryQueries>;

/** Part of `column`, or the whole of one of `ids`. */
function named(
  slot: Slots<Pick<SearchArgs<'apps'>, 'text' | 'pattern'>>,
  column: string,
  ids: readonly string[],
): RawBuilder<SqlBool> {
  const whole = ids.map((id) => sql` or ${sql.ref(id)} = ${slot('text')}`);
  return sql`(${sql.ref(column)} like ${slot('pattern')} escape '\\'${sql.join(whole, sql``)})`;
}

/** A page by number, and the number of rows on all pages. */
function search<Args extends Page>() {
  return <DB, TB extends keyof DB, Row, Name extends keyof Args & string>(
    select: (slot: Slots<Args>) => SelectQueryBuilder<DB, TB, Row>,
    order: readonly RawBuilder<unknown>[],
    filters: Readonly<Record<Name, (slot: Slots<Args>) => RawBuilder<SqlBool>>>,
    bounds: (slot: Slots<Args>) => readonly RawBuilder<SqlBool>[] = () => [],
  ) =>
    lazyList<Args>()(
      {},
      filters,
      (_shape, conditions): ListStatements<Args, Row> => ({
        items: statement<Args>()((slot) =>
          order
            .reduce(
              (query, key) => query.orderBy(sql<Scalar>`${key}`),
              filtered(select(slot), [...conditions(slot), ...bounds(slot)]),
            )
            .limit(sql<number>`${slot('limit')}`)
            .offset(sql<number>`${slot('offset')}`),
        ),
        total: statement<Args>()((slot) =>
          filtered(select(slot), conditions(slot))
            .clearSelect()
            .select((eb) => eb.fn.countAll<number>().as('count'))
            .$castTo<{ count: number }>(),
        ),
      }),
    );
}
