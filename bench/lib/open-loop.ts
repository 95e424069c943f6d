import { setTimeout as pause } from 'node:timers/promises';
import type { RunningSubject } from '../peers/subjects.ts';
import { ClientGroup } from './client-group.ts';
import { warmUpMsOf } from './closed-loop.ts';
import { Latencies } from './latencies.ts';
import { MessageTemplate } from './message-index.ts';
import { Meter } from './meter.ts';

export interface OpenLoopOptions {
  readonly clients: number;
  readonly messagesPerSecond: number;
  readonly seconds: number;
}

/** Longer than this ahead, the generator sleeps; nearer, it turns without sleeping, since timers are too coarse. */
const SLEEP_FROM_MS = 3;

/**
 * Messages leave at their appointed times, whatever has come back: a server that stalls is charged for every message it
 * keeps waiting. Clients send in turn; everyone gets everything.
 */
export async function openLoop(
  { server, dialect }: RunningSubject,
  { clients: count, messagesPerSecond, seconds }: OpenLoopOptions,
) {
  using group = await ClientGroup.connect({ port: server.port, dialect, count });
  const { clients } = group;
  const warmUpMs = warmUpMsOf(seconds);
  const gapMs = 1000 / messagesPerSecond;
  const firstMeasured = Math.ceil(warmUpMs / gapMs);
  const total = firstMeasured + Math.ceil((seconds * 1000) / gapMs);
  /** From the moment at which a message was due to be sent to each delivery of it. */
  const latencies = new Latencies((total - firstMeasured) * count);
  /** How late the generator itself was; part of the latencies. */
  const lateness = new Latencies(total - firstMeasured);
  const startAt = performance.now() + 10;
  const idle = { ms: 0, isMeasured: false, received: 0 };
  for (const client of clients) {
    client.listener = (index) => {
      idle.received++;
      if (index >= firstMeasured) latencies.add(performance.now() - startAt - index * gapMs);
    };
  }
  const template = new MessageTemplate(dialect.wrap);
  const send = (index: number, lateMs: number) => {
    if (index >= firstMeasured) lateness.add(lateMs);
    const sender = index % count;
    clients[sender]?.write(template.frame(index, sender));
  };
  const sent = sendOnTime(startAt, gapMs, total, idle, send);
  await pause(warmUpMs);
  const meter = new Meter(server.pid);
  idle.isMeasured = true;
  const from = group.messages;
  await sent;
  const usage = meter.usage(group.messages - from);
  const missing = await group.missing(total * count);
  return {
    p50Ms: latencies.at(0.5),
    p99Ms: latencies.at(0.99),
    p999Ms: latencies.at(0.999),
    maxMs: latencies.at(1),
    sentLateP99Ms: lateness.at(0.99),
    ...usage,
    // It turns without sleeping: the time in which it only waited is none of its work.
    loadShare: 1 - idle.ms / 1000 / usage.seconds,
    missing,
  };
}

/** What the generator has waited, and how many messages it has received. */
interface Idle {
  ms: number;
  isMeasured: boolean;
  received: number;
}

/** Resolves when the last message has been sent. */
function sendOnTime(
  startAt: number,
  gapMs: number,
  count: number,
  idle: Idle,
  send: (index: number, lateMs: number) => void,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let index = 0;
  let lastAt = performance.now();
  let lastIndex = 0;
  let lastReceived = 0;
  const tick = (): void => {
    const now = performance.now();
    if (idle.isMeasured && index === lastIndex && idle.received === lastReceived)
      idle.ms += now - lastAt;
    lastAt = now;
    lastIndex = index;
    lastReceived = idle.received;
    while (index < count && startAt + index * gapMs <= now) {
      send(index, now - startAt - index * gapMs);
      index++;
    }
    if (index === count) resolve();
    else if (startAt + index * gapMs - now > SLEEP_FROM_MS) setTimeout(tick, 1);
    else setImmediate(tick);
  };
  tick();
  return promise;
}
