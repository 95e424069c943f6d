import type { MemberRole, Message, Notification, Room, Sanction, Sender, User } from './model.ts';
import type { UserKey, UserRef } from './user-key.ts';

/**
 * What the core publishes, after it is stored. The union is closed: a protocol that has a frame for an event
 * must send it, so a new member here shows up as a type error wherever a `switch` is exhaustive.
 */
export type RoomEvent =
  | MessageCreated
  | MessageUpdated
  | MessageDeleted
  | ReactionChanged
  | RoomPurged
  | RoomUpdated
  | RoomDeleted
  | UserJoined
  | UserLeft
  | TypingChanged
  | MemberChanged
  | RoomSanctionChanged;

/** Events of a user (or of an app), not of one room. */
export type UserEvent =
  | UserUpdated
  | UserDeleted
  | UserSignedOut
  | NotificationCreated
  | AppSanctionChanged
  | AppKeysChanged;

export type CoreEvent = RoomEvent | UserEvent;

/**
 * Who has done something, and with what power: a user with their own rights, an app by its key (its `user` is whom it names, or
 * nobody's), or the operator.
 */
export interface Author {
  readonly power: 'user' | 'app' | 'operator';
  readonly user: Sender;
}

/** Fields of the events that are stored changes of a room and so take its next change number. */
interface Change {
  readonly roomId: string;
  readonly changeSeq: number;
}

export interface MessageCreated extends Change {
  readonly type: 'messageCreated';
  readonly message: Message;
}
export interface MessageUpdated extends Change {
  readonly type: 'messageUpdated';
  readonly message: Message;
}
export interface MessageDeleted extends Change {
  readonly type: 'messageDeleted';
  /** The tombstone: `deletedAt` and `deletedBy` set, `content` empty. */
  readonly message: Message;
  readonly by: Author;
  /** By a command that deletes many, and leaves one entry in the audit log for all. */
  readonly isOneOfMany?: true;
}
export interface ReactionChanged extends Change {
  readonly type: 'reactionChanged';
  readonly message: Message;
  readonly emoji: string;
  readonly user: UserKey;
  readonly action: 'added' | 'removed';
}
export interface RoomPurged extends Change {
  readonly type: 'roomPurged';
  readonly purgedSeq: number;
  readonly by: Author;
  readonly at: number;
}

export interface RoomUpdated {
  readonly type: 'roomUpdated';
  readonly roomId: string;
  readonly room: Room;
}
export interface RoomDeleted {
  readonly type: 'roomDeleted';
  readonly roomId: string;
  readonly appId: string;
}
/** On the edge from no connection to the first, over all protocols. */
export interface UserJoined {
  readonly type: 'userJoined';
  readonly roomId: string;
  readonly user: Sender;
  readonly role: MemberRole | null;
  readonly at: number;
  /** Distinct users online in the room after the edge. */
  readonly onlineCount: number;
}
/** On the edge from the last connection to none. */
export interface UserLeft {
  readonly type: 'userLeft';
  readonly roomId: string;
  readonly user: Sender;
  readonly at: number;
  readonly onlineCount: number;
}
export interface TypingChanged {
  readonly type: 'typingChanged';
  readonly roomId: string;
  readonly user: Sender;
  readonly isTyping: boolean;
  readonly at: number;
}
export interface MemberChanged {
  readonly type: 'memberChanged';
  readonly roomId: string;
  readonly user: UserRef;
  readonly userName: string;
  /** `null`: no longer a member. */
  readonly role: MemberRole | null;
  readonly memberCount: number;
}
export interface RoomSanctionChanged {
  readonly type: 'roomSanctionChanged';
  readonly roomId: string;
  readonly sanction: Sanction;
  /** Lifted by somebody, or over. */
  readonly isLifted: boolean;
}

export interface UserUpdated {
  readonly type: 'userUpdated';
  readonly user: User;
}
export interface UserDeleted {
  readonly type: 'userDeleted';
  readonly appId: string;
  readonly userId: string;
}
/** Sign-ins of a user have ended: all that the user ever got, or those that are named (by the hash of the token). */
export interface UserSignedOut {
  readonly type: 'userSignedOut';
  readonly appId: string;
  readonly userId: string;
  readonly signIns: EndedSignIns;
}
export type EndedSignIns =
  | { readonly which: 'all' }
  | { readonly which: 'except'; readonly hash: string }
  | { readonly which: 'only'; readonly hashes: readonly string[] };
/**
 * An API key of the app was made, has ended, or will end at another time than before; or the app's user tokens have ended,
 * since the secret that signs them is another.
 */
export interface AppKeysChanged {
  readonly type: 'appKeysChanged';
  readonly appId: string;
  /** What ended in this moment: the keys `only` or `except` this hash, every user token, or nothing yet. */
  readonly ended: { readonly keys: 'only' | 'except'; readonly hash: string } | 'userTokens' | null;
}
export interface NotificationCreated {
  readonly type: 'notificationCreated';
  readonly notification: Notification;
}
export interface AppSanctionChanged {
  readonly type: 'appSanctionChanged';
  readonly appId: string;
  readonly sanction: Sanction;
  readonly isLifted: boolean;
}
