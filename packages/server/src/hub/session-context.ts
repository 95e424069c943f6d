import type { Limits, MemberRole, Sender, UserKey } from '@koine/contract';
import type { Clock, Log } from '../core/ports/world.ts';
import type { HistoryCache } from './history/history-cache.ts';
import type { HubMetrics } from './metrics.ts';
import type { Protocol } from './protocol.ts';
import type { Rights } from './rights.ts';
import type { SessionIndex } from './session-index.ts';

/** Who is online where, as the hub needs it; the core's presence fits. A session enters and leaves a room once. */
export interface PresencePort {
  enter(roomId: string, user: Sender, role: MemberRole | null): void;
  leave(roomId: string, user: UserKey): void;
}

/** What all sessions of one protocol share. */
export interface SessionContext {
  readonly protocol: Protocol;
  readonly index: SessionIndex;
  readonly presence: PresencePort;
  readonly rights: Rights;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly historyCache: HistoryCache;
  readonly limits: Pick<Limits, 'inboxFramesMax' | 'outboxBytesMax' | 'frameBytesMax'>;
  readonly metrics: HubMetrics;
  readonly log: Pick<Log, 'error'>;
}
