import type { Limits } from '@koine/contract';
import type { AddressThrottle } from '../core/address-throttle.ts';
import type { Budgets } from '../core/budgets.ts';
import type { Clock, Log } from '../core/ports/world.ts';
import type { Hub } from '../hub/hub.ts';

export interface TransportDeps {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn' | 'error'>;
  readonly budgets: Pick<Budgets, 'chargeFor' | 'recordFor' | 'checkFor'>;
  readonly throttle: AddressThrottle;
  readonly limits: Pick<
    Limits,
    | 'connectionsPerAddressMax'
    | 'idleConnectionsPerAddressMax'
    | 'firstRequestMs'
    | 'keepAliveMs'
    | 'socketIoConnectTimeoutMs'
    | 'frameBytesMax'
    | 'outboxBytesMax'
    | 'pingIntervalMs'
  >;
  /** Where clients reach this server, if that is not where they sent the request. */
  readonly publicUrl: string | null;
  /** Believe the proxy in front: the last X-Forwarded-For address and X-Forwarded-Proto. */
  readonly trustProxy: boolean;
}

/** How long a client has for its close frame before the socket is destroyed, ms. */
export const CLOSE_GRACE_MS = 2_000;
/** How long a client that was cut off has to read on to its close frame, ms. Its memory is held so long. */
export const CUT_OFF_GRACE_MS = 1_000;
/**
 * In one message. Reading a fragment is as much work as reading a whole message, and no budget counts it, so there are only as many as
 * a stock client needs that writes by 4 KiB.
 */
export const FRAGMENTS_MAX = 32;
