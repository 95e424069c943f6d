import { type CoreEvent, KoineError, type Limits, type UserKey, userKeyOf } from '@koine/contract';
import type { MessageStore } from '../core/ports/stores.ts';
import type { Bus, Clock, Log, Random } from '../core/ports/world.ts';
import type { Connection } from './connection.ts';
import { CurrentEvent } from './current-event.ts';
import { type EventClient, EventSessions, eventOwnersOf } from './event-sessions.ts';
import { HistoryCache } from './history/history-cache.ts';
import { HubSession } from './hub-session.ts';
import type { HubMetrics, SlowClient } from './metrics.ts';
import {
  type EventProtocol,
  type FrameProtocol,
  type Handshake,
  type Protocol,
  type ProtocolName,
  roomTopic,
} from './protocol.ts';
import { ProtocolPublisher } from './publisher.ts';
import { Rights, type RightsSource } from './rights.ts';
import type { Session } from './session.ts';
import type { PresencePort, SessionContext } from './session-context.ts';
import { type LocalKeyWatcher, SessionIndex } from './session-index.ts';
import { createTick, type Tick } from './tick.ts';

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
  /** Messages read at a time for those who catch up. Default 2,000: a break of minutes costs one read of a few ms. */
  readonly pageMessages?: number;
  /** Default: ticks of the event loop. */
  readonly tick?: Tick;
  readonly watchLocalKeys?: LocalKeyWatcher;
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

export interface ConnectingEventClient {
  readonly client: EventClient;
  /** Rejects with `KoineError` when a protocol refuses the client; all its sessions are over then. */
  readonly opened: Promise<void>;
}

/** Who is here, and who gets what. */
export interface Hub {
  readonly protocols: readonly Protocol[];
  /** Names of the headers that the event protocols read of a request. */
  readonly headersRead: readonly string[];
  /** Shared with the transports, whose own writes end with the same tick. */
  readonly tick: Tick;
  /**
   * Some of the room's past is gone, or (`null`) every room's is told differently now, which no event says: what is kept of it in
   * memory is to go too.
   */
  forgetHistory(roomId: string | null): void;
  openFrames(protocol: FrameProtocol, connection: Connection, handshake: Handshake): FrameClient;
  /** One session for each event protocol, all on this connection. */
  openEvents(connection: Connection, handshake: Handshake, auth: unknown): ConnectingEventClient;
  readonly sessionCount: number;
  /** Local sessions of the protocol that act as the user, those that came first before. */
  sessionsOf(protocol: ProtocolName, user: UserKey): readonly Session[];
  /** About what the history cache takes in memory; at most `limits.catchUpBytesMax`. */
  readonly sharedHistoryBytes: number;
  /** The `limit` clients with most bytes that wait to be read, at least `bytesMin`. Looks at every one. */
  slowest(bytesMin: number, limit: number): readonly SlowClient[];
  /** Tells every client to go (1001), and when to come back. Those who still come are told the same. Idempotent. */
  close(): void;
}

const PAGE_MESSAGES = 2_000;
/** Share of a client's outbox that one page of the past may fill, in characters; those of most texts are a byte or two. */
const PORTION = 1 / 4;

const RETURNS_PER_SECOND = 1_000;
const RETURN_MS_MIN = 1_000;
const RETURN_MS_MAX = 30_000;

export function createHub(deps: HubDeps): Hub {
  return new BusHub(deps);
}

class BusHub implements Hub {
  readonly protocols: readonly Protocol[];
  readonly headersRead: readonly string[];
  readonly tick: Tick;
  readonly #deps: HubDeps;
  readonly #event = new CurrentEvent();
  readonly #index: SessionIndex;
  readonly #historyCache: HistoryCache;
  readonly #rights: Rights;
  readonly #parts: readonly ProtocolPart[];
  /** Event → place of its protocol among those of events. */
  readonly #eventOwners: ReadonlyMap<string, number>;
  readonly #unsubscribe: () => void;
  #isClosed = false;

