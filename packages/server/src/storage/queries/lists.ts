import { type Kysely, type SqlBool, sql } from 'kysely';
import { LIST_COUNT_MAX, type RoomQuery } from '../../core/ports/stores.ts';
import type { Schema } from '../schema.ts';
import { type Scalar, type Slots, statement } from '../statement.ts';
import { directoryQueries } from './directory.ts';
import { selectNotifications } from './notifications.ts';
import { operatingQueries } from './operating.ts';
import {
  type Lazy,
  lazyList,
  listStatements,
  PAGE_SHAPES,
  type PageArgs,
  type PageShape,
  type ShapesOf,
} from './paging.ts';
import { selectRooms } from './rooms.ts';

type Db = Kysely<Schema>;

type RoomListShape = PageShape & Pick<RoomQuery, 'sort'>;
type RoomListArgs = PageArgs & Pick<RoomQuery, 'appId' | 'kind' | 'memberId'>;

/** Each with its index in an app; the rooms of all apps are listed by activity only. */
const ROOM_SORTS = {
  createdAt: { key: sql<Scalar>`rooms.created_at`, id: sql<Scalar>`rooms.id` },
  updatedAt: { key: sql<Scalar>`rooms.updated_at`, id: sql<Scalar>`rooms.id` },
  name: { key: sql<Scalar>`lower(rooms.name)`, id: sql<Scalar>`rooms.id` },
  lastActivity: { key: sql<Scalar>`room_heads.active_at`, id: sql<Scalar>`room_heads.room_id` },
};

const GONE_ROOM_SORTS = {
  createdAt: sql<Scalar>`gone_rows.created_at`,
  updatedAt: sql<Scalar>`gone_rows.updated_at`,
  name: sql<Scalar>`lower(gone_rows.name)`,
  lastActivity: sql<Scalar>`gone_rows.active_at`,
};
const GONE_ID = sql<Scalar>`gone_rows.id`;
const GONE_AT = sql<Scalar>`gone_rows.created_at`;

function roomLists(db: Db) {
  const shapes: ShapesOf<RoomListShape> = {
    ...PAGE_SHAPES,
    sort: ['createdAt', 'updatedAt', 'name', 'lastActivity'],
  };
  // A plus keeps an index away: a user's rooms are found by the user, and then sorted.
  const byIndex = (filters: string) => sql.raw(filters.includes('memberId') ? '+' : '');
  const filters = {
    appId: (slot: Slots<RoomListArgs>, { sort, filters }: RoomListShape & { filters: string }) =>
      sql<SqlBool>`${byIndex(filters)}${sql.ref(sort === 'lastActivity' ? 'room_heads.app_id' : 'rooms.app_id')} = ${slot('appId')}`,
    kind: (slot: Slots<RoomListArgs>) => sql<SqlBool>`rooms.kind = ${slot('kind')}`,
    memberId: (slot: Slots<RoomListArgs>) =>
      sql<SqlBool>`rooms.room_key in (select members.room_key from members where members.user_id = ${slot('memberId')})`,
  };
  return lazyList<RoomListArgs>()(shapes, filters, (shape, conditions) => {
    const { key, id } = ROOM_SORTS[shape.sort];
    const isOfApp = shape.filters.includes('appId');
    const listed = sql<SqlBool>`${byIndex(shape.filters)}room_heads.is_listed = 1`;
    const list = listStatements<RoomListArgs>()(shape, (slot) => ({
      db,
      query: selectRooms(db),
      conditions: [...(isOfApp ? [] : [listed]), ...conditions(slot)],
      keys: [key, id],
      cursorRow: sql`from rooms inner join room_heads on room_heads.room_key = rooms.room_key
        where rooms.id = ${slot('cursor')}`,
      gone: { list: 'rooms', scope: sql.lit(''), keys: [GONE_ROOM_SORTS[shape.sort], GONE_ID] },
    }));
    // Of all listed rooms the index alone is counted: every client that arrives requests them.
    return shape.filters === '' ? { ...list, total: countListed(db) } : list;
  });
}

function countListed(db: Db) {
  const listed = db
    .selectFrom('room_heads')
    .where('is_listed', '=', sql.lit(1))
    .select(sql.lit(1).as('one'))
    .limit(sql.lit(LIST_COUNT_MAX + 1));
  return statement<RoomListArgs>()(() =>
    db.selectFrom(listed.as('counted')).select((eb) => eb.fn.countAll<number>().as('count')),
  );
}

interface MemberListArgs extends PageArgs {
  readonly roomId: string;
}

