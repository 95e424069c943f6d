/** What goes over the wire of the community protocol, as far as the chat uses it (packages/server/src/protocols/community/schema.ts). */
import type { Body, ChatError, Person, Reaction, Role, Room } from './types.ts';

export interface WireUser {
  readonly uid: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
}

export interface WireMessage {
  readonly id: number;
  readonly timestamp: number;
  readonly message: string;
  readonly user: WireUser;
  readonly deleted?: true;
  readonly reactions?: WireReactions;
  readonly reactionCounts?: WireCounts;
  readonly editedAt?: number;
}

/** Of emoji that more hold than are named. */
export type WireCounts = Readonly<Record<string, number>>;
export type WireReactions = Readonly<Record<string, readonly string[]>>;

/** Acknowledgement of whatever was asked. */
export interface WireAck {
  readonly error: string | null;
  readonly code?: string;
  readonly retryAfterMs?: number;
  readonly until?: number;
  /** A message's id. */
  readonly result?: number;
}

/** Where one stands in a room’s history; given back as `<epoch>.<change>`. */
export interface Position {
  readonly epoch: string;
  readonly change: number;
}

/** What the server emits, by event name, as far as it is read here. Every change of a room carries its number as `change`. */
export interface ServerEvents {
  auth_updated: { readonly user: WireUser | null };
  user_updated: { readonly user: WireUser };
  room_updated: { readonly room: Room };
  room_messages: { readonly messages: readonly WireMessage[] } & Position;
  room_users: { readonly users: readonly WireUser[]; readonly count?: number };
  message: WireMessage;
  message_updated: WireMessage;
  message_deleted: { readonly ids: number };
  reaction_updated: {
    readonly id: number;
    readonly reactions: WireReactions;
    readonly reactionCounts?: WireCounts;
  };
  room_purged: object;
  room_deleted: object;
  room_left: object;
  typing_changed: { readonly user: WireUser; readonly typing: boolean };
  restriction: { readonly kind: 'ban' | 'mute' | null; readonly until: number | null };
  system: { readonly type: 'info' | 'warning' | 'success' | 'error'; readonly text: string };
  resumed: Position;
  resync: Position;
}

/** Any of `Handlers`: what an event of its name carries is what the server's own schemas see to. */
export type Handler = { handle(payload: unknown): void }['handle'];

export type Handlers = {
  readonly [Name in keyof ServerEvents]: (payload: ServerEvents[Name]) => void;
};

export function personOf({ uid, displayName: name, roles }: WireUser): Person {
  return { uid, name, roles };
}

export function bodyOf({
  message,
  deleted,
  editedAt,
  reactions,
  reactionCounts,
}: WireMessage): Body {
  return {
    text: message,
    isDeleted: deleted === true,
    editedAt: editedAt ?? null,
    reactions: reactionsOf(reactions, reactionCounts),
  };
}

export function reactionsOf(
  reactions: WireReactions = {},
  counts: WireCounts = {},
): readonly Reaction[] {
  return Object.entries(reactions).map(([emoji, uids]) => {
    const count = counts[emoji];
    return { emoji, uids, ...(count !== undefined && { count }) };
  });
}

/** The error in an acknowledgement; `null`: it succeeded. */
export function errorOf(ack: WireAck): ChatError | null {
  if (ack.error === null) return null;
  return {
    code: ack.code ?? 'unknown',
    text: ack.error,
    ...(ack.retryAfterMs !== undefined && { retryAfterMs: ack.retryAfterMs }),
    ...(ack.until !== undefined && { until: ack.until }),
  };
}
