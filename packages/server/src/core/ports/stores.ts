/**
 * What the core asks of storage. Every promise of a write resolves only after its commit is on disk (fsynced), and the
 * promises of writes resolve in commit order: the core publishes an event from the reaction on such a promise, so the
 * order of commits is the order of events. A failed write rejects with `KoineError` (`storageUnavailable` for a failure of
 * the database: nothing was changed) and harms no other write of the same group commit. Reads see every write that has
 * resolved. Implementations: `storage/`. The rest is in the conformance suite there.
 */
import type {
  App,
  JsonObject,
  Member,
  MemberRole,
  Message,
  Notification,
  Room,
  RoomKind,
  Sanction,
  SanctionKind,
  UserKey,
  UserRef,
} from '@koine/contract';
import type { AuthorStore } from './author-store.ts';
import type { NewMention, NotificationStore } from './notification-store.ts';
import type {
  AuditStore,
  DirectoryStore,
  RetentionStore,
  StorageSize,
  SwitchStore,
} from './operating-stores.ts';
import type { TokenStore, UserStore } from './user-stores.ts';

export type { NamedBy, NewUser, TokenStore, UserPatch, UserStore } from './user-stores.ts';

/** Page of a list that is not history: offset for page numbers, cursor for cost that does not grow with depth. */
export interface ListQuery {
  readonly limit: number;
  readonly offset: number;
  /** Start after the row with this id, in the list's order; `offset` is then 0. When there is no such row: an empty page. */
  readonly after: string | null;
  /** End before the row with this id (the `limit` rows just before it), in the list's order. */
  readonly before: string | null;
  readonly order: 'asc' | 'desc';
}

/** Of a list by key: where other rows come and go meanwhile, none is left out, and a late page costs no more than the first. */
export function pageAfter(after: string | null, limit: number): ListQuery {
  return { limit, offset: 0, after, before: null, order: 'asc' };
}

export interface List<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** Rows of a list that no counter knows are counted up to so many. */
export const LIST_COUNT_MAX = 10_000;

export interface CountedList<T> {
  readonly items: readonly T[];
  /** `null`: more than `LIST_COUNT_MAX`. */
  readonly total: number | null;
}

export type NewMessage = Omit<
  Message,
  | 'number'
  | 'seq'
  | 'changeSeq'
  | 'editedAt'
  | 'editReason'
  | 'deletedAt'
  | 'deletedBy'
  | 'reactions'
>;

/** `isDuplicate`: the sender's `clientKey` was used in this room before; `message` is that first message, nothing was created. */
export interface Appended {
  readonly message: Message;
  readonly isDuplicate: boolean;
}

/** A message in its final state, as an archive holds it. Its place in a room is given anew. */
export type RestoredMessage = Omit<
  Message,
  'number' | 'roomId' | 'seq' | 'changeSeq' | 'replyToNumber'
>;

export type Revision =
  | {
      readonly kind: 'edit';
      readonly content: string;
      readonly reason: string | null;
      /** `null`: stays as it is. */
      readonly meta: JsonObject | null;
      readonly at: number;
    }
  | { readonly kind: 'delete'; readonly by: UserKey; readonly at: number }
  | {
      readonly kind: 'react';
      readonly emoji: string;
      readonly user: UserKey;
      readonly emojiMax: number;
      readonly reactorsMax: number;
      readonly at: number;
    };

/**
 * The message after a revision. A deleted one keeps no content, meta or reactions. `isChanged` false: it already was so
 * (deleting twice, editing or reacting to a deleted message) and no change number was taken. `action` is set for a reaction toggle.
 */
export interface Revised {
  readonly message: Message;
  readonly isChanged: boolean;
  readonly action: 'added' | 'removed' | null;
}

export interface Purged {
  readonly purgedSeq: number;
  readonly changeSeq: number;
}

/** Where a page of history lies. Seqs are exclusive bounds. Purged messages never appear. */
export interface HistoryQuery {
  readonly roomId: string;
  /** `older`: the newest `limit` messages below `before`; `newer`: the oldest `limit` above `after`. Always returned oldest first. */
  readonly direction: 'older' | 'newer';
  /** Exclusive; `null`: from the end. */
  readonly before: number | null;
  /** Exclusive; `null`: from the start. */
  readonly after: number | null;
  readonly limit: number;
  /**
   * Skip this many messages first (from the newest for `older`). Skipping is arithmetic on seqs, so its cost does not
   * grow with the number skipped, only with how many of them are deleted.
   */
  readonly skip: number;
  /** Whether tombstones are returned and counted. */
  readonly withDeleted: boolean;
}

/** One snapshot: the page and the room's counters as they were when it was read. */
export interface HistoryPage {
  readonly messages: readonly Message[];
  readonly lastSeq: number;
  readonly changeSeq: number;
  readonly purgedSeq: number;
  /** Messages not purged (and not deleted unless `withDeleted`) in the whole room. */
  readonly total: number;
}

