import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Bus } from './core/ports/world.ts';
import type { HubMetrics } from './hub/metrics.ts';

/** What the server counts, in Prometheus' form. Layers do not import this: each says in a port of its own what it wants counted. */
export interface Metrics extends HubMetrics {
  /** Counts the core's events by type: messages, edits, joins… */
  countEvents(bus: Pick<Bus, 'subscribe'>): void;
  /** A value that is read when the metrics are. */
  observe(name: string, help: string, read: () => number): void;
  readonly contentType: string;
  text(): Promise<string>;
}

/** Metrics of one server, in a registry of their own: several servers may live in one process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'koine_' });
  const labelNames = ['protocol'] as const;
  const connections = new Gauge({
    name: 'koine_connections',
    help: 'Open connections; a Socket.IO connection counts once for each of its protocols',
    labelNames,
    registers,
  });
  const closed = new Counter({
    name: 'koine_connections_closed_total',
    help: 'Connections that have closed, by close code',
    labelNames: ['protocol', 'code'] as const,
    registers,
  });
  const cutOff = new Counter({
    name: 'koine_slow_readers_total',
    help: 'Clients cut off because they did not read',
    labelNames,
    registers,
  });
  const received = tally(
    'koine_frames_received_total',
    'Frames from clients',
    'protocol',
    registry,
  );
  const sent = tally(
    'koine_frames_sent_total',
    'Frames to clients by fan-out',
    'protocol',
    registry,
  );
  const events = tally(
    'koine_events_total',
    'What has happened, by kind; messageCreated counts stored messages',
    'type',
    registry,
  );
  return {
    connectionOpened: (protocol) => connections.inc({ protocol }),
    connectionClosed(protocol, code) {
      connections.dec({ protocol });
      closed.inc({ protocol, code });
    },
    frameReceived: (protocol) => received(protocol, 1),
    framesSent: (protocol, count) => sent(protocol, count),
    slowReaderCutOff: (protocol) => cutOff.inc({ protocol }),
    countEvents(bus) {
      bus.subscribe(({ type }) => events(type, 1));
    },
    observe(name, help, readValue) {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(readValue());
        },
      });
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

/** A counter for hot paths: labels are looked up by hashing, so counts are kept aside and handed over when they are read. */
function tally(name: string, help: string, label: string, registry: Registry) {
  const counts = new Map<string, number>();
  new Counter({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      for (const [value, count] of counts) this.inc({ [label]: value }, count);
      counts.clear();
    },
  });
  return (value: string, count: number): void => {
    counts.set(value, (counts.get(value) ?? 0) + count);
  };
}
