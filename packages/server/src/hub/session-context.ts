import type { Limits, MemberRole, Sender, UserKey } from '@koine/contract';
import type { Clock, Log } from '../core/ports/world.ts';
import type { HistoryCache } from './history/history-cache.ts';
import type { HubSession } from './hub-session.ts';
import type { HubMetrics } from './metrics.ts';
import type { Protocol } from './protocol.ts';
import type { Rights } from './rights.ts';
import type { Topics } from './topics.ts';
import type { UserIndex } from './user-index.ts';

/** Who is online where, as the hub needs it; the core's presence fits. */
export interface PresenceDoor {
  enter(roomId: string, user: Sender, role: MemberRole | null, sessionId: string): void;
  leave(roomId: string, user: UserKey, sessionId: string): void;
}

/** What all sessions of one protocol share. */
export interface SessionContext {
  readonly protocol: Protocol;
  readonly topics: Topics;
  readonly users: UserIndex<HubSession>;
  readonly presence: PresenceDoor;
  readonly rights: Rights;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly historyCache: HistoryCache;
  readonly limits: Pick<Limits, 'inboxFramesMax' | 'outboxBytesMax' | 'frameBytesMax'>;
  readonly metrics: HubMetrics;
  readonly log: Pick<Log, 'error'>;
  /** The session is over. */
  forget(session: HubSession): void;
}
