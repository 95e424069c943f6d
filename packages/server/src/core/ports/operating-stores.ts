/** What storage offers to the operator, beside what chat needs. Promises as in `stores.ts`. */
import type {
  App,
  JsonObject,
  Room,
  RoomKind,
  Sanction,
  SanctionKind,
  User,
} from '@koine/contract';
import type { List } from './stores.ts';

/** The way by which an action came: a program, the admin page, the command line, or a chat protocol. */
export type AuditVia = 'http' | 'page' | 'commandLine' | 'chat';

/** Who acted: the holder of an operator's key (`id` is its fingerprint), or somebody's account (`id` is theirs). */
export interface AuditBy {
  readonly kind: 'operator' | 'account';
  /** Whose account; `null`: an operator's key, or an entry of Koine 0.1, which did not record it. */
  readonly appId: string | null;
  readonly id: string;
  readonly name: string;
}

/** One action of an operator or moderator, as the audit log keeps it. */
export interface AuditRecord {
  /** ms since epoch. */
  readonly at: number;
  readonly via: AuditVia;
  readonly by: AuditBy;
  /** The command's name. */
  readonly action: string;
  readonly appId: string | null;
  readonly roomId: string | null;
  /** What it was done to, in the action's own words: a user, a key's fingerprint, a message. */
  readonly target: string | null;
  readonly reason: string;
  /** What else was asked for; no secrets. */
  readonly details: JsonObject;
  /** `done`, or the error’s code. */
  readonly outcome: string;
}

export interface AuditEntry extends AuditRecord {
  /** Rising. */
  readonly number: number;
}

export interface AuditQuery {
  readonly limit: number;
  /** Only entries with a smaller number; `null`: from the newest. */
  readonly before: number | null;
  readonly action: string | null;
  /** Who acted: their id, or their name (ASCII letters in any case). */
  readonly by: string | null;
  readonly appId: string | null;
  /** Any of the names by which a room may stand in the log: its id, or what somebody called it by. */
  readonly room: { readonly id: string; readonly uid: string } | null;
  readonly outcome: 'done' | 'refused' | null;
  /** What it was done to, as the entry has it, or without the word before the colon: `user:x`, or `x`. */
  readonly target: string | null;
  /** At this time or later. */
  readonly from: number | null;
  /** Before this time. */
  readonly to: number | null;
}

export interface AuditStore {
  append(record: AuditRecord): Promise<AuditEntry>;
  /** Newest first. `total`: of the filters, whatever `before` is. */
  list(query: AuditQuery): Promise<List<AuditEntry>>;
}

export type RetentionScope = 'default' | 'app' | 'room';

/** How long history is kept. The narrowest rule holds, the room's before the app's before the default, as a whole. */
export interface RetentionRule {
  readonly scope: RetentionScope;
  /** An app's or a room's; empty for the default. */
  readonly id: string;
  /** Messages older than this go; `null`: none because of their age. */
  readonly ageMs: number | null;
  /** Only so many of the newest stay; `null`: all. */
  readonly countMax: number | null;
  readonly setAt: number;
}

export interface ExcessQuery {
  readonly scope: RetentionScope;
  /** A room's, an app's, or nothing. */
  readonly id: string;
  readonly olderThan: number | null;
  readonly countMax: number | null;
  readonly after: number;
  readonly limit: number;
}

export interface Excess {
  readonly messages: number;
  /** In which there are any. */
  readonly rooms: number;
  /** There are more than could be counted. */
  readonly isAtLeast: boolean;
  readonly next: number | null;
}

export interface RetentionStore {
  list(): Promise<readonly RetentionRule[]>;
  put(rule: RetentionRule): Promise<void>;
  /** Whether there was one. */
  remove(scope: RetentionScope, id: string): Promise<boolean>;
  /** Of the next `limit` rooms behind the key `after` (0: from the first), those that hold more than their rule allows at `now`. */
  due(
    now: number,
    after: number,
    limit: number,
  ): Promise<{
    readonly rooms: readonly {
      readonly roomId: string;
      readonly ageMs: number | null;
      readonly countMax: number | null;
    }[];
    /** The key to go on from; `null`: that were all. */
    readonly next: number | null;
  }>;
  /**
   * How many messages a rule would take away in the rooms for which it would decide: the room, or the next `limit` of those
   * without a narrower rule behind the key `after`.
   */
  excess(query: ExcessQuery): Promise<Excess>;
  /**
   * Takes away a room's oldest messages, a bounded number: those created before `olderThan`, up to the first that was not,
   * and those beyond the newest `countMax`. `purgedSeq` moves; no change number is taken and no client is notified, but a client that
   * resumes from before must reload. Rows go in the background. Rejects with `roomNotFound`.
   */
  trim(
    roomId: string,
    olderThan: number | null,
    countMax: number | null,
  ): Promise<{ readonly trimmed: number; readonly hasMore: boolean }>;
}

/** Small things that an operator has switched at run time, by name; JSON. */
export interface SwitchStore {
  get(name: string): Promise<JsonObject | null>;
  put(name: string, value: JsonObject): Promise<void>;
}

export interface StorageSize {
  readonly databaseBytes: number;
  /** The log beside it that is not yet in the database. */
  readonly walBytes: number;
  /** `messages`: those that can be read, tombstones included. */
  readonly rows: {
    readonly apps: number;
    readonly users: number;
    readonly rooms: number;
    readonly messages: number;
    readonly members: number;
    readonly tokens: number;
    readonly sanctions: number;
    readonly notifications: number;
    readonly audit: number;
  };
}

/** A page by number; operators look at the first few. */
export interface Page {
  readonly limit: number;
  readonly offset: number;
}

export interface AppWithCounts extends App {
  readonly rooms: number;
  readonly users: number;
  /** Valid now. */
  readonly keys: number;
}

export interface SignIn {
  /** How the token's hash begins. */
  readonly fingerprint: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** Finds across all apps. */
export interface DirectoryStore {
  /** Part of the name (ASCII letters in any case), or the whole id; oldest first. */
  apps(
    query: Page & { readonly text: string | null; readonly now: number },
  ): Promise<List<AppWithCounts>>;
  /** Part of the name (ASCII letters in any case), or the whole id or uid; most recently active first. */
  rooms(
    query: Page & {
      readonly text: string | null;
      readonly appId: string | null;
      readonly kind: RoomKind | null;
    },
  ): Promise<List<Room>>;
  /** Part of the username or display name in any case, or the whole id; newest first. */
  users(
    query: Page & {
      readonly text: string | null;
      readonly appId: string | null;
      readonly hasRoles: boolean;
    },
  ): Promise<List<User>>;
  /** In force at `now`, newest first. `text`: part of the target or the reason. `target`: the whole of it. */
  sanctions(
    query: Page & {
      readonly now: number;
      readonly appId: string | null;
      readonly roomId: string | null;
      readonly kind: SanctionKind | null;
      readonly target: string | null;
      readonly text: string | null;
    },
  ): Promise<List<Sanction>>;
  /** The newest hundred that hold at `now`. */
  signIns(appId: string, userId: string, now: number): Promise<readonly SignIn[]>;
}