/** What happened in a room after a change number: the latest state of each changed message, by rising `changeSeq`. */
export interface Changes {
  /**
   * Each creation and each latest change since, by number (`changeSeq`), as the message in its latest state: one that was
   * created since and changed later comes twice. Anyone who stops after any of them and asks again from its number misses
   * nothing.
   */
  readonly messages: readonly Message[];
  /** A purge after the given change number, if any; the client forgets every message up to `purgedSeq`. */
  readonly purge: Purged | null;
  /** True: retention has taken away something that has changed since; the client must reload. */
  readonly isGone: boolean;
  /**
   * The room's newest seq as it was at the given change number: a message above it was created since, one at or below
   * it was known and has changed. At least `purgedSeq`.
   */
  readonly knownSeq: number;
  /** True: there are more; ask again from the last message's `changeSeq`. */
  readonly hasMore: boolean;
  readonly changeSeq: number;
}

export interface MessageStore {
  /**
   * Assigns `number`, `seq` and `changeSeq` inside the commit. Rejects with `roomNotFound` when the room is gone, or
   * `conflict` when the id exists. A `clientKey` always finds its first message; once purged, without its content.
   */
  append(message: NewMessage): Promise<Appended>;
  /**
   * As `append`, with a notification for each of the mentioned who belong to the room (of `appId`), in the same commit. A
   * duplicate makes none. What it answers is named by id or by number, and gets both. Rejects with `messageNotFound` where it answers
   * none of the room.
   */
  appendMentioning(
    message: NewMessage,
    appId: string,
    mentions: readonly NewMention[],
  ): Promise<Appended & { readonly notifications: readonly Notification[] }>;
  /** Rejects with `messageNotFound`, or `tooManyReactions` (`details.limit`). */
  revise(roomId: string, messageId: string, revision: Revision): Promise<Revised>;
  /** Hides all present messages at once; their rows go in the background, a few between commits. Rejects with `roomNotFound`. */
  purge(roomId: string, at: number): Promise<Purged>;
  find(
    by:
      | { readonly id: string }
      | { readonly number: number }
      | { readonly roomId: string; readonly sender: UserRef; readonly clientKey: string },
  ): Promise<Message | null>;
  /** Whether the message's author is the present user of that id, and no former one who was deleted. */
  isPresentAuthor(message: Pick<Message, 'sender' | 'number' | 'createdAt'>): Promise<boolean>;
  /** Rejects with `roomNotFound`. */
  page(query: HistoryQuery): Promise<HistoryPage>;
  /** Rejects with `roomNotFound`. */
  changesSince(roomId: string, changeSeq: number, limit: number): Promise<Changes>;
  /**
   * Adds messages at the room's end, all or none, each as one change, and returns those that were added, as every read then
   * does: one whose id, or whose sender's `clientKey` in this room, is there already is left out; so are the reactions, and the
   * `clientKey`, of users who were deleted after the message. In a room that never had a message the
   * change numbers begin above `changeSeqMin`. Rejects with `roomNotFound`.
   */
  restore(
    roomId: string,
    messages: readonly RestoredMessage[],
    changeSeqMin: number,
  ): Promise<readonly Message[]>;
}

/** A room with all that its rules need; one read. */
export interface RoomRules {
  readonly room: Room;
  /** Owner and moderators: user id → role. */
  readonly staff: ReadonlyMap<string, MemberRole>;
  /** In force at `now`, of the room itself. */
  readonly sanctions: readonly Sanction[];
}

export interface NewRoom
  extends Pick<
    Room,
    | ('id' | 'uid' | 'appId' | 'name' | 'description' | 'kind' | 'bridged')
    | ('pair' | 'slowModeSeconds' | 'meta' | 'createdAt')
  > {
  readonly owner: Pick<Member, 'userId' | 'userName'> | null;
  readonly members: readonly NewMember[];
}

export type NewMember = Pick<Member, 'userId' | 'userName' | 'role' | 'joinedAt'>;

export type RoomRef =
  | { readonly id: string }
  | { readonly uid: string }
  | { readonly appId: string; readonly pair: readonly [string, string] };

export type RoomPatch = Partial<
  Pick<Room, 'name' | 'description' | 'slowModeSeconds' | 'meta' | 'bridged' | 'kind'>
>;

export interface RoomQuery extends ListQuery {
  /** `null`: public and bridged rooms of every app, as the default app's protocols see them. */
  readonly appId: string | null;
  readonly kind: RoomKind | null;
  readonly sort: 'createdAt' | 'updatedAt' | 'name' | 'lastActivity';
  /** Only rooms that this user belongs to. */
  readonly memberId: string | null;
}

export interface RoomStore {
  /**
   * Creates the room with its owner and members, or, when its id, its uid or its app's pair exists already, returns that room
   * unchanged (`isNew` false). Two that ask at once get the same room.
   */
  create(room: NewRoom): Promise<{ readonly room: Room; readonly isNew: boolean }>;
  /** Rejects with `roomNotFound`. Does not take a change number. */
  update(roomId: string, patch: RoomPatch, at: number): Promise<Room>;
  /** How many rooms of the app the user owns; counts no further than `max`. */
  countOwned(appId: string, userId: string, max: number): Promise<number>;
  /** Removes the room with its messages, members and sanctions. */
  remove(roomId: string): Promise<void>;
  /** A room of this id was here and is gone: its change numbers have been given out. */
  wasRemoved(roomId: string): Promise<boolean>;
  find(ref: RoomRef): Promise<Room | null>;
  rules(roomId: string, now: number): Promise<RoomRules | null>;
  list(query: RoomQuery): Promise<CountedList<Room>>;
}

