/**
 * What a protocol must offer the hub: a pair of translations, its clients' frames to core commands and core events to its
 * clients' frames. A protocol holds what its frames need (names, ack ids), never rules of chat.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type {
  CoreEvent,
  KoineError,
  MemberChanged,
  UserKey,
  UserRef,
  UserUpdated,
} from '@koine/contract';
import type { Actor } from '../core/actor.ts';
import { rememberLast } from './remember-last.ts';
import type { Session } from './session.ts';

/** What a protocol calls itself. */
export type ProtocolName = string;

/** The request with which a connection came. */
export interface Handshake {
  /** Decoded path of the URL, without the query. */
  readonly path: string;
  /** False: the path holds percent signs or bytes that encode nothing; `path` has them as they stand, or U+FFFD. */
  readonly isPathValid: boolean;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The client's address, after trusted proxies. */
  readonly ip: string;
  /** Where this server is reached, e.g. `http://127.0.0.1:8080`: the configured public URL, else from the request's host. */
  readonly origin: string;
}

/**
 * Receives one event's frames. Encoding is asked for only where a session listens: `audience` is `undefined` when no
 * local session of this protocol listens to that topic in that variant.
 */
export interface Publisher {
  audience(topic: Topic, variant?: Variant): BroadcastTarget | undefined;
  /** A change of the room, to all that listen to it: with its number for clients that ask for numbers, else `null`. */
  change(event: ChangeEvent, textOf: (change: number | null) => string): void;
  /** What is no change, to all who listen to the room but that user. */
  notify(roomId: string, textOf: () => string, exceptUser?: UserRef): void;
  /** Local sessions of this protocol that act as this user. */
  sessionsOf(user: UserKey): Iterable<Session>;
  /** Local sessions of this protocol that listen to the topic. */
  sessionsIn(topic: Topic): Iterable<Session>;
  /** Rooms to which a local session of this protocol listens. Goes through all. */
  rooms(): Iterable<string>;
}

export interface BroadcastTarget {
  /** To all of the audience but that user. Order is the order of calls. */
  send(text: string, exceptUser?: UserRef): void;
}

/** A stored change of a room. */
export type ChangeEvent = Extract<CoreEvent, { readonly changeSeq: number }>;

/** What an audience listens to: `room:<id>` or `user:<appId>:<userId>`. */
export type Topic = `room:${string}` | `user:${string}:${string}`;
export const roomTopic = rememberLast((roomId: string): Topic => `room:${roomId}`);
/** `null`: not a room's. */
export const roomOfTopic = (topic: Topic): string | null =>
  topic.startsWith('room:') ? topic.slice('room:'.length) : null;
export const userTopic = (appId: string, userId: string): Topic => `user:${appId}:${userId}`;

/** Sessions of one protocol that need other bytes for the same event are of different variants, `change`: their frames carry change numbers. */
export type Variant = 'plain' | 'change';

/** What has become of a session's rights (`rights.ts`). What it lost has been taken from it already. */
export type RightsChange =
  /** It was in this room, which is no more. */
  | { readonly kind: 'roomDeleted'; readonly roomId: string }
  /** It is out of this room, which it may not enter again as things are. */
  | { readonly kind: 'room'; readonly roomId: string; readonly reason: KoineError }
  /** It is out of everything: what it came with has ended (`unauthorized`), or it is `banned` from its whole app. */
  | { readonly kind: 'session'; readonly reason: KoineError }
  /** It stays in this room, where it may write (`null`) or not. Sent whenever access was checked again: also if nothing is new. */
  | { readonly kind: 'restricted'; readonly roomId: string; readonly reason: KoineError | null }
  /** The ban that put it out of this room (`null`: out of everything) is over. Never sent to a session that the ban closed. */
  | { readonly kind: 'regained'; readonly roomId: string | null };

interface ProtocolBase {
  readonly name: ProtocolName;
  /** The close reason of a bug that ends a session (1011); absent: `Internal error`. */
  readonly failure?: string;
  /** The actor with which the session reads rooms, if not the one with which it acts: where reading needs no account. */
  reader?(session: Session): Actor;
  /**
   * Called once for each event, in order. Must not throw for a well-formed event, must not await. The publisher may be kept:
   * used between events, by a timer, they send what is no stored change of a room.
   */
  encode(event: CoreEvent, publisher: Publisher): void;
  /**
   * Rooms whose messages, encoded before, look different after this event though they have not changed themselves (a sender is
   * called differently): what is kept encoded of them is thrown away. Absent: never any.
   */
  invalidates?(event: CoreEvent): readonly string[] | 'all';
}

/** A protocol of plain WebSocket text frames. */
export interface FrameProtocol extends ProtocolBase {
  readonly framing: 'websocket';
  /** Whether an upgrade to this path is for this protocol. The first in the list that accepts gets it. */
  accepts(path: string): boolean;
  /** A client has connected (the upgrade is done). What is thrown is a bug: it ends the session with 1011. */
  open(session: Session, handshake: Handshake): FrameHandler;
}

/** A user has another profile, or another role in a room. */
export type UserChange = UserUpdated | MemberChanged;

/** A protocol's side of one session. */
interface Handler {
  /** Sends what this protocol has for it, or closes the session with its code. */
  rightsChanged(change: RightsChange): void;
  /** A frame was larger than may be: the protocol sends its error, before the connection closes. */
  frameTooLarge(bytesMax: number): void;
  /** Of this session's user. Called after `encode`. */
  userChanged?(event: UserChange): void;
  /** The connection is gone; the hub has already left rooms and presence. */
  closed?(): void;
}

export interface FrameHandler extends Handler {
  /**
   * One text frame. A returned promise holds back this client's later frames until it settles (joining, signing in);
   * a handler that need not hold them back (sending) hands its promise to `session.track` and returns nothing. What is thrown
   * or rejected is a bug: it ends the session with 1011. Not called after `session.close`.
   */
  receive(text: string): void | Promise<void>;
  /** A binary frame. As `receive`. */
  receiveBinary(): void | Promise<void>;
}

/** A protocol of Socket.IO events in the default namespace. Several share one connection; their event names do not overlap. */
export interface EventProtocol extends ProtocolBase {
  readonly framing: 'socket.io';
  /** Client-to-server events of this protocol. */
  readonly events: ReadonlySet<string>;
  /** Names, in lower case, of the request's headers that `open` reads: no others are given, since they are kept with the connection. */
  readonly headersRead: readonly string[];
  /**
   * A client asks to connect to the default namespace with its `auth` payload. May be asynchronous. To refuse, reject with
   * `KoineError`: the client gets `connect_error` with its text. What is sent before the response waits for it.
   */
  open(session: Session, handshake: Handshake, auth: unknown): EventHandler | Promise<EventHandler>;
}

/** Calls the client's acknowledgement callback; absent when the client passed none. */
export type Ack = (...args: readonly unknown[]) => void;

export interface EventHandler extends Handler {
  /**
   * As `FrameHandler.receive`. `args` come from the wire: any JSON. Binary attachments are not taken; the placeholders that
   * stand for them (`{_placeholder: true, num: 0}`) come as they are, to be refused as the wrong type.
   */
  receive(event: string, args: readonly unknown[], ack: Ack | undefined): void | Promise<void>;
}

export type Protocol = FrameProtocol | EventProtocol;
