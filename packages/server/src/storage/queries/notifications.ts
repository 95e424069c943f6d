import type { NotificationPriority } from '@koine/contract';
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { NewNotification } from '../../core/ports/notification-store.ts';
import { equal, slots } from '../columns.ts';
import type { Schema } from '../schema.ts';
import { type Slots, statement } from '../statement.ts';
import { nextMessages } from './removal.ts';

export interface NewNotificationArgs extends NewNotification {
  readonly rank: number;
}

const NEW_NOTIFICATION = [
  ...(['id', 'appId', 'userId', 'roomId', 'title', 'content', 'actionUrl'] as const),
  ...(['priority', 'rank', 'icon', 'createdAt'] as const),
] as const;

/** Of a message's text, a mention shows so many characters. */
const EXCERPT_CHARS = 200;

/**
 * Notifications as they can be read at `now`: the one place that decides the text of a mention and who may still see it. It
 * shows its message's present text, and exists as long as the message is (not deleted, purged or expired), its user
 * belongs to the room, and no ban keeps them out of it.
 */
export function selectNotifications<Args extends { readonly now: number }>(
  db: Kysely<Schema>,
  slot: Slots<Args>,
) {
  const now = sql`${slot('now')}`;
  return db
    .selectFrom('notifications')
    .leftJoin('messages', 'messages.number', 'notifications.message_number')
    .leftJoin('room_heads', 'room_heads.room_key', 'messages.room_key')
    .leftJoin('rooms', 'rooms.room_key', 'messages.room_key')
    .select([
      'notifications.id',
      'notifications.app_id',
      'notifications.user_id',
      'notifications.room_id',
      'notifications.action_url',
      'notifications.priority',
      'notifications.icon',
      'notifications.created_at',
      'notifications.read_at',
      sql<string>`case when notifications.message_number is null then notifications.title
        else messages.sender_name || ' mentioned you' || case rooms.name when '' then '' else ' in ' || rooms.name end
        end`.as('title'),
      sql<string>`case when notifications.message_number is null then notifications.content
        else substr(messages.content, 1, ${sql.lit(EXCERPT_CHARS)}) end`.as('content'),
    ])
    .where(sql<SqlBool>`(notifications.message_number is null or (
      messages.deleted_at is null
      and messages.seq > room_heads.purged_seq
      and exists (select 1 from members
        where members.room_key = rooms.room_key and members.user_id = notifications.user_id)
      and not exists (select 1 from sanctions
        where sanctions.app_id = rooms.app_id and sanctions.room_id in ('', rooms.id) and sanctions.kind = 'ban'
        and sanctions.target = 'user:' || notifications.user_id
        and (sanctions.until is null or sanctions.until > ${now}))))`);
}

export function notificationQueries(db: Kysely<Schema>) {
  return {
    /** Returns nothing when the id exists. */
    insertNotification: statement<NewNotificationArgs>()((slot) =>
      db
        .insertInto('notifications')
        .values(slots(slot, NEW_NOTIFICATION))
        .onConflict((conflict) => conflict.doNothing())
        .returning('id'),
    ),
    /** For a room's member; for any other user it inserts nothing. */
    insertMention: statement<{
      id: string;
      appId: string;
      userId: string;
      roomId: string;
      roomKey: number;
      actionUrl: string;
      createdAt: number;
      messageNumber: number;
    }>()((slot) =>
      db
        .insertInto('notifications')
        .columns([
          'id',
          'app_id',
          'user_id',
          'room_id',
          'title',
          'content',
          'action_url',
          'priority',
          'rank',
          'icon',
          'created_at',
          'message_number',
        ])
        .expression(
          db
            .selectFrom('members')
            .where('members.room_key', '=', slot('roomKey'))
            .where('members.user_id', '=', slot('userId'))
            .select([
              sql<string>`${slot('id')}`.as('id'),
              sql<string>`${slot('appId')}`.as('app_id'),
              'members.user_id',
              sql<string>`${slot('roomId')}`.as('room_id'),
              sql.lit('').as('title'),
              sql.lit('').as('content'),
              sql<string>`${slot('actionUrl')}`.as('action_url'),
              sql<NotificationPriority>`'normal'`.as('priority'),
              sql.lit(0).as('rank'),
              sql.lit('mention').as('icon'),
              sql<number>`${slot('createdAt')}`.as('created_at'),
              sql<number>`${slot('messageNumber')}`.as('message_number'),
            ]),
        )
        .returning('id'),
    ),
    notification: statement<{ appId: string; id: string; now: number }>()((slot) =>
      selectNotifications(db, slot)
        .where('notifications.app_id', '=', slot('appId'))
        .where('notifications.id', '=', slot('id')),
    ),
    deleteNotificationsOf: statement<{ appId: string; userId: string }>()((slot) =>
      db.deleteFrom('notifications').where(equal(slot, ['appId', 'userId'])),
    ),
    markNotificationRead: statement<{ appId: string; id: string; at: number }>()((slot) =>
      db
        .updateTable('notifications')
        .set((eb) => ({ read_at: eb.fn.coalesce('read_at', slot('at')) }))
        .where(equal(slot, ['appId', 'id'])),
    ),
    deleteMentionsOf: statement<{ messageNumber: number }>()((slot) =>
      db.deleteFrom('notifications').where('message_number', '=', slot('messageNumber')),
    ),
    deleteMentionsBetween: statement<{ roomKey: number; after: number; upTo: number }>()((slot) =>
      db
        .deleteFrom('notifications')
        .where('message_number', 'in', (eb) =>
          eb
            .selectFrom('messages')
            .select('messages.number')
            .where('messages.room_key', '=', slot('roomKey'))
            .where('messages.seq', '>', slot('after'))
            .where('messages.seq', '<=', slot('upTo')),
        ),
    ),
    deleteMentionsIn: statement<{ roomKey: number; limit: number }>()((slot) =>
      db.deleteFrom('notifications').where('message_number', 'in', nextMessages(db, slot)),
    ),
  };
}
