import type { Notification } from '@koine/contract';
import type { CountedList, ListQuery } from './stores.ts';

export type NewNotification = Omit<Notification, 'readAt'>;

/** Somebody whom a message names, and the id that their notification gets. */
export interface NewMention {
  readonly id: string;
  readonly userId: string;
}

/**
 * Kept until read. A mention shows what its message shows at the time of reading, and is there only as long as its user can
 * read that message: not once it is deleted, purged or expired, nor while they do not belong to the room or are banned from
 * it. Such a one is in no list and no count, and is not found. Mentions are made with their messages (`MessageStore`).
 */
export interface NotificationStore {
  /** All or none. Rejects with `conflict` when an id exists. */
  create(notifications: readonly NewNotification[]): Promise<readonly Notification[]>;
  find(appId: string, id: string, now: number): Promise<Notification | null>;
  /** `urgent` and `high` first, then newest first (`desc`) or oldest first (`asc`). */
  list(
    appId: string,
    query: ListQuery & {
      readonly userId: string | null;
      readonly status: 'read' | 'unread' | null;
      /** Only what is about one of these rooms, or about none; `null`: all. */
      readonly rooms: readonly string[] | null;
      readonly now: number;
    },
  ): Promise<CountedList<Notification>>;
  /** The first call's time stays. `null`: no such notification. */
  markRead(appId: string, id: string, at: number): Promise<Notification | null>;
}