export interface MemberStore {
  /** Adds, or changes role and name of, a member; `memberCount` is the room's afterwards. */
  put(
    roomId: string,
    member: NewMember,
    ifExists: 'keep' | 'replace',
  ): Promise<{ readonly member: Member; readonly isNew: boolean; readonly memberCount: number }>;
  remove(
    roomId: string,
    userId: string,
  ): Promise<{ readonly wasMember: boolean; readonly memberCount: number }>;
  find(roomId: string, userId: string): Promise<Member | null>;
  /** `total` is the room's counter. */
  list(roomId: string, query: ListQuery): Promise<List<Member>>;
  /** Moves `lastReadSeq` forward, never back and not beyond `lastSeq`; returns where it stands. Rejects with `memberNotFound`. */
  markRead(roomId: string, userId: string, seq: number): Promise<number>;
}

export interface SanctionStore {
  /** Replaces one of the same kind on the same target and scope. Rejects with `roomNotFound`. */
  put(sanction: Sanction): Promise<Sanction>;
  remove(scope: {
    readonly appId: string;
    readonly roomId: string | null;
    readonly kind: SanctionKind;
    readonly target: string;
  }): Promise<Sanction | null>;
  /** Removes those that have ended by `now`, and returns them. */
  removeEnded(now: number): Promise<readonly Sanction[]>;
  /** When the next of those that are stored ends (ms since epoch); `null`: none will. */
  nextEnd(): Promise<number | null>;
  /** In force at `now`, newest first. `roomId` null: the app's own. */
  list(appId: string, roomId: string | null, now: number): Promise<readonly Sanction[]>;
}

export interface ApiKey {
  readonly hash: string;
  readonly appId: string;
  readonly createdAt: number;
  /** `null`: until it is rotated. */
  readonly expiresAt: number | null;
  /** How it begins, to recognize it; empty: not known. */
  readonly prefix: string;
}

export interface UsedApiKey extends ApiKey {
  readonly lastUsedAt: number | null;
}

export interface AppStore {
  /** Rejects with `conflict` when the id exists. `tokenSecret` signs the app's user tokens. */
  create(app: App & { readonly tokenSecret: string }): Promise<App>;
  update(appId: string, patch: { readonly name: string }): Promise<App>;
  /** `secretGeneration`: how often the secret was replaced. */
  find(
    appId: string,
  ): Promise<(App & { readonly tokenSecret: string; readonly secretGeneration: number }) | null>;
  /** Rejects with `appNotFound`. */
  replaceTokenSecret(appId: string, tokenSecret: string): Promise<void>;
  /** Adds a key, or changes when it ends. Rejects with `appNotFound`, or `conflict` when another app has it. With `expireOthersAt`, the app's other keys then end at that time at the latest. */
  putKey(key: ApiKey, expireOthersAt: number | null): Promise<void>;
  /** `expiresAt`: the key's. */
  findByKey(
    hash: string,
    now: number,
  ): Promise<{ readonly app: App; readonly expiresAt: number | null } | null>;
  /** An app's keys, those that have ended too; newest first. */
  keys(appId: string): Promise<readonly UsedApiKey[]>;
  /** Moves `lastUsedAt` forward. */
  recordKeyUses(uses: readonly { readonly hash: string; readonly at: number }[]): Promise<void>;
}

/**
 * Names the history that change numbers belong to. Another one begins whenever numbers that clients hold may be given out again
 * for other changes: when an older copy of the database was put in its place, or `begin` is called.
 */
export interface EpochStore {
  readonly current: string;
  begin(): Promise<void>;
  /** Called once another has begun. */
  onBegun(listener: () => void): void;
}

/** Everything storage offers, and its life. */
export interface Stores extends AsyncDisposable {
  readonly epoch: EpochStore;
  readonly messages: MessageStore;
  readonly authors: AuthorStore;
  readonly rooms: RoomStore;
  readonly members: MemberStore;
  readonly users: UserStore;
  readonly tokens: TokenStore;
  readonly sanctions: SanctionStore;
  readonly notifications: NotificationStore;
  readonly apps: AppStore;
  readonly audit: AuditStore;
  readonly retention: RetentionStore;
  readonly switches: SwitchStore;
  readonly directory: DirectoryStore;
  /** Reads all counters: a few milliseconds for 100,000 rooms. */
  measure(): Promise<StorageSize>;
  /** Milliseconds that a durable write and a read took; rejects with `storageUnavailable`. */
  ping(): Promise<number>;
  /**
   * From now on writes are refused (`shuttingDown`), reads go on. Resolves when the writes that were taken are answered,
   * and their callers have had the tick to pass it on.
   */
  finishWrites(): Promise<void>;
}
