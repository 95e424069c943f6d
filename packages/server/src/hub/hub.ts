import {
  type CoreEvent,
  KoineError,
  type Limits,
  type MemberRole,
  type Sender,
  type UserKey,
  userKeyOf,
} from '@koine/contract';
import type { MessageStore } from '../core/ports/stores.ts';
import type { Bus, Clock, Log, Random } from '../core/ports/world.ts';
import type { Connection } from './connection.ts';
import { CurrentEvent } from './current-event.ts';
import { EventClient, eventOwnersOf } from './event-client.ts';
import { HistoryCache } from './history/history-cache.ts';
import { HubSession } from './hub-session.ts';
import type { HubMetrics, SlowClient } from './metrics.ts';
import {
  type FrameProtocol,
  type Handshake,
  type Protocol,
  type ProtocolName,
  roomTopic,
} from './protocol.ts';
import { ProtocolPublisher } from './publisher.ts';
import { Rights, type RightsSource } from './rights.ts';
import type { Session } from './session.ts';
import { SessionIndex } from './session-index.ts';
import { Tick } from './tick.ts';

/** Who is online where, as the hub needs it; the core's presence fits. A session enters and leaves a room once. */
export interface PresencePort {
  enter(roomId: string, user: Sender, role: MemberRole | null): void;
  leave(roomId: string, user: UserKey): void;
}

export interface HubDeps {
  readonly bus: Pick<Bus, 'subscribe'>;
  readonly messages: Pick<MessageStore, 'page' | 'changesSince'>;
  readonly presence: PresencePort;
  readonly rights: RightsSource;
  /** At most one of each name. */
  readonly protocols: readonly Protocol[];
  readonly limits: Pick<
    Limits,
    'inboxFramesMax' | 'outboxBytesMax' | 'frameBytesMax' | 'catchUpBytesMax'
  >;
  readonly clock: Clock;
  readonly random: Random;
  readonly metrics: HubMetrics;
  readonly log: Pick<Log, 'error'>;
  /** Messages read at a time for a catch-up. Default 2,000: a break of minutes costs one read of a few ms. */
  readonly pageMessages?: number;
  /** Default: ticks of the event loop. */
  readonly tick?: Tick;
}

/** What all sessions of one protocol share. */
export interface SessionContext extends Pick<HubDeps, 'presence' | 'limits' | 'metrics' | 'log'> {
  readonly protocol: Protocol;
  readonly publisher: ProtocolPublisher;
  readonly index: SessionIndex;
  readonly rights: Rights;
  readonly historyCache: HistoryCache;
}

/** A client of a frame protocol, as its transport sees it. After `closed` nothing more may be given. */
export interface FrameClient {
  receiveText(text: string): void;
  receiveBinary(): void;
  /** A frame was larger than may be, and the connection is about to close for it (1009). */
  frameTooLarge(): void;
  closed(code: number): void;
  /** Closed (1013) because its reader was too far behind. */
  cutOff(): void;
}

const PAGE_MESSAGES = 2_000;
/** Share of a client's outbox that one page of the past may fill, in characters; those of most texts are a byte or two. */
const PORTION = 1 / 4;

const RECONNECTS_PER_SECOND = 1_000;
const RECONNECT_MS_MIN = 1_000;
const RECONNECT_MS_MAX = 30_000;

/** Which sessions there are, and which event goes to which. */
export class Hub {
  readonly protocols: readonly Protocol[];
  /** Names of the headers that the event protocols read of a request. */
  readonly headersRead: readonly string[];
  /** Shared with the transports, whose own writes end with the same tick. */
  readonly tick: Tick;
  readonly #deps: HubDeps;
  readonly #event = new CurrentEvent();
  readonly #index: SessionIndex;
  readonly #historyCache: HistoryCache;
  readonly #rights: Rights;
  readonly #contexts: readonly SessionContext[];
  /** Event → place of its protocol among those of events. */
  readonly #eventOwners: ReadonlyMap<string, number>;
  readonly #unsubscribe: () => void;
  #isClosed = false;

  constructor(deps: HubDeps) {
    const { clock, limits, messages, metrics, protocols } = deps;
    this.#deps = deps;
    this.protocols = protocols;
    const failed = (error: unknown) => deps.log.error({ err: error }, 'writing to clients failed');
    this.tick = deps.tick ?? new Tick(failed);
    const index = new SessionIndex({ tick: this.tick, event: this.#event, metrics });
    const historyCache = new HistoryCache({
      messages,
      pageMessages: deps.pageMessages ?? PAGE_MESSAGES,
      bytesMax: limits.catchUpBytesMax,
      portionChars: limits.outboxBytesMax * PORTION,
      clock,
      metrics,
    });
    const rights = new Rights(deps.rights, index, clock);
    this.#index = index;
    this.#historyCache = historyCache;
    this.#rights = rights;
    this.#contexts = protocols.map((protocol) => {
      const publisher = new ProtocolPublisher(protocol.name, index);
      return { ...deps, protocol, publisher, index, rights, historyCache };
    });
    const eventProtocols = protocols.filter((known) => known.framing === 'socket.io');
    this.#eventOwners = eventOwnersOf(eventProtocols);
    this.headersRead = eventProtocols.flatMap(({ headersRead }) => headersRead);
    this.#unsubscribe = deps.bus.subscribe((event) => this.#deliver(event));
  }

