import {
  type CoreEvent,
  isSameUser,
  type JsonObject,
  KoineError,
  type Message,
  type UserRef,
  userKeyOf,
} from '@koine/contract';
import { type Actor, authorOf } from './actor.ts';
import { parseEmoji } from './emoji.ts';
import { foldUuid, parseUuid } from './ids.ts';
import type { Notifications } from './notifications.ts';
import type { SendPolicy } from './policies.ts';
import type {
  Appended,
  HistoryPage,
  HistoryQuery,
  MessageStore,
  NewMessage,
  Purged,
  Revised,
  Revision,
} from './ports/stores.ts';
import { isStaff, type RoomRules } from './room-rules.ts';
import type { RoomRulesCache } from './room-rules-cache.ts';
import type { SendLimits } from './send-limits.ts';
import { assertMetaFits, isBlank, isLongerThan, parseClientKey } from './text.ts';
import type { Typing } from './typing.ts';
import type { CoreWorld } from './world.ts';

/** A message as a client sends it; a repeated `clientKey` is answered with the first message. */
export type Draft = Omit<
  NewMessage,
  'id' | 'roomId' | 'sender' | 'createdAt' | 'replyTo' | 'replyToNumber'
> & {
  /** The message of the same room that it answers, by id or by number. */
  readonly replyTo: string | number | null;
};

/** By its installation-wide number, or by id. */
type MessageRef = { readonly number: number } | { readonly id: string };

export interface MessagesDeps
  extends Pick<CoreWorld, 'access' | 'budgets' | 'bus' | 'clock' | 'ids' | 'limits'> {
  readonly store: MessageStore;
  readonly rooms: RoomRulesCache;
  readonly typing: Typing;
  readonly notifications: Notifications;
  readonly sendLimits: SendLimits;
}

/**
 * The write path and history. Every write is stored before its promise resolves, and its event is on the bus by then.
 * Events leave in commit order: each is published from the first reaction on the store's promise.
 */
export class Messages {
  readonly #deps: MessagesDeps;

  constructor(deps: MessagesDeps) {
    this.#deps = deps;
  }

  /**
   * Stores a message and announces it. Rejects with `roomNotFound`, `forbidden`, `banned`, `muted`, `contentEmpty`,
   * `contentTooLong`, `metaTooLarge`, `invalidInput` (client key, two `reply_to`), `messageNotFound` (of `reply_to`), `rateLimited`,
   * `slowMode`, `storageUnavailable`.
   */
  send(actor: Actor, roomId: string, draft: Draft, policy: SendPolicy): Promise<Appended> {
    // Not an async function: the common case must reach the store in the same tick, in the order of the frames.
    try {
      const rules = this.#deps.rooms.peek(roomId);
      if (rules !== undefined && this.#deps.access.isOpenTo(actor, rules))
        return this.#sendIn(rules, actor, draft, policy);
    } catch (error) {
      return Promise.reject(error);
    }
    return this.#deps.access
      .read(actor, roomId)
      .then((rules) => this.#sendIn(rules, actor, draft, policy));
  }

  /**
   * Changes a message's text. Only its author may, or the app. Editing a deleted message rejects with `messageNotFound`;
   * otherwise as `send`.
   */
  async edit(
    actor: Actor,
    roomId: string,
    messageId: string,
    content: string,
    reason: string | null,
    policy: SendPolicy,
    meta: JsonObject | null = null,
  ): Promise<Message> {
    const rules = await this.#deps.access.read(actor, roomId);
    this.#deps.access.assertMayWrite(actor, rules);
    const text = checkContent(content, policy);
    assertMetaFits(meta, this.#deps.limits);
    const message = await this.#require(roomId, messageId);
    if (message.deletedAt !== null) throw new KoineError('messageNotFound');
    if (actor.power === 'user' && !(await this.#isAuthor(actor, message)))
      throw new KoineError('forbidden');
    this.#deps.sendLimits.chargeEdit(rules, actor, message, policy);
    const revision = {
      kind: 'edit',
      content: text,
      reason,
      meta,
      at: this.#deps.clock.now(),
    } as const;
    const revised = await this.#revise(roomId, message.id, revision, (change) => ({
      type: 'messageUpdated',
      ...change,
    }));
    if (revised.message.deletedAt !== null) throw new KoineError('messageNotFound');
    return revised.message;
  }

  /** Leaves a tombstone. The author, the room's staff or the app may; deleting twice is no error and changes nothing. */
  async delete(actor: Actor, roomId: string, messageId: string): Promise<Message> {
    const rules = await this.#deps.access.read(actor, roomId);
    const message = await this.#require(roomId, messageId);
    if (!isStaff(actor, rules) && !(await this.#isAuthor(actor, message)))
      throw new KoineError('forbidden');
    this.#deps.budgets.charge('deletion', actor);
    const revision = {
      kind: 'delete',
      by: userKeyOf(actor.user),
      at: this.#deps.clock.now(),
    } as const;
    const revised = await this.#revise(roomId, message.id, revision, (change) => ({
      type: 'messageDeleted',
      ...change,
      by: authorOf(actor),
    }));
    return revised.message;
  }

  /** Toggles the actor's reaction. Rejects with `messageNotFound`, `emojiInvalid`, `tooManyReactions`, `tooManyReactors`, `rateLimited`, or as `send`. */
  async react(actor: Actor, roomId: string, messageId: string, text: string): Promise<Revised> {
    const rules = await this.#deps.access.read(actor, roomId);
    this.#deps.access.assertMayWrite(actor, rules);
    const emoji = parseEmoji(text);
    if (emoji === null) throw new KoineError('emojiInvalid');
    this.#deps.budgets.charge('reaction', actor);
    const revision = {
      kind: 'react',
      emoji,
      user: userKeyOf(actor.user),
      emojiMax: this.#deps.limits.reactionsPerMessageMax,
      reactorsMax: this.#deps.limits.reactorsPerMessageMax,
      at: this.#deps.clock.now(),
    } as const;
    const id = foldUuid(messageId);
    const revised = await this.#revise(roomId, id, revision, (change, action) =>
      action === null
        ? null
        : { type: 'reactionChanged', ...change, emoji, user: revision.user, action },
    );
    if (revised.message.deletedAt !== null) throw new KoineError('messageNotFound');
    return revised;
  }

