/** What the core asks of storage about users and their sign-ins. Promises as in `stores.ts`. */
import type { Room, User } from '@koine/contract';
import type { CountedList, ListQuery } from './stores.ts';

export type NewUser = Omit<User, 'updatedAt'> & { readonly passwordHash: string | null };

export type UserPatch = Partial<Pick<User, 'displayName' | 'avatarUrl' | 'roles' | 'meta'>>;

/** Who chose the name: `self` may not look like another account's username, which storage checks in the step that takes it. Else: `others`. */
export type NamedBy = 'self' | 'others';

export interface PasswordChange {
  readonly passwordHash: string;
  readonly ifHash: string | null;
  readonly keptToken: string | null;
  readonly at: number;
}

export interface UserStore {
  /** Rejects with `usernameTaken` or `conflict` (id). With `ifExists: 'keep'` an existing id answers with that user. */
  create(user: NewUser, ifExists: 'keep' | 'fail', namedBy?: NamedBy): Promise<User>;
  /** Rejects with `userNotFound` or `usernameTaken`. */
  update(
    appId: string,
    userId: string,
    patch: UserPatch,
    at: number,
    namedBy?: NamedBy,
  ): Promise<User>;
  /**
   * Their tokens but the kept one (`null`: all) end in the same step; how many there were. `null`: no such user, one without
   * a username, or whose password is not `ifHash` (`null`: whatever it is).
   */
  setPassword(appId: string, userId: string, change: PasswordChange): Promise<number | null>;
  /**
   * In one step with all that a later user of the same id must not find: tokens (their generation rises), memberships,
   * ownership, their place in conversations of two, notifications. Messages and sanctions stay; no user can change the messages. `null`: nothing was there.
   */
  remove(appId: string, userId: string, at: number): Promise<RemovedUser | null>;
  /** How often all of the user's tokens were ended, also before they were removed; 0 for unknown users. */
  generation(appId: string, userId: string): Promise<number>;
  find(
    appId: string,
    by: { readonly id: string } | { readonly username: string },
  ): Promise<(User & { readonly passwordHash: string | null }) | null>;
  /** The ids of accounts whose username, or any name, has one of these keys (`nameKeys`); a few of each. */
  idsByNameKeys(
    appId: string,
    keys: readonly string[],
    of: 'username' | 'anyName',
  ): Promise<readonly string[]>;
  /** `nameContains`: case-insensitive part of username or display name, or null. `hasRoles`: only those with a global role. */
  list(
    appId: string,
    query: ListQuery & { readonly nameContains: string | null; readonly hasRoles: boolean },
  ): Promise<CountedList<User>>;
}

export interface RemovedUser {
  /** The rooms that they were a member of, and how many members these have now. */
  readonly memberships: readonly { readonly roomId: string; readonly memberCount: number }[];
  /** Rooms that are other ones by it: they were the owner, or one of two. */
  readonly rooms: readonly Room[];
}

export interface NewToken {
  readonly hash: string;
  readonly appId: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** Sign-in tokens of registered users, kept as hashes. One that is unused since `unusedSince` has ended. */
export interface TokenStore {
  /** Ends the user's tokens beyond `countMax`, longest unused first, and returns their hashes. */
  put(
    token: NewToken,
    limits: { readonly unusedSince: number; readonly countMax: number },
  ): Promise<readonly string[]>;
  find(hash: string, now: number, unusedSince: number): Promise<User | null>;
  /** Moves the time of the last use forward. */
  recordUses(uses: readonly { readonly hash: string; readonly at: number }[]): Promise<void>;
  /** Whose it was; `null`: there was none. */
  remove(hash: string): Promise<{ readonly appId: string; readonly userId: string } | null>;
  /** Also those that are stored nowhere: the user's generation rises. Returns how many were stored. */
  removeAllOf(appId: string, userId: string): Promise<number>;
}
