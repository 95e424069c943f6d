import {
  isSameUser,
  type JsonObject,
  KoineError,
  type Notification,
  type NotificationPriority,
  type UserRef,
  userOfLocalId,
} from '@koine/contract';
import { assertNoPathStep, foldUuid } from './ids.ts';
import type { NewMention, NewNotification, NotificationStore } from './ports/notification-store.ts';
import type { CountedList, ListQuery, MemberStore } from './ports/stores.ts';
import type { Bus, Clock, Ids } from './ports/world.ts';

export interface NotificationDraft {
  readonly title: string;
  readonly content: string;
  readonly actionUrl: string | null;
  readonly priority: NotificationPriority;
  readonly icon: string | null;
}

export interface NotificationsDeps {
  readonly store: NotificationStore;
  readonly members: MemberStore;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
}

const MEMBERS_AT_ONCE = 500;
const MENTIONS_MAX = 50;

/** Notices to single users, kept until read. Announces `notificationCreated` for each. */
export class Notifications {
  readonly #deps: NotificationsDeps;

  constructor(deps: NotificationsDeps) {
    this.#deps = deps;
  }

  /** To one user. */
  async notifyUser(
    appId: string,
    userId: string,
    roomId: string | null,
    draft: NotificationDraft,
  ): Promise<Notification> {
    assertNoPathStep(userId, 'user_id');
    const [created] = await this.#create([this.#draft(appId, userId, roomId, draft)]);
    if (created === undefined) throw new KoineError('storageUnavailable');
    return created;
  }

  /** To every member of a room who is a user of its app; one notification each. Returns how many. */
  async notifyRoom(appId: string, roomId: string, draft: NotificationDraft): Promise<number> {
    let recipients = 0;
    // By key: who leaves meanwhile shifts nobody, and a late page costs no more than the first.
    for (let after: string | null = null; ; ) {
      const { items } = await this.#deps.members.list(roomId, {
        limit: MEMBERS_AT_ONCE,
        offset: 0,
        after,
        before: null,
        order: 'asc',
      });
      const drafts = items
        .map(({ userId }) => userOfLocalId(userId, appId))
        .filter((user) => user.appId === appId)
        .map(({ id }) => this.#draft(appId, id, roomId, draft));
      if (drafts.length > 0) await this.#create(drafts);
      recipients += drafts.length;
      after = items.at(-1)?.userId ?? null;
      if (items.length < MEMBERS_AT_ONCE) return recipients;
    }
  }

  /** Whom a message of the room's app mentions by `meta.mentions`, but for its sender; who does not belong to the room is left out later. */
  mentionsIn(meta: JsonObject | null, appId: string, sender: UserRef): readonly NewMention[] {
    const named = meta?.['mentions'];
    if (!Array.isArray(named)) return [];
    const userIds = new Set(
      named
        .filter((id) => typeof id === 'string' && !isSameUser({ appId, id }, sender))
        .slice(0, MENTIONS_MAX)
        .map(String),
    );
    return Array.from(userIds, (userId) => ({ id: this.#deps.ids.uuid(), userId }));
  }

  /** Tells the mentioned, once their message is stored and announced. */
  announce(created: readonly Notification[]): void {
    for (const notification of created)
      this.#deps.bus.publish({ type: 'notificationCreated', notification });
  }

  /** `null`: no such notification in the app. */
  find(appId: string, id: string): Promise<Notification | null> {
    return this.#deps.store.find(appId, foldUuid(id), this.#deps.clock.now());
  }

  list(
    appId: string,
    query: ListQuery & {
      readonly userId: string | null;
      readonly status: 'read' | 'unread' | null;
      readonly rooms: readonly string[] | null;
    },
  ): Promise<CountedList<Notification>> {
    return this.#deps.store.list(appId, { ...query, now: this.#deps.clock.now() });
  }

  /** Rejects with `notificationNotFound`. */
  async markRead(appId: string, id: string): Promise<Notification> {
    const notification = await this.#deps.store.markRead(
      appId,
      foldUuid(id),
      this.#deps.clock.now(),
    );
    if (notification === null) throw new KoineError('notificationNotFound');
    return notification;
  }

  #draft(
    appId: string,
    userId: string,
    roomId: string | null,
    draft: NotificationDraft,
  ): NewNotification {
    const { title, content, actionUrl, priority, icon } = draft;
    return {
      id: this.#deps.ids.uuid(),
      appId,
      userId,
      roomId,
      title: title.toWellFormed(),
      content: content.toWellFormed(),
      actionUrl: actionUrl?.toWellFormed() ?? null,
      priority,
      icon: icon?.toWellFormed() ?? null,
      createdAt: this.#deps.clock.now(),
    };
  }

  async #create(drafts: readonly NewNotification[]): Promise<readonly Notification[]> {
    const created = await this.#deps.store.create(drafts);
    this.announce(created);
    return created;
  }
}