  /** Removes every message that the room has now. Staff only. */
  async purge(actor: Actor, roomId: string): Promise<Purged> {
    await this.#deps.access.readAsStaff(actor, roomId);
    this.#deps.budgets.charge('moderation', actor);
    const at = this.#deps.clock.now();
    return this.#commit(this.#deps.store.purge(roomId, at), ({ purgedSeq, changeSeq }) => ({
      type: 'roomPurged',
      roomId,
      changeSeq,
      purgedSeq,
      by: authorOf(actor),
      at,
    }));
  }

  /** One message of a room that the actor may read. Rejects with `messageNotFound`. */
  async get(actor: Actor, roomId: string, messageId: string): Promise<Message> {
    await this.#deps.access.read(actor, roomId);
    return this.#require(roomId, messageId);
  }

  /** A message by its installation-wide number or id, when the actor may read its room; else `messageNotFound`. */
  async locate(actor: Actor, by: MessageRef): Promise<Message> {
    const message = await this.#deps.store.find(folded(by));
    if (message === null) throw new KoineError('messageNotFound');
    try {
      await this.#deps.access.read(actor, message.roomId);
    } catch (error) {
      if (error instanceof KoineError && error.code === 'roomNotFound')
        throw new KoineError('messageNotFound');
      throw error;
    }
    return message;
  }

  /**
   * Where in the room a message stands that a client has seen, for a page that begins there: its seq; 0 once it is gone, for messages
   * go from a room at its oldest end only. Rejects with `messageNotFound` for what was never in the room.
   */
  async placeOf(actor: Actor, roomId: string, by: MessageRef): Promise<number> {
    await this.#deps.access.read(actor, roomId);
    const { store } = this.#deps;
    const message = await store.find(folded(by));
    if (message?.roomId === roomId) return message.seq;
    if (message !== null || ('id' in by && parseUuid(by.id) === null))
      throw new KoineError('messageNotFound');
    const newest = { direction: 'older', before: null, after: null, limit: 1, skip: 0 } as const;
    const { messages, lastSeq } = await store.page({ roomId, ...newest, withDeleted: true });
    if (lastSeq === 0) throw new KoineError('messageNotFound');
    const [last] = messages;
    // Ids and numbers rise: what would be newer than the newest has not been yet.
    if (last !== undefined && ('id' in by ? last.id < foldUuid(by.id) : last.number < by.number))
      throw new KoineError('messageNotFound');
    return 0;
  }

  /** A page of history of a room that the actor may read. */
  async history(actor: Actor, query: HistoryQuery): Promise<HistoryPage> {
    await this.#deps.access.read(actor, query.roomId);
    return this.#deps.store.page(query);
  }

  #sendIn(rules: RoomRules, actor: Actor, draft: Draft, policy: SendPolicy): Promise<Appended> {
    const { access, clock, ids, limits, notifications, sendLimits, store, typing } = this.#deps;
    const roomId = rules.room.id;
    access.assertMayWrite(actor, rules);
    const content = checkContent(draft.content, policy);
    assertMetaFits(draft.meta, this.#deps.limits);
    const replied = repliedTo(draft);
    const clientKey = parseClientKey(draft.clientKey, limits.clientKeyCharsMax);
    const rejection = sendLimits.check(rules, actor, policy);
    if (rejection !== null) {
      // A retry of a message that is already stored is answered as success, however soon it comes.
      if (clientKey === null) throw rejection;
      return this.#findSent(roomId, actor.user, clientKey, rejection);
    }
    const before = sendLimits.lastSentAt(rules, actor);
    const countedAt = sendLimits.record(rules, actor, policy);
    typing.end(roomId, actor.key);
    const message = {
      ...draft,
      id: ids.uuid(),
      roomId,
      sender: actor.user,
      content,
      clientKey,
      createdAt: clock.now(),
      ...replied,
    };
    const uncount = () => sendLimits.refund(rules, actor, policy, countedAt, before);
    const toEvent = (appended: Appended) => {
      if (appended.isDuplicate) uncount();
      return appended.isDuplicate
        ? null
        : { type: 'messageCreated' as const, ...changeOf(appended.message) };
    };
    const mentions = notifications.mentionsIn(draft.meta, rules.room.appId, actor.user);
    if (mentions.length === 0 && draft.replyTo === null)
      return this.#commit(store.append(message), toEvent, { failed: uncount });
    const stored = store.appendMentioning(message, rules.room.appId, mentions);
    return this.#commit(stored, toEvent, {
      done: (appended) => notifications.announce(appended.notifications),
      failed: uncount,
    });
  }

  async #findSent(
    roomId: string,
    sender: UserRef,
    clientKey: string,
    rejection: KoineError,
  ): Promise<Appended> {
    const message = await this.#deps.store.find({ roomId, sender, clientKey });
    if (message === null) throw rejection;
    return { message, isDuplicate: true };
  }

  #revise(
    roomId: string,
    messageId: string,
    revision: Revision,
    toEvent: (change: MessageChange, action: Revised['action']) => CoreEvent | null,
  ): Promise<Revised> {
    return this.#commit(
      this.#deps.store.revise(roomId, messageId, revision),
      ({ isChanged, message, action }) => (isChanged ? toEvent(changeOf(message), action) : null),
    );
  }

  #commit<T>(
    stored: Promise<T>,
    toEvent: (result: T) => CoreEvent | null,
    then: { readonly done?: (result: T) => void; readonly failed?: () => void } = {},
  ): Promise<T> {
    return stored.then(
      (result) => {
        const event = toEvent(result);
        if (event !== null) this.#deps.bus.publish(event);
        then.done?.(result);
        return result;
      },
      (error) => {
        then.failed?.();
        throw error;
      },
    );
  }

  /** Not of what a former user of the actor's id wrote, who was deleted. */
  async #isAuthor({ user }: Actor, message: Message): Promise<boolean> {
    return isSameUser(message.sender, user) && this.#deps.store.isPresentAuthor(message);
  }

  async #require(roomId: string, messageId: string): Promise<Message> {
    const message = await this.#deps.store.find({ id: foldUuid(messageId) });
    if (message === null || message.roomId !== roomId) throw new KoineError('messageNotFound');
    return message;
  }
}

