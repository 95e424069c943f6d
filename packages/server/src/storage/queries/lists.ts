import type { RoomKind } from '@koine/contract';
import { type Kysely, type SqlBool, sql } from 'kysely';
import { LIST_COUNT_MAX } from '../../core/ports/stores.ts';
import type { Schema } from '../schema.ts';
import { type Scalar, type Slots, statement } from '../statement.ts';
import { directoryQueries } from './directory.ts';
import { selectNotifications } from './notifications.ts';
import { operatingQueries } from './operating.ts';
import {
  EITHER,
  type Lazy,
  listStatements,
  onceForEach,
  PAGE_SHAPES,
  type PageArgs,
  type PageShape,
} from './paging.ts';
import { selectRooms } from './rooms.ts';

type Db = Kysely<Schema>;

export interface RoomListShape extends PageShape {
  readonly sort: 'createdAt' | 'updatedAt' | 'name' | 'lastActivity';
  readonly isOfApp: boolean;
  readonly isOfKind: boolean;
  readonly isOfMember: boolean;
}

interface RoomListArgs extends PageArgs {
  readonly appId: string | null;
  readonly kind: RoomKind | null;
  readonly memberId: string | null;
}

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
const GONE_RANK = sql<Scalar>`gone_rows.rank`;
const GONE_AT = sql<Scalar>`gone_rows.created_at`;

