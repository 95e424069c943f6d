import { ask, type Operation, Refusal } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { NewNotificationArgs } from '../queries/notifications.ts';
import type { NotificationRow } from '../rows.ts';

export function notificationOperations(q: Queries) {
  return {
    *createNotifications(
      notifications: readonly NewNotificationArgs[],
    ): Operation<readonly NotificationRow[]> {
      const rows: NotificationRow[] = [];
      for (const notification of notifications) {
        const [row] = yield* ask(q.insertNotification, notification);
        if (row === undefined) throw new Refusal('conflict', { field: 'id' });
        rows.push(row);
      }
      return rows;
    },

    *findNotification(by: {
      readonly appId: string;
      readonly id: string;
    }): Operation<NotificationRow | null> {
      return (yield* ask(q.notification, by))[0] ?? null;
    },

    *markNotificationRead(by: {
      readonly appId: string;
      readonly id: string;
      readonly at: number;
    }): Operation<NotificationRow | null> {
      return (yield* ask(q.markNotificationRead, by))[0] ?? null;
    },
  };
}