type MessageChange = ReturnType<typeof changeOf>;

/** What all events of a message's change have in common. */
export function changeOf(message: Message) {
  const { roomId, changeSeq } = message;
  return { roomId, changeSeq, message };
}

function folded(ref: MessageRef): MessageRef {
  return 'id' in ref ? { id: foldUuid(ref.id) } : ref;
}

/** Frames show it in `meta`, where an app's own word of that name would be hidden. */
function repliedTo({ meta, replyTo }: Draft): Pick<NewMessage, 'replyTo' | 'replyToNumber'> {
  if (replyTo === null) return { replyTo: null, replyToNumber: null };
  if (meta !== null && Object.hasOwn(meta, 'reply_to'))
    throw new KoineError(
      'invalidInput',
      { field: 'meta' },
      'meta.reply_to cannot be set beside reply_to',
    );
  if (typeof replyTo === 'string') return { replyTo: foldUuid(replyTo), replyToNumber: null };
  if (!Number.isSafeInteger(replyTo))
    throw new KoineError('messageNotFound', { field: 'reply_to' });
  return { replyTo: null, replyToNumber: replyTo };
}

function checkContent(raw: string, policy: SendPolicy): string {
  // Half a surrogate pair cannot be stored as UTF-8; replaced here, so that the live event and history agree.
  const trimmed = raw.trim();
  if (isBlank(trimmed)) throw new KoineError('contentEmpty', { field: 'content' });
  const content = policy.isTrimmed ? trimmed : raw;
  if (isLongerThan(content, policy.charsMax))
    throw new KoineError('contentTooLong', { field: 'content', limit: policy.charsMax });
  return content.toWellFormed();
}