function memberLists(db: Db) {
  const keyOf = (slot: Slots<MemberListArgs>) =>
    sql<number>`(select rooms.room_key from rooms where rooms.id = ${slot('roomId')})`;
  const total = statement<MemberListArgs>()((slot) =>
    db.selectFrom('room_heads').select('member_count as count').where('room_key', '=', keyOf(slot)),
  );
  return lazyList<MemberListArgs>()(PAGE_SHAPES, {}, (shape: PageShape) => {
    const { items } = listStatements<MemberListArgs>()(shape, (slot) => {
      const roomKey = keyOf(slot);
      return {
        db,
        query: db.selectFrom('members').selectAll(),
        conditions: [sql`members.room_key = ${roomKey}`],
        keys: [sql<Scalar>`members.joined_at`, sql<Scalar>`members.user_id`],
        cursorRow: sql`from members
          where members.room_key = ${roomKey} and members.user_id = ${slot('cursor')}`,
        gone: { list: 'members', scope: sql`cast(${roomKey} as text)`, keys: [GONE_AT, GONE_ID] },
      };
    });
    return { items, total };
  });
}

interface UserListArgs extends PageArgs {
  readonly appId: string;
  /** For `like`, with `\` as the escape. */
  readonly pattern: string | null;
  readonly hasRoles: boolean;
}

function userLists(db: Db) {
  const filters = {
    pattern: (slot: Slots<UserListArgs>) =>
      sql<SqlBool>`users.search_text like ${slot('pattern')} escape '\\'`,
    hasRoles: () => sql<SqlBool>`users.roles <> '[]'`,
  };
  return lazyList<UserListArgs>()(PAGE_SHAPES, filters, (shape: PageShape, conditions) =>
    listStatements<UserListArgs>()(shape, (slot) => ({
      db,
      query: db.selectFrom('users').selectAll().where('users.app_id', '=', slot('appId')),
      conditions: conditions(slot),
      keys: [sql`users.created_at`, sql`users.id`],
      cursorRow: sql`from users
        where users.app_id = ${slot('appId')} and users.id = ${slot('cursor')}`,
      gone: { list: 'users', scope: sql`${slot('appId')}`, keys: [GONE_AT, GONE_ID] },
    })),
  );
}

interface NotificationListArgs extends PageArgs {
  readonly appId: string;
  readonly userId: string | null;
  /** Ids with a space between: a statement has a fixed number of slots. */
  readonly rooms: string | null;
  readonly isRead: boolean;
  readonly isUnread: boolean;
  readonly now: number;
}

function notificationLists(db: Db) {
  const filters = {
    userId: (slot: Slots<NotificationListArgs>) =>
      sql<SqlBool>`notifications.user_id = ${slot('userId')}`,
    rooms: (slot: Slots<NotificationListArgs>) =>
      sql<SqlBool>`(notifications.room_id is null
        or ' ' || ${slot('rooms')} || ' ' like '% ' || notifications.room_id || ' %')`,
    isRead: () => sql<SqlBool>`notifications.read_at is not null`,
    isUnread: () => sql<SqlBool>`notifications.read_at is null`,
  };
  return lazyList<NotificationListArgs>()(PAGE_SHAPES, filters, (shape: PageShape, conditions) => {
    // The urgent ones lead in either order, so for `asc` the rank is negated.
    const sign = sql.raw(shape.order === 'desc' ? '' : '-');
    return listStatements<NotificationListArgs>()(shape, (slot) => ({
      db,
      query: selectNotifications(db, slot).where('notifications.app_id', '=', slot('appId')),
      conditions: conditions(slot),
      keys: [sql`${sign}notifications.rank`, sql`notifications.created_at`, sql`notifications.id`],
      cursorRow: sql`from notifications
        where notifications.app_id = ${slot('appId')} and notifications.id = ${slot('cursor')}`,
      gone: {
        list: 'notifications',
        scope: sql`${slot('appId')}`,
        keys: [sql`${sign}gone_rows.rank`, GONE_AT, GONE_ID],
      },
    }));
  });
}

/** What is compiled when it is first requested: the lists, each by its shape, and what operators request. */
export function listQueries(db: Db) {
  return {
    ...directoryQueries(db),
    ...operatingQueries(db),
    rooms: roomLists(db),
    members: memberLists(db),
    users: userLists(db),
    notifications: notificationLists(db),
  } satisfies Readonly<Record<string, Pick<Lazy<never, unknown>, 'all'>>>;
}

export type ListQueries = ReturnType<typeof listQueries>;