  /** Local sessions of the protocol that act as the user. */
  sessionsOf(protocol: ProtocolName, user: UserKey): readonly Session[] {
    return this.#index.of(user).filter((session) => session.protocol === protocol);
  }

  get sessionCount(): number {
    return this.#index.size;
  }

  /** The `limit` clients with most bytes that wait to be read, at least `bytesMin`. Goes through all. */
  slowest(bytesMin: number, limit: number): readonly SlowClient[] {
    return this.#index
      .all()
      .filter(({ connection }) => connection.bufferedBytes >= bytesMin)
      .sort((a, b) => b.connection.bufferedBytes - a.connection.bufferedBytes)
      .slice(0, limit)
      .map((session) => session.describe());
  }

  /** About what the history cache takes in memory; at most `limits.catchUpBytesMax`. */
  get sharedHistoryBytes(): number {
    return this.#historyCache.bytes;
  }

  /**
   * Some of the room's past is gone, or (`null`) every room's is encoded differently now, of which there is no event: what is kept
   * of it in memory is to go too.
   */
  forgetHistory(roomId: string | null): void {
    this.#historyCache.forget(roomId);
  }

  openFrames(protocol: FrameProtocol, connection: Connection, handshake: Handshake): FrameClient {
    const context = this.#contexts.find((known) => known.protocol === protocol);
    if (context === undefined) throw new Error(`protocol ${protocol.name} is not the hub's`);
    const session = this.#newSession(connection.id, connection, context);
    if (!this.#isClosed) {
      try {
        session.attach(protocol.open(session, handshake));
      } catch (error) {
        session.failed(error);
      }
    }
    return session;
  }

  /**
   * One session for each event protocol, all on this connection. `opened` rejects with `KoineError` when a protocol refuses the
   * client; all its sessions are closed then.
   */
  openEvents(connection: Connection, handshake: Handshake, auth: unknown) {
    const sessions: HubSession[] = [];
    const handlers: Promise<void>[] = [];
    for (const context of this.#contexts) {
      const { protocol } = context;
      if (protocol.framing !== 'socket.io') continue;
      const session = this.#newSession(`${connection.id}/${protocol.name}`, connection, context);
      sessions.push(session);
      const open = async () => session.attach(await protocol.open(session, handshake, auth));
      if (!this.#isClosed) handlers.push(open());
    }
    const client = new EventClient(sessions, this.#eventOwners);
    return { client, opened: this.#allOpened(handlers, client) };
  }

  /** Closes every session (1001), with a hint when to reconnect, and those that still come. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const sessions = this.#index.all();
    for (const session of sessions) session.close(1001, this.#closeReason(sessions.length));
    this.#unsubscribe();
  }

  async #allOpened(handlers: readonly Promise<void>[], client: EventClient): Promise<void> {
    try {
      if (this.#isClosed) throw new KoineError('shuttingDown');
      await Promise.all(handlers);
    } catch (error) {
      client.closed(1008);
      if (!(error instanceof KoineError))
        this.#deps.log.error({ err: error }, 'upgrade request failed');
      throw error;
    }
  }

  #newSession(id: string, connection: Connection, context: SessionContext): HubSession {
    const session = new HubSession(id, connection, context);
    if (this.#isClosed) session.close(1001, this.#closeReason(0));
    return session;
  }

  /** Each reconnects at another time, spread so that no more come in a second than can be let in at ease. */
  #closeReason(sessions: number): string {
    const spreadMs = RECONNECT_MS_MIN + (1_000 * sessions) / RECONNECTS_PER_SECOND;
    const delayMs = this.#deps.random.next() * Math.min(RECONNECT_MS_MAX, spreadMs);
    return `Server is shutting down; come back in ${Math.round(delayMs)} ms`;
  }

  #deliver(event: CoreEvent): void {
    this.#rights.receive(event, 'before');
    const changedRoomId = this.#event.set(event);
    this.#historyCache.record(event);
    for (const { protocol, publisher } of this.#contexts) {
      try {
        this.#historyCache.invalidate(protocol.name, protocol.invalidates?.(event) ?? []);
        protocol.encode(event, publisher);
      } catch (error) {
        this.#encodingFailed(protocol, event, error);
      }
    }
    if (event.type === 'userUpdated' || event.type === 'memberChanged')
      for (const session of this.#index.of(userKeyOf(event.user))) session.userChanged(event);
    if (changedRoomId !== null) {
      const entry = this.#index.topic(roomTopic(changedRoomId));
      if (entry !== undefined) entry.changeSeq = Math.max(entry.changeSeq, this.#event.changeSeq);
    }
    this.#event.clear();
    this.#rights.receive(event, 'after');
  }

  /** An event that could not be encoded is not silently skipped: the clients that missed it reconnect and resume. */
  #encodingFailed({ name }: Protocol, event: CoreEvent, error: unknown): void {
    this.#deps.log.error({ err: error, protocol: name, event: event.type }, 'encoding failed');
    const sessions = 'roomId' in event ? this.#index.inRoom(event.roomId) : this.#index.all();
    for (const session of sessions)
      if (session.protocol === name) session.close(1011, 'Internal error');
  }
}
