/**
 * The nouns of the core model, as plain data. Times are milliseconds since the Unix epoch (UTC); `null` means "not set".
 * Every layer of the server and the published clients share these shapes.
 */

import type { UserKey } from './user-key.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The built-in app in which the four protocols without API keys live. */
export const DEFAULT_APP_ID = 'default';

/** A tenant: owns rooms, users and API keys. */
export interface App {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
}

export type UserKind = 'registered' | 'guest' | 'anonymous' | 'bot' | 'external';
/** Roles that hold in every room of the installation, strongest first. */
export type GlobalRole = 'root' | 'admin' | 'super_mod';

export interface User {
  /** Opaque, unique in its app. */
  readonly id: string;
  readonly appId: string;
  readonly kind: UserKind;
  readonly displayName: string;
  readonly avatarUrl: string | null;
  /** Only registered users have one; unique in the app, compared without case. */
  readonly username: string | null;
  readonly roles: readonly GlobalRole[];
  readonly meta: JsonObject;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type RoomKind = 'public' | 'private' | 'direct';

export interface Room {
  /** UUIDv7. */
  readonly id: string;
  /** 12 URL-safe characters; what the community protocol calls uid. Unique in the installation. */
  readonly uid: string;
  readonly appId: string;
  readonly name: string;
  readonly description: string;
  readonly kind: RoomKind;
  /** A public room of an app that the protocols of the default app may enter too. */
  readonly bridged: boolean;
  readonly ownerId: string | null;
  /** The two user ids of a direct room, in string order; `null` where that user was deleted. */
  readonly pair: readonly [string | null, string | null] | null;
  readonly slowModeSeconds: number;
  readonly meta: JsonObject;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastMessageAt: number | null;
  readonly memberCount: number;
  /** The newest message's seq; 0 in an empty room. */
  readonly lastSeq: number;
  /** The newest change number; 0 in an untouched room. */
  readonly changeSeq: number;
  /** Messages up to and including this seq are gone. */
  readonly purgedSeq: number;
}

export type MemberRole = 'owner' | 'moderator' | 'member';

/** Who belongs to a room; survives disconnects. */
export interface Member {
  readonly roomId: string;
  /** As `localIdOf` writes it for the room's app. */
  readonly userId: string;
  readonly userName: string;
  readonly role: MemberRole;
  readonly joinedAt: number;
  readonly lastReadSeq: number;
}

/** The profile of a user as shown beside a message; a snapshot taken when the message was sent. */
export interface Sender {
  readonly id: string;
  /** Whose user it is: in a bridged room two apps' users meet. `NO_APP_ID`: no app's user, but a key or the server. */
  readonly appId: string;
  readonly name: string;
  readonly avatarUrl: string | null;
  readonly kind: UserKind;
}

/** One emoji and who holds it, in the order they reacted. */
export interface Reaction {
  readonly emoji: string;
  readonly users: readonly UserKey[];
}

export interface Message {
  /** UUIDv7. */
  readonly id: string;
  /** Unique in the installation and rising. */
  readonly number: number;
  readonly roomId: string;
  /** 1, 2, 3… in the room, no gaps. */
  readonly seq: number;
  /** The room's change number at which this message took its present state. */
  readonly changeSeq: number;
  readonly sender: Sender;
  /** Empty once deleted. */
  readonly content: string;
  /** `text`, `image`, `file`, `system`, `bot`, or an app's own word. */
  readonly type: string;
  readonly meta: JsonObject | null;
  readonly createdAt: number;
  readonly editedAt: number | null;
  readonly editReason: string | null;
  readonly deletedAt: number | null;
  readonly deletedBy: UserKey | null;
  /** Emoji in the order each was first used; an emoji without users is absent. */
  readonly reactions: readonly Reaction[];
  /** The sender's idempotency key. */
  readonly clientKey: string | null;
  /** The message of the same room that this one answers, by id; it keeps its place there when it is deleted. */
  readonly replyTo: string | null;
  /** That message's number; `null` also where it was gone before an archive with this one was imported. */
  readonly replyToNumber: number | null;
}

/** A message's `meta` as clients see it: what it answers stands there too. */
export function shownMeta({ meta, replyTo }: Pick<Message, 'meta' | 'replyTo'>): JsonObject | null {
  return replyTo === null ? meta : { ...meta, reply_to: replyTo };
}

/** A banned user can neither read (where the protocol authenticates) nor send; a muted user can still read. */
export type SanctionKind = 'ban' | 'mute';

export interface Sanction {
  readonly id: string;
  readonly kind: SanctionKind;
  readonly appId: string;
  /** `null`: in the whole app. */
  readonly roomId: string | null;
  /** `user:` with the id as `localIdOf` writes it for the sanction's app, or `ip:` with an address or a range of them. */
  readonly target: string;
  /** `null`: permanent. */
  readonly until: number | null;
  readonly reason: string;
  readonly byUserId: string | null;
  readonly createdAt: number;
}

export type NotificationPriority = 'low' | 'normal' | 'high' | 'urgent';

export interface Notification {
  readonly id: string;
  readonly appId: string;
  readonly userId: string;
  /** The room that it is about, if any. */
  readonly roomId: string | null;
  readonly title: string;
  readonly content: string;
  readonly actionUrl: string | null;
  readonly priority: NotificationPriority;
  readonly icon: string | null;
  readonly createdAt: number;
  readonly readAt: number | null;
}
