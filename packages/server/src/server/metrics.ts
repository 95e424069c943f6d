import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Totals } from '../admin/server-view.ts';
import type { Bus } from '../core/ports/world.ts';
import type { HubMetrics, SlowClient } from '../hub/metrics.ts';

/** What the server counts, in Prometheus' form. Layers do not import this: each says in a port of its own what it wants counted. */
export interface Metrics extends HubMetrics {
  /** Counts the core's events by type: messages, edits, joins… */
  countEvents(bus: Pick<Bus, 'subscribe'>): void;
  /** A value that is read when the metrics are. */
  observe(name: string, help: string, read: () => number): void;
  /** What has been counted since the start, for the admin page's charts. */
  totals(): Totals;
  readonly contentType: string;
  text(): Promise<string>;
}

/** Of how many clients that were cut off is kept who they were. */
const CUT_OFF_KEPT = 100;

/** Close codes of RFC 6455 and of ours. A client may send any from 3000 to 4999: each counted by itself, they would fill memory. */
const CLOSE_CODES: ReadonlySet<number> = new Set([
  ...[1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1011, 1012, 1013],
  ...[4001, 4002, 4003, 4004],
]);

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
    help: 'Connections that have closed, by close code; other: one that clients invented',
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
  const historyReads = tally(
    'koine_history_reads_total',
    'Reads of history for clients that catch up, one for all who wait for it',
    'protocol',
    registry,
  );
  const events = tally(
    'koine_events_total',
    'What has happened, by kind; messageCreated counts stored messages',
    'type',
    registry,
  );
  const open = new Map<string, number>();
  const lastCutOff: (SlowClient & { readonly at: number })[] = [];
  let cutOffCount = 0;
  const count = (protocol: string, added: number) => {
    const now = (open.get(protocol) ?? 0) + added;
    open.set(protocol, now);
    connections.set({ protocol }, now);
  };
  return {
    connectionOpened: (protocol) => count(protocol, 1),
    connectionClosed(protocol, code) {
      count(protocol, -1);
      closed.inc({ protocol, code: CLOSE_CODES.has(code) ? code : 'other' });
    },
    frameReceived: (protocol) => received.add(protocol, 1),
    framesSent: (protocol, frames) => sent.add(protocol, frames),
    historyRead: (protocol) => historyReads.add(protocol, 1),
    slowReaderCutOff(protocol, client) {
      cutOff.inc({ protocol });
      cutOffCount += 1;
      lastCutOff.unshift({ at: Date.now(), ...client });
      lastCutOff.length = Math.min(lastCutOff.length, CUT_OFF_KEPT);
    },
    countEvents(bus) {
      bus.subscribe(({ type }) => events.add(type, 1));
    },
    totals: () => ({
      connections: Object.fromEntries(open),
      messages: events.of('messageCreated'),
      deliveries: sent.total(),
      received: received.total(),
      cutOff: cutOffCount,
      lastCutOff: [...lastCutOff],
    }),
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
  const handedOver = new Map<string, number>();
  new Counter({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      for (const [value, count] of counts) {
        this.inc({ [label]: value }, count - (handedOver.get(value) ?? 0));
        handedOver.set(value, count);
      }
    },
  });
  return {
    add(value: string, count: number): void {
      counts.set(value, (counts.get(value) ?? 0) + count);
    },
    of: (value: string): number => counts.get(value) ?? 0,
    total(): number {
      let sum = 0;
      for (const count of counts.values()) sum += count;
      return sum;
    },
  };
}
