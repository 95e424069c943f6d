import type { NotificationPriority } from '@koine/contract';
import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

export interface NewNotificationArgs {
  readonly id: string;
  readonly appId: string;
  readonly userId: string;
  readonly roomId: string | null;
  readonly title: string;
  readonly content: string;
  readonly actionUrl: string | null;
  readonly priority: NotificationPriority;
  readonly rank: number;
  readonly icon: string | null;
  readonly createdAt: number;
}

export function notificationQueries(db: Kysely<Schema>) {
  return {
    /** Returns nothing when the id exists. */
    insertNotification: statement<NewNotificationArgs>()((slot) =>
      db
        .insertInto('notifications')
        .values({
          id: slot('id'),
          app_id: slot('appId'),
          user_id: slot('userId'),
          room_id: slot('roomId'),
          title: slot('title'),
          content: slot('content'),
          action_url: slot('actionUrl'),
          priority: slot('priority'),
          rank: slot('rank'),
          icon: slot('icon'),
          created_at: slot('createdAt'),
          read_at: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll(),
    ),
    notification: statement<{ appId: string; id: string }>()((slot) =>
      db
        .selectFrom('notifications')
        .selectAll()
        .where('app_id', '=', slot('appId'))
        .where('id', '=', slot('id')),
    ),
    markNotificationRead: statement<{ appId: string; id: string; at: number }>()((slot) =>
      db
        .updateTable('notifications')
        .set((eb) => ({ read_at: eb.fn.coalesce('read_at', slot('at')) }))
        .where('app_id', '=', slot('appId'))
        .where('id', '=', slot('id'))
        .returningAll(),
    ),
  };
}
