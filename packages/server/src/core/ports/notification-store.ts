import type { Notification } from '@koine/contract';
import type { List, ListQuery } from './stores.ts';

export type NewNotification = Omit<Notification, 'readAt'>;

export interface NotificationStore {
  /** All or none. Rejects with `conflict` when an id exists. */
  create(notifications: readonly NewNotification[]): Promise<readonly Notification[]>;
  find(appId: string, id: string): Promise<Notification | null>;
  /** `urgent` and `high` first, then newest first (`desc`) or oldest first (`asc`). */
  list(
    appId: string,
    query: ListQuery & {
      readonly userId: string | null;
      readonly status: 'read' | 'unread' | null;
      /** Only what is about one of these rooms, or about none; `null`: all. */
      readonly rooms: readonly string[] | null;
    },
  ): Promise<List<Notification>>;
  /** The first call's time stays. `null`: no such notification. */
  markRead(appId: string, id: string, at: number): Promise<Notification | null>;
}
