/** What the chat model shows. The page that draws it needs nothing else of this folder but `Chat`. */
import type { ReadonlySignal } from '@preact/signals';

export interface ChatOptions {
  /** The server, e.g. `https://chat.example.org`. */
  readonly origin: string;
  /** The room's uid; `null`: none yet, see `Chat.enter`. */
  readonly room: string | null;
  /** Sign in as guest when no user is signed in. */
  readonly isGuest: boolean;
  readonly tokens: TokenStore;
}

/** Where the sign-in is kept between visits. */
export interface TokenStore {
  read(): string | null;
  /** `null` forgets it. */
  write(token: string | null): void;
  /** Calls back when another page has changed it; returns how to stop. */
  watch(changed: (token: string | null) => void): () => void;
}

export type Connection =
  | { readonly state: 'connecting' }
  /** Connected; what was missed is coming. */
  | { readonly state: 'catchingUp' }
  | { readonly state: 'live' }
  /** `retryAt`: ms since epoch. */
  | { readonly state: 'offline'; readonly retryAt: number; readonly attempts: number }
  /** What was missed cannot be had: the room is loaded again. */
  | { readonly state: 'reloading' };

/** `banned`: from reading, too; `Chat.ban` says until when. */
export type RoomStatus = 'none' | 'joining' | 'joined' | 'notFound' | 'deleted' | 'banned';

export type Role = 'root' | 'admin' | 'super_mod' | 'owner' | 'mod' | 'registered' | 'guest';

export interface Person {
  readonly uid: string;
  readonly name: string;
  /** In this room, strongest first. */
  readonly roles: readonly Role[];
}

export interface Rights {
  readonly canWrite: boolean;
  /** Delete others' messages, ban, purge. */
  readonly canModerate: boolean;
  /** Change the room, appoint moderators. */
  readonly canOwn: boolean;
}

export interface Room {
  readonly uid: string;
  readonly name: string;
  readonly description: string;
  /** Seconds between two messages of one user; 0: off. */
  readonly slowMode: number;
}

export interface Online {
  /** At most 200 are listed. */
  readonly people: readonly Person[];
  readonly count: number;
}

/**
 * The messages held, without gaps, by rising id. Each has a position that never changes: the first one loaded is at 0, older
 * ones below, so a list may key and place its rows by position. Positions held are `start <= position < end`.
 */
export interface Timeline {
  /** Changes whenever `start`, `end` or `hasOlder` has: read it to be notified. One arrival costs the same with 100,000 held. */
  readonly range: ReadonlySignal<TimelineRange>;
  /** `undefined`: not held. */
  at(position: number): Entry | undefined;
  /** `undefined`: not held. */
  positionOf(id: number): number | undefined;
}

export interface TimelineRange {
  readonly start: number;
  readonly end: number;
  readonly hasOlder: boolean;
  readonly isLoadingOlder: boolean;
  /** Rises when everything was replaced (another room, a purge, a reload): positions before mean nothing any more. */
  readonly epoch: number;
}

/** One row; its signals change alone, so that an edit or a new name draws one row. */
export interface Entry {
  readonly id: number;
  /** ms since epoch, by the server's clock. */
  readonly at: number;
  readonly position: number;
  readonly author: ReadonlySignal<Person>;
  readonly body: ReadonlySignal<Body>;
}

export interface Body {
  /** Empty once deleted. */
  readonly text: string;
  readonly isDeleted: boolean;
  /** ms since epoch; `null`: as it was sent. */
  readonly editedAt: number | null;
  readonly reactions: readonly Reaction[];
}

export interface Reaction {
  readonly emoji: string;
  /** In the order in which they reacted; of many, those who the server names. */
  readonly uids: readonly string[];
  /** How many reacted, where not all are named. */
  readonly count?: number;
}

/** `waiting`: for the connection, or for an earlier one; `sending`: on its way; `failed`: `error` says why. */
export interface Outgoing {
  readonly key: string;
  readonly text: string;
  /** ms since epoch, by this machine's clock. */
  readonly at: number;
  readonly state: 'waiting' | 'sending' | 'failed';
  readonly error: ChatError | null;
}

export interface Ban {
  readonly kind: 'ban' | 'mute';
  /** ms since epoch; `null`: permanent. */
  readonly until: number | null;
  /** As the server words it; `null`: it did not say. */
  readonly text: string | null;
}

export interface BanEntry {
  readonly person: Person;
  readonly until: number | null;
  readonly reason: string;
}

export interface CleanUp {
  /** Whose: the author of a message, or a user by uid. */
  readonly by: { readonly message: number } | { readonly user: string };
  /** How far back: like `1h`, or `all`. */
  readonly last: string;
  /** How long they are banned first, like `1d`; empty: not at all. */
  readonly duration: string;
  readonly reason: string;
}

export interface Notice {
  readonly id: number;
  readonly kind: 'info' | 'warning' | 'success' | 'error';
  readonly text: string;
}

export interface Unread {
  /** Others' messages since the reader was last at the end. */
  readonly count: number;
  /** The first of them, for the "new messages" line; stays until the next absence begins. `null`: none. */
  readonly firstId: number | null;
}

export type SignIn =
  | { readonly by: 'guest' }
  | { readonly by: 'password'; readonly username: string; readonly password: string }
  /** Creates the account. */
  | { readonly by: 'registration'; readonly username: string; readonly password: string }
  | { readonly by: 'token'; readonly token: string };

export type Result<T = void> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ChatError };

export interface ChatError {
  /** The server's code (docs/reference/errors.md), or `offline` when it could not be asked, `unknown` when it gave none. */
  readonly code: string;
  /** For people, as the server words it; empty: it could not be asked. */
  readonly text: string;
  readonly retryAfterMs?: number;
  /** When a ban or mute ends, ms since epoch. */
  readonly until?: number;
}
