import {
  KoineError,
  type Message,
  type Notification,
  type NotificationPriority,
} from '@koine/contract';
import type { NewNotification, NotificationStore } from './ports/notification-store.ts';
import type { List, ListQuery, MemberStore } from './ports/stores.ts';
import type { Bus, Clock, Ids } from './ports/world.ts';
import type { RoomRules } from './room-rules.ts';

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
  /** A fault in what happens after a message was accepted; nobody waits for it. */
  readonly onFault: (error: unknown) => void;
}

const MEMBERS_AT_ONCE = 500;
const MENTIONS_MAX = 50;
const EXCERPT_CHARS = 200;

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
    const [created] = await this.#create([this.#draft(appId, userId, roomId, draft)]);
    if (created === undefined) throw new KoineError('storageUnavailable');
    return created;
  }

  /** To every member of a room; one notification each. Returns them all. */
  async notifyRoom(
    appId: string,
    roomId: string,
    draft: NotificationDraft,
  ): Promise<readonly Notification[]> {
    const created: Notification[] = [];
    for (let offset = 0; ; offset += MEMBERS_AT_ONCE) {
      const { items } = await this.#deps.members.list(roomId, {
        limit: MEMBERS_AT_ONCE,
        offset,
        after: null,
        before: null,
        order: 'asc',
      });
      if (items.length > 0)
        created.push(
          ...(await this.#create(
            items.map((member) => this.#draft(appId, member.userId, roomId, draft)),
          )),
        );
      if (items.length < MEMBERS_AT_ONCE) return created;
    }
  }

  /** Tells each member named in `meta.mentions` who is not the sender. Runs on its own after the message is stored. */
  mention(rules: RoomRules, message: Message): void {
    const mentions = message.meta?.['mentions'];
    if (!Array.isArray(mentions) || mentions.length === 0) return;
    const userIds = new Set(
      mentions
        .filter((id) => typeof id === 'string' && id !== message.sender.id)
        .slice(0, MENTIONS_MAX),
    );
    this.#mentionAll(rules, message, [...userIds].map(String)).catch(this.#deps.onFault);
  }

  /** `null`: no such notification in the app. */
  find(appId: string, id: string): Promise<Notification | null> {
    return this.#deps.store.find(appId, id);
  }

  list(
    appId: string,
    query: ListQuery & {
      readonly userId: string | null;
      readonly status: 'read' | 'unread' | null;
      readonly rooms: readonly string[] | null;
    },
  ): Promise<List<Notification>> {
    return this.#deps.store.list(appId, query);
  }

  /** Rejects with `notificationNotFound`. */
  async markRead(appId: string, id: string): Promise<Notification> {
    const notification = await this.#deps.store.markRead(appId, id, this.#deps.clock.now());
    if (notification === null) throw new KoineError('notificationNotFound');
    return notification;
  }

  async #mentionAll(rules: RoomRules, message: Message, userIds: readonly string[]): Promise<void> {
    const { id: roomId, appId, name } = rules.room;
    const members = await Promise.all(
      userIds.map((userId) => this.#deps.members.find(roomId, userId)),
    );
    const drafts = members.flatMap((member) => {
      if (member === null) return [];
      const title =
        name === ''
          ? `${message.sender.name} mentioned you`
          : `${message.sender.name} mentioned you in ${name}`;
      const content = Array.from(message.content).slice(0, EXCERPT_CHARS).join('');
      return [
        this.#draft(appId, member.userId, roomId, {
          title,
          content,
          actionUrl: `/rooms/${roomId}`,
          priority: 'normal',
          icon: 'mention',
        }),
      ];
    });
    if (drafts.length > 0) await this.#create(drafts);
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
      actionUrl,
      priority,
      icon,
      createdAt: this.#deps.clock.now(),
    };
  }

  async #create(drafts: readonly NewNotification[]): Promise<readonly Notification[]> {
    const created = await this.#deps.store.create(drafts);
    for (const notification of created)
      this.#deps.bus.publish({ type: 'notificationCreated', notification });
    return created;
  }
}
