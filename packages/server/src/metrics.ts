import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/**
 * What the server counts, in Prometheus' form. Layers do not import this: each says in its own port what it wants
 * counted, and server.ts passes the functions.
 */
export interface Metrics {
  connectionOpened(protocol: string): void;
  connectionClosed(protocol: string, code: number): void;
  frameReceived(protocol: string): void;
  /** One event's frames left for so many connections. */
  framesSent(protocol: string, count: number): void;
  /** A reader was further behind than the outbox limit and has been cut off. */
  slowReaderCutOff(protocol: string): void;
  refused(protocol: string, code: string): void;
  messageStored(protocol: string): void;
  /** One group commit: how many commands it took and how long it was. */
  committed(commands: number, seconds: number): void;
  httpAnswered(method: string, route: string, status: number, seconds: number): void;
  /** A value that is read when the metrics are. */
  observe(name: string, help: string, read: () => number): void;
  readonly contentType: string;
  text(): Promise<string>;
}

/** Metrics of one server, in a registry of their own: several servers may live in one process. */
export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry = new Registry()] = registers;
  collectDefaultMetrics({ register: registry, prefix: 'koine_' });
  const byProtocol = { labelNames: ['protocol'] as const, registers };
  const connections = new Gauge({
    name: 'koine_connections',
    help: 'Open connections',
    ...byProtocol,
  });
  const closed = new Counter({
    name: 'koine_connections_closed_total',
    help: 'Connections that have closed, by close code',
    labelNames: ['protocol', 'code'] as const,
    registers,
  });
  const received = new Counter({
    name: 'koine_frames_received_total',
    help: 'Frames from clients',
    ...byProtocol,
  });
  const sent = new Counter({
    name: 'koine_frames_sent_total',
    help: 'Frames to clients',
    ...byProtocol,
  });
  const cutOff = new Counter({
    name: 'koine_slow_readers_total',
    help: 'Clients cut off because they did not read',
    ...byProtocol,
  });
  const refusals = new Counter({
    name: 'koine_refusals_total',
    help: 'Commands refused, by error code',
    labelNames: ['protocol', 'code'] as const,
    registers,
  });
  const stored = new Counter({
    name: 'koine_messages_stored_total',
    help: 'Messages stored',
    ...byProtocol,
  });
  const commitSeconds = new Histogram({
    name: 'koine_commit_seconds',
    help: 'Duration of a group commit, its fsync included',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers,
  });
  const commitSize = new Histogram({
    name: 'koine_commit_commands',
    help: 'Commands in one group commit',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000],
    registers,
  });
  const httpSeconds = new Histogram({
    name: 'koine_http_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2],
    registers,
  });
  return {
    connectionOpened: (protocol) => connections.inc({ protocol }),
    connectionClosed(protocol, code) {
      connections.dec({ protocol });
      closed.inc({ protocol, code });
    },
    frameReceived: (protocol) => received.inc({ protocol }),
    framesSent: (protocol, count) => sent.inc({ protocol }, count),
    slowReaderCutOff: (protocol) => cutOff.inc({ protocol }),
    refused: (protocol, code) => refusals.inc({ protocol, code }),
    messageStored: (protocol) => stored.inc({ protocol }),
    committed(commands, seconds) {
      commitSize.observe(commands);
      commitSeconds.observe(seconds);
    },
    httpAnswered: (method, route, status, seconds) =>
      httpSeconds.observe({ method, route, status }, seconds),
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
