/**
 * One protocol on one connection: who is there, and what they listen to. Neutral: the same for every protocol.
 */
import type { MemberRole, Message } from '@koine/contract';
import type { Actor } from '../core/actor.ts';
import type { Grant } from '../core/grants.ts';
import type { Changes, HistoryPage } from '../core/ports/stores.ts';
import type { Topic, Variant } from './protocol.ts';
import type { SessionsByKey } from './sessions-by-key.ts';

export interface Session {
  readonly id: string;
  /** Rises with each session of this process. */
  readonly number: number;
  readonly ip: string;
  readonly isOpen: boolean;
  /**
   * As which user this session acts; `null`: none yet. Changing it moves its presence and its user index: left as the
   * old user, entered as the new, in the same rooms and roles; `null` leaves them all. `grant`: by what it is that user, if
   * by anything that can end; the session loses its rights with it (`Protocol.rightsChanged`).
   */
  readonly identity: Actor | null;
  readonly grant: Grant | null;
  identify(identity: Actor | null, grant: Grant | null): void;
  /** One frame (FrameProtocol) or one event text (EventProtocol) to this client only. */
  send(text: string): void;
  /** Leaves topics and presence at once. What was sent before still leaves; see `Connection.close` for Socket.IO. */
  close(code: number, reason: string): void;
  /** Its address owes for work that no budget pays for, unless the session came with an API key. */
  chargeAddress(cost: number): void;
  /** A bug: it is logged, and ends this session only (1011), so that its client reconnects and resumes. */
  failed(error: unknown): void;
  /** Pings the client at once; `hasAnswered`: whether it has sent anything since. */
  ping(): void;
  readonly hasAnswered: boolean;
  /**
   * From now on the audience's frames come here too. Another variant of the same topic replaces the first. A room that the
   * session may not read, asked in this tick, is not listened to, nor caught up with or entered: `rightsChanged`
   * is called before the call returns.
   */
  listen(topic: Topic, variant?: Variant): void;
  unlisten(topic: Topic): void;
  isListening(topic: Topic): boolean;
  /**
   * Listens to a room from a known point of its history, in three phases: backfill (pages read and sent, live events held
   * back or dropped), cutover (what was held back and not yet sent), live. Nothing is missing, nothing comes twice, order is
   * kept, memory stays bounded. Resolves once live (or closed, or replaced by another call for the room); never rejects: a
   * read that fails closes the session (1013 if it may succeed later, else 1011). Listening starts at the call: events after it
   * are not lost. Frames sent meanwhile with `send` go out at once, between the pages. `begun`: called when the first page has
   * been written, and nothing of what was sent later.
   */
  catchUp(roomId: string, variant: Variant, history: History, begun?: () => void): Promise<void>;
  /**
   * Waits for what the client has asked for and what need not hold back its later frames: a message on its way to the disk.
   * `done` or `failed` is called once; what they throw is a bug, which ends this session with 1011. Rooms are left only
   * after it: what a user sent before leaving comes before the event that they have left.
   */
  track<T>(work: Promise<T>, done: (value: T) => void, failed: (error: unknown) => void): void;
  /** Needs an identity. The user counts as online in the room while at least one session of theirs, of any protocol, is in it. Idempotent. */
  enterPresence(roomId: string, role: MemberRole | null): void;
  leavePresence(roomId: string): void;
  /** Rooms in which this session is present. */
  readonly presentIn: Iterable<string>;
  /** Rooms to which it listens or in which it is present. A copy. */
  readonly rooms: readonly string[];
  /** Until it closes it is found by this key of its protocol's own too. */
  enterKey<Key>(sessions: SessionsByKey<Key>, key: Key): void;
}

/**
 * What a client gets of a room's past, and how it is encoded. Each `encode` returns whole frames in the order to send them, and
 * the same for every client of the protocol in this room and variant: what it returns is shared between them.
 */
export type History =
  /** The newest `count` messages (no tombstones unless `withDeleted`), one call with the whole page, even when empty. */
  | {
      readonly kind: 'newest';
      readonly count: number;
      readonly withDeleted: boolean;
      /** Comes first, for this client alone; `change`: the number of the page that follows. */
      begin(change: number): readonly string[];
      encode(page: Pick<HistoryPage, 'messages' | 'changeSeq'>): readonly string[];
    }
  /** All messages, or the newest `newest`, oldest first, streamed with backpressure. */
  | {
      readonly kind: 'stream';
      readonly newest: number | null;
      encode(messages: readonly Message[]): readonly string[];
      /**
       * After it, for a client that asks for change numbers: it knows everything up to `change` now. Until then it gets what
       * plain clients get, since a number in the midst of the stream would include too much. `null`: for plain clients.
       */
      readonly end: ((change: number) => readonly string[]) | null;
    }
  /**
   * Everything since a change number. `begin` comes first with the range that follows; `resync` instead of everything else
   * when the room's history no longer reaches back that far or the number is from the future: the client must reload, and
   * live frames follow from `change` on.
   */
  | {
      readonly kind: 'since';
      readonly changeSeq: number;
      begin(from: number, to: number): readonly string[];
      encode(changes: Changes): readonly string[];
      resync(change: number): readonly string[];
    };
