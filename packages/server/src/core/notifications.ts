import {
  isSameUser,
  type JsonObject,
  KoineError,
  type Notification,
  type UserRef,
  userOfLocalId,
} from '@koine/contract';
import type { Actor } from './actor.ts';
import { assertApp, assertSelf } from './authority.ts';
import { assertId, foldUuid } from './ids.ts';
import type { NewMention, NewNotification, NotificationStore } from './ports/notification-store.ts';
import { type CountedList, type ListQuery, type MemberStore, pageAfter } from './ports/stores.ts';
import type { CoreWorld } from './world.ts';

export type NotificationDraft = Pick<
  Notification,
  'title' | 'content' | 'actionUrl' | 'priority' | 'icon'
>;

export interface NotificationsDeps extends Pick<CoreWorld, 'bus' | 'clock' | 'ids'> {
  readonly store: NotificationStore;
  readonly members: MemberStore;
}

const MEMBERS_AT_ONCE = 500;
const MENTIONS_MAX = 50;

/**
 * Notices to single users of an app, kept until read. An app sends and sees all of its own; a user sees their own, but for those
 * about rooms outside their token. Announces `notificationCreated` for each.
 */
export class Notifications {
  readonly #deps: NotificationsDeps;

  constructor(deps: NotificationsDeps) {
    this.#deps = deps;
  }

  /** To one user. */
  async notifyUser(
    actor: Actor,
    userId: string,
    roomId: string | null,
    draft: NotificationDraft,
  ): Promise<Notification> {
    assertApp(actor);
    assertId(userId, 'user_id');
    const [created] = await this.#create([this.#draft(actor.appId, userId, roomId, draft)]);
    if (created === undefined) throw new KoineError('storageUnavailable');
    return created;
  }

  /** To every member of a room who is a user of its app; one notification each. Returns how many. */
  async notifyRoom(actor: Actor, roomId: string, draft: NotificationDraft): Promise<number> {
    assertApp(actor);
    const { appId } = actor;
    let recipients = 0;
    for (let after: string | null = null; ; ) {
      const page = pageAfter(after, MEMBERS_AT_ONCE);
      const { items } = await this.#deps.members.list(roomId, page);
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

  /** Rejects with `notificationNotFound`, also for one that the actor does not see. */
  async get(actor: Actor, id: string): Promise<Notification> {
    const { store, clock } = this.#deps;
    const found = await store.find(actor.appId, foldUuid(id), clock.now());
    if (found === null || !isSeenBy(actor, found)) throw new KoineError('notificationNotFound');
    return found;
  }

  /** `userId` `null`: the actor's own, or all of its app. Rejects with `forbidden` for another user's. */
  async list(
    actor: Actor,
    query: ListQuery & {
      readonly userId: string | null;
      readonly status: 'read' | 'unread' | null;
    },
  ): Promise<CountedList<Notification>> {
    const { appId, power, user, rooms } = actor;
    if (query.userId !== null) assertSelf(actor, query.userId);
    const userId = power === 'user' ? user.id : query.userId;
    return this.#deps.store.list(appId, { ...query, userId, rooms, now: this.#deps.clock.now() });
  }

  /** Rejects as `get`. */
  async markRead(actor: Actor, id: string): Promise<Notification> {
    const { appId, id: folded } = await this.get(actor, id);
    const notification = await this.#deps.store.markRead(appId, folded, this.#deps.clock.now());
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

function isSeenBy({ power, user, rooms }: Actor, { userId, roomId }: Notification): boolean {
  if (power !== 'user') return true;
  return userId === user.id && (rooms === null || roomId === null || rooms.includes(roomId));
}
