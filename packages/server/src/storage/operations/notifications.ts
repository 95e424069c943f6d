import { ask, type Operation, OperationError } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { NewNotificationArgs } from '../queries/notifications.ts';
import type { NotificationRow } from '../rows.ts';

export function notificationOperations(q: Queries) {
  return {
    *createNotifications(notifications: readonly NewNotificationArgs[]): Operation<void> {
      for (const notification of notifications) {
        const [made] = yield* ask(q.insertNotification, notification);
        if (made === undefined) throw new OperationError('conflict', { field: 'id' });
      }
    },

    *markNotificationRead({
      appId,
      id,
      at,
    }: {
      readonly appId: string;
      readonly id: string;
      readonly at: number;
    }): Operation<NotificationRow | null> {
      const [readable] = yield* ask(q.notification, { appId, id, now: at });
      if (readable === undefined) return null;
      yield* ask(q.markNotificationRead, { appId, id, at });
      return (yield* ask(q.notification, { appId, id, now: at }))[0] ?? null;
    },
  };
}
