import type { Message, UserKey, UserRef } from '@koine/contract';

/** Which of a user's messages: those that are there (not deleted, purged or expired). */
export interface AuthoredQuery {
  readonly author: UserRef;
  /** `null`: over all rooms of all apps. */
  readonly roomId: string | null;
  /** Created then or later. */
  readonly since: number;
  /** Created then or before. */
  readonly until: number;
}

export interface AuthoredRoom {
  readonly roomId: string;
  readonly messages: number;
  readonly lastAt: number;
}

/** What users wrote, over all rooms. */
export interface AuthorStore {
  /** Newest first. `next`: the cursor to go on from, which stays a place when its message is gone; `null`: that were all. */
  page(
    query: AuthoredQuery & { readonly limit: number; readonly after: string | null },
  ): Promise<{ readonly messages: readonly Message[]; readonly next: string | null }>;
  /** The rooms of the newest `countMax` messages, those with the most first. */
  rooms(
    query: AuthoredQuery & { readonly countMax: number },
  ): Promise<{ readonly rooms: readonly AuthoredRoom[]; readonly isAll: boolean }>;
  /**
   * Those of these messages that are the author's and there are deleted, as a deletion of each would, in one commit; others' are
   * left alone. Their tombstones, in order.
   */
  remove(
    query: AuthoredQuery & { readonly ids: readonly string[] },
    by: UserKey,
    at: number,
  ): Promise<readonly Message[]>;
}
