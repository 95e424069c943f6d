import { type CoreEvent, defaultLimits, type Limits } from '@koine/contract';
import { createLocalBus } from '../../bus/local-bus.ts';
import { AddressThrottle } from '../../core/address-throttle.ts';
import { BUDGETS, Budgets } from '../../core/budgets.ts';
import type { Clock } from '../../core/ports/world.ts';
import { Presence } from '../../core/presence.ts';
import { Hub } from '../../hub/hub.ts';
import type { Protocol } from '../../hub/protocol.ts';
import { noMetrics } from '../../hub/testing/no-metrics.ts';
import { openRights } from '../../hub/testing/open-rights.ts';
import { TestRoom } from '../../hub/testing/test-room.ts';
import { type HttpHandler, Transport } from '../listen.ts';

export interface TestServerOptions {
  readonly protocols: readonly Protocol[];
  readonly limits?: Partial<Limits>;
  readonly clock?: Clock;
  readonly trustProxy?: boolean;
  readonly publicUrl?: string;
  /** Responds to what is no protocol's; default: 404. */
  readonly handle?: HttpHandler;
}

/** A real server on a free port, over a room in memory. */
export interface TestServer extends AsyncDisposable {
  readonly hub: Hub;
  readonly transport: Transport;
  readonly throttle: AddressThrottle;
  readonly room: TestRoom;
  readonly port: number;
  /** What was logged as an error. */
  readonly errors: readonly object[];
  /** Counts of the hub's metrics. */
  readonly counts: { cutOff: number; sent: number; closedCodes: number[] };
  publish(event: CoreEvent | null): void;
  url(path: string): string;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, run) {
    const timeout = setTimeout(run, delayMs);
    timeout.unref();
    return { cancel: () => clearTimeout(timeout) };
  },
};

export async function startTestServer(options: TestServerOptions): Promise<TestServer> {
  const errors: object[] = [];
  const log = { warn() {}, error: (fields: object) => errors.push(fields) };
  const counts: TestServer['counts'] = { cutOff: 0, sent: 0, closedCodes: [] };
  const bus = createLocalBus((error) => errors.push({ err: error }));
  const clock = options.clock ?? systemClock;
  const limits = { ...defaultLimits(), ...options.limits };
  const room = new TestRoom();
  const hub = new Hub({
    bus,
    messages: room,
    rights: openRights,
    presence: new Presence(bus, clock),
    protocols: options.protocols,
    limits,
    clock,
    random: { next: () => 0.5 },
    metrics: {
      ...noMetrics,
      slowReaderCutOff: () => counts.cutOff++,
      framesSent: (_protocol, count) => {
        counts.sent += count;
      },
      connectionClosed: (_protocol, code) => counts.closedCodes.push(code),
    },
    log,
  });
  const { trustProxy = false, publicUrl = null, handle = notHere } = options;
  const throttle = new AddressThrottle(clock, limits, setImmediate);
  const transport = new Transport(
    {
      hub,
      clock,
      log,
      budgets: new Budgets(clock, limits, BUDGETS),
      throttle,
      limits,
      trustProxy,
      publicUrl,
    },
    handle,
  );
  const listening = await transport.listen({ port: 0, host: '127.0.0.1' });
  const { port } = listening;
  return {
    hub,
    transport,
    throttle,
    room,
    port,
    errors,
    counts,
    publish: (event) => {
      if (event !== null) bus.publish(event);
    },
    url: (path) => `127.0.0.1:${port}${path}`,
    [Symbol.asyncDispose]: () => transport.close(2_000),
  };
}

const notHere: HttpHandler = (_request, response) => response.writeHead(404).end('not here');