  constructor(deps: HubDeps) {
    this.#deps = deps;
    this.protocols = deps.protocols;
    const failed = (error: unknown) => deps.log.error({ err: error }, 'writing to clients failed');
    this.tick = deps.tick ?? createTick(failed);
    const shared = { tick: this.tick, event: this.#event, metrics: deps.metrics };
    this.#index = new SessionIndex(shared, deps.watchLocalKeys ?? (() => {}));
    this.#historyCache = new HistoryCache({
      messages: deps.messages,
      pageMessages: deps.pageMessages ?? PAGE_MESSAGES,
      bytesMax: deps.limits.catchUpBytesMax,
      portionChars: deps.limits.outboxBytesMax * PORTION,
      clock: deps.clock,
      metrics: deps.metrics,
    });
    this.#rights = new Rights(deps.rights, this.#index, deps.clock);
    this.#parts = deps.protocols.map((protocol) => this.#partOf(protocol));
    const eventProtocols = deps.protocols.filter((known) => known.framing === 'socket.io');
    this.#eventOwners = eventOwnersOf(eventProtocols);
    this.headersRead = eventProtocols.flatMap(({ headersRead }) => headersRead);
    this.#unsubscribe = deps.bus.subscribe((event) => this.#deliver(event));
  }

  sessionsOf(protocol: ProtocolName, user: UserKey): readonly Session[] {
    return this.#index.of(user).filter((session) => session.protocol === protocol);
  }

  get sessionCount(): number {
    return this.#index.size;
  }

  slowest(bytesMin: number, limit: number): readonly SlowClient[] {
    return this.#index
      .all()
      .filter(({ connection }) => connection.bufferedBytes >= bytesMin)
      .sort((a, b) => b.connection.bufferedBytes - a.connection.bufferedBytes)
      .slice(0, limit)
      .map((session) => session.describe());
  }

  get sharedHistoryBytes(): number {
    return this.#historyCache.bytes;
  }

  forgetHistory(roomId: string | null): void {
    this.#historyCache.forget(roomId);
  }

  openFrames(protocol: FrameProtocol, connection: Connection, handshake: Handshake): FrameClient {
    const part = this.#parts.find((known) => known.protocol === protocol);
    if (part === undefined) throw new Error(`protocol ${protocol.name} is not the hub's`);
    const session = this.#newSession(connection.id, connection, part);
    if (!this.#isClosed) {
      try {
        session.attach(protocol.open(session, handshake));
      } catch (error) {
        session.failed(error);
      }
    }
    return session;
  }

  openEvents(connection: Connection, handshake: Handshake, auth: unknown): ConnectingEventClient {
    const sessions: HubSession[] = [];
    const handshakes: Promise<void>[] = [];
    for (const part of this.#parts) {
      const { protocol } = part;
      if (protocol.framing !== 'socket.io') continue;
      const session = this.#newSession(`${connection.id}/${protocol.name}`, connection, part);
      sessions.push(session);
      if (!this.#isClosed) handshakes.push(openEventSession(protocol, session, handshake, auth));
    }
    const client = new EventSessions(sessions, this.#eventOwners);
    return { client, opened: this.#allOpened(handshakes, client) };
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const sessions = this.#index.all();
    for (const session of sessions) session.close(1001, this.#goodbye(sessions.length));
    this.#unsubscribe();
  }

  async #allOpened(handshakes: readonly Promise<void>[], client: EventSessions): Promise<void> {
    try {
      if (this.#isClosed) throw new KoineError('shuttingDown');
      await Promise.all(handshakes);
    } catch (error) {
      client.closed(1008);
      if (!(error instanceof KoineError))
        this.#deps.log.error({ err: error }, 'upgrade request failed');
      throw error;
    }
  }

  #newSession(id: string, connection: Connection, part: ProtocolPart): HubSession {
    const session = new HubSession(id, connection, part.context);
    if (this.#isClosed) session.close(1001, this.#goodbye(0));
    return session;
  }

  /** With a hint when to come back: each at another time, spread so that no more come in a second than can be let in at ease. */
  #goodbye(sessions: number): string {
    const spreadMs = Math.min(
      RETURN_MS_MAX,
      RETURN_MS_MIN + (1_000 * sessions) / RETURNS_PER_SECOND,
    );
    const delayMs = Math.round(this.#deps.random.next() * spreadMs);
    return `Server is shutting down; come back in ${delayMs} ms`;
  }

  #partOf(protocol: Protocol): ProtocolPart {
    const { presence, limits, metrics, log, clock } = this.#deps;
    return {
      protocol,
      publisher: new ProtocolPublisher(protocol.name, this.#index),
      context: {
        protocol,
        index: this.#index,
        presence,
        rights: this.#rights,
        clock,
        historyCache: this.#historyCache,
        limits,
        metrics,
        log,
      },
    };
  }

  #deliver(event: CoreEvent): void {
    this.#rights.receive(event, 'before');
    const changedRoomId = this.#event.set(event);
    this.#historyCache.note(event);
    for (const { protocol, publisher } of this.#parts) {
      try {
        const outdated = protocol.invalidates?.(event) ?? [];
        if (outdated === 'all') this.#historyCache.invalidate(protocol.name, null);
        else for (const roomId of outdated) this.#historyCache.invalidate(protocol.name, roomId);
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

  /** An event that could not be said is not silently skipped: anyone who should have heard it comes back and resumes. */
  #encodingFailed({ name }: Protocol, event: CoreEvent, error: unknown): void {
    this.#deps.log.error({ err: error, protocol: name, event: event.type }, 'encoding failed');
    const sessions = 'roomId' in event ? this.#index.inRoom(event.roomId) : this.#index.all();
    for (const session of sessions)
      if (session.protocol === name) session.close(1011, 'Internal error');
  }
}

interface ProtocolPart {
  readonly protocol: Protocol;
  readonly publisher: ProtocolPublisher;
  readonly context: SessionContext;
}

async function openEventSession(
  protocol: EventProtocol,
  session: HubSession,
  handshake: Handshake,
  auth: unknown,
): Promise<void> {
  session.attach(await protocol.open(session, handshake, auth));
}
