import type { NotificationPriority } from '@koine/contract';
import type { NotificationStore } from '../../core/ports/notification-store.ts';
import type { ListQueries } from '../queries/lists.ts';
import { notificationOf } from '../rows.ts';
import { type Engine, pageShapeOf, readList } from './engine.ts';

/** Which notifications lead a list, whatever its order. */
const RANKS: Readonly<Record<NotificationPriority, number>> = {
  urgent: 2,
  high: 1,
  normal: 0,
  low: 0,
};

export function createNotificationStore(engine: Engine, lists: ListQueries): NotificationStore {
  return {
    create(notifications) {
      const ranked = notifications.map((notification) => ({
        ...notification,
        rank: RANKS[notification.priority],
      }));
      return engine.write('createNotifications', ranked, () =>
        notifications.map((notification) => ({ ...notification, readAt: null })),
      );
    },

    async find(appId, id, now) {
      const [row] = await engine.read('notification', { appId, id, now });
      return row === undefined ? null : notificationOf(row);
    },

    list(appId, query) {
      const { userId, status, now } = query;
      const rooms = query.rooms?.join(' ') ?? null;
      const filters = {
        ...{ appId, userId, rooms, now },
        isRead: status === 'read',
        isUnread: status === 'unread',
      };
      const statements = lists.notifications(pageShapeOf(query), filters);
      return readList(engine, statements, query, filters, notificationOf);
    },

    markRead: (appId, id, at) =>
      engine.write('markNotificationRead', { appId, id, at }, (row) =>
        row === null ? null : notificationOf(row),
      ),
  };
}