function roomList(db: Db, shape: RoomListShape) {
  const { key, id } = ROOM_SORTS[shape.sort];
  const isByActivity = shape.sort === 'lastActivity';
  // A plus keeps an index away: a user's rooms are found by the user, and then sorted.
  const byIndex = sql.raw(shape.isOfMember ? '+' : '');
  const list = listStatements<RoomListArgs>()(shape, (slot) => ({
    db,
    query: selectRooms(db)
      .$if(shape.isOfApp, (query) =>
        query.where(
          sql<SqlBool>`${byIndex}${sql.ref(isByActivity ? 'room_heads.app_id' : 'rooms.app_id')} = ${slot('appId')}`,
        ),
      )
      .$if(!shape.isOfApp, (query) => query.where(sql<SqlBool>`${byIndex}room_heads.is_listed = 1`))
      .$if(shape.isOfKind, (query) =>
        query.where('rooms.kind', '=', sql<RoomKind>`${slot('kind')}`),
      )
      .$if(shape.isOfMember, (query) =>
        query.where(
          sql<SqlBool>`rooms.room_key in (select members.room_key from members where members.user_id = ${slot('memberId')})`,
        ),
      ),
    keys: [key, id],
    cursorRow: sql`from rooms inner join room_heads on room_heads.room_key = rooms.room_key
      where rooms.id = ${slot('cursor')}`,
    gone: {
      list: 'rooms',
      scope: sql.lit(''),
      keys: [GONE_ROOM_SORTS[shape.sort], GONE_ID],
    },
  }));
  // Of all rooms that anybody may see the index alone is counted: everyone who comes asks for them.
  const isEverything = !shape.isOfApp && !shape.isOfKind && !shape.isOfMember;
  return isEverything ? { ...list, total: countListed(db) } : list;
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

function memberList(db: Db, shape: PageShape) {
  const keyOf = (slot: Slots<MemberListArgs>) =>
    sql<number>`(select rooms.room_key from rooms where rooms.id = ${slot('roomId')})`;
  const { items } = listStatements<MemberListArgs>()(shape, (slot) => {
    const roomKey = keyOf(slot);
    return {
      db,
      query: db.selectFrom('members').selectAll().where('members.room_key', '=', roomKey),
      keys: [sql<Scalar>`members.joined_at`, sql<Scalar>`members.user_id`],
      cursorRow: sql`from members
        where members.room_key = ${roomKey} and members.user_id = ${slot('cursor')}`,
      gone: { list: 'members', scope: sql`cast(${roomKey} as text)`, keys: [GONE_AT, GONE_ID] },
    };
  });
  const total = statement<MemberListArgs>()((slot) =>
    db.selectFrom('room_heads').select('member_count as count').where('room_key', '=', keyOf(slot)),
  );
  return { items, total };
}

export interface UserListShape extends PageShape {
  readonly isNamed: boolean;
  readonly hasRoles: boolean;
}

interface UserListArgs extends PageArgs {
  readonly appId: string;
  /** For `like`, with `\` as the escape. */
  readonly pattern: string | null;
}

function userList(db: Db, shape: UserListShape) {
  return listStatements<UserListArgs>()(shape, (slot) => ({
    db,
    query: db
      .selectFrom('users')
      .selectAll()
      .where('users.app_id', '=', slot('appId'))
      .$if(shape.isNamed, (query) =>
        query.where(sql<boolean>`users.search_text like ${slot('pattern')} escape '\\'`),
      )
      .$if(shape.hasRoles, (query) => query.where('users.roles', '<>', sql.lit('[]'))),
    keys: [sql`users.created_at`, sql`users.id`],
    cursorRow: sql`from users
      where users.app_id = ${slot('appId')} and users.id = ${slot('cursor')}`,
    gone: { list: 'users', scope: sql`${slot('appId')}`, keys: [GONE_AT, GONE_ID] },
  }));
}

export interface NotificationListShape extends PageShape {
  readonly isOfUser: boolean;
  readonly isOfRooms: boolean;
  readonly status: 'read' | 'unread' | null;
}

interface NotificationListArgs extends PageArgs {
  readonly appId: string;
  readonly userId: string | null;
  /** Ids with a space between: a statement has a fixed number of slots. */
  readonly rooms: string | null;
  readonly now: number;
}

function notificationList(db: Db, shape: NotificationListShape) {
  // The urgent ones lead in either order, so for `asc` the rank is turned round.
  const rank =
    shape.order === 'desc' ? sql<Scalar>`notifications.rank` : sql<Scalar>`-notifications.rank`;
  return listStatements<NotificationListArgs>()(shape, (slot) => ({
    db,
    query: selectNotifications(db, slot)
      .where('notifications.app_id', '=', slot('appId'))
      .$if(shape.isOfUser, (query) =>
        query.where('notifications.user_id', '=', sql<string>`${slot('userId')}`),
      )
      .$if(shape.isOfRooms, (query) =>
        query.where((eb) =>
          eb.or([
            eb('notifications.room_id', 'is', null),
            sql<boolean>`' ' || ${slot('rooms')} || ' ' like '% ' || notifications.room_id || ' %'`,
          ]),
        ),
      )
      .$if(shape.status === 'read', (query) => query.where('notifications.read_at', 'is not', null))
      .$if(shape.status === 'unread', (query) => query.where('notifications.read_at', 'is', null)),
    keys: [rank, sql`notifications.created_at`, sql`notifications.id`],
    cursorRow: sql`from notifications
      where notifications.app_id = ${slot('appId')} and notifications.id = ${slot('cursor')}`,
    gone: {
      list: 'notifications',
      scope: sql`${slot('appId')}`,
      keys: [shape.order === 'desc' ? GONE_RANK : sql`-${GONE_RANK}`, GONE_AT, GONE_ID],
    },
  }));
}

/** What is compiled when it is first asked for: the lists, each by its shape, and what operators ask. */
export function listQueries(db: Db) {
  return {
    ...directoryQueries(db),
    ...operatingQueries(db),
    rooms: onceForEach<RoomListShape, RoomList>(
      {
        ...PAGE_SHAPES,
        sort: ['createdAt', 'updatedAt', 'name', 'lastActivity'],
        isOfApp: EITHER,
        isOfKind: EITHER,
        isOfMember: EITHER,
      },
      (shape) => roomList(db, shape),
    ),
    members: onceForEach(PAGE_SHAPES, (shape: PageShape) => memberList(db, shape)),
    users: onceForEach(
      { ...PAGE_SHAPES, isNamed: EITHER, hasRoles: EITHER },
      (shape: UserListShape) => userList(db, shape),
    ),
    notifications: onceForEach(
      { ...PAGE_SHAPES, isOfUser: EITHER, isOfRooms: EITHER, status: ['read', 'unread', null] },
      (shape: NotificationListShape) => notificationList(db, shape),
    ),
  } satisfies Readonly<Record<string, Enumerable>>;
}

type RoomList = ReturnType<typeof roomList>;
/** Whatever is compiled late says all that it may be, so that none escapes who looks at plans. */
type Enumerable = Pick<Lazy<never, unknown>, 'all'>;

export type ListQueries = ReturnType<typeof listQueries>;
