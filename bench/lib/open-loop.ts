import { setTimeout as pause } from 'node:timers/promises';
import type { Crowd } from './crowd.ts';
import { Latencies } from './latencies.ts';
import type { MessageTemplate } from './message-index.ts';
import { Meter, type Usage } from './meter.ts';

export interface OpenLoopOptions {
  readonly crowd: Crowd;
  readonly template: MessageTemplate;
  readonly serverPid: number;
  readonly messagesPerSecond: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface OpenLoopResult {
  /** From the moment at which a message was due to be sent to each delivery of it. */
  readonly latencies: Latencies;
  /** How late the generator itself was; part of the latencies. */
  readonly lateness: Latencies;
  readonly deliveries: number;
  readonly usage: Usage;
  /** Of the generator's core: ticks in which something was sent or received. The others only wait, without sleeping. */
  readonly workShare: number;
  readonly missing: number;
}

/** Longer than this ahead, the generator sleeps; nearer, it turns without sleeping, since timers are too coarse. */
const SLEEP_FROM_MS = 3;

/**
 * Messages leave at their appointed times, whatever has come back: a server that stalls is charged for every message it
 * keeps waiting. Clients send in turn; everyone gets everything.
 */
export async function openLoop(options: OpenLoopOptions): Promise<OpenLoopResult> {
  const { crowd, serverPid, messagesPerSecond, warmUpMs, measureMs } = options;
  const { clients } = crowd;
  const gapMs = 1000 / messagesPerSecond;
  const firstMeasured = Math.ceil(warmUpMs / gapMs);
  const count = firstMeasured + Math.ceil(measureMs / gapMs);
  const latencies = new Latencies((count - firstMeasured) * clients.length);
  const lateness = new Latencies(count - firstMeasured);
  const before = crowd.messages;
  const startAt = performance.now() + 10;
  const idle = { ms: 0, isMeasured: false, received: 0 };
  for (const client of clients) {
    client.listener = (index) => {
      idle.received++;
      if (index >= firstMeasured) latencies.add(performance.now() - startAt - index * gapMs);
    };
  }
  const sent = sendOnTime(options, startAt, gapMs, count, idle, (index, lateMs) => {
    if (index >= firstMeasured) lateness.add(lateMs);
  });
  await pause(warmUpMs);
  const meter = new Meter(serverPid);
  idle.isMeasured = true;
  const from = crowd.messages;
  await sent;
  const usage = meter.usage();
  const workShare = 1 - idle.ms / 1000 / usage.seconds;
  const deliveries = crowd.messages - from;
  const missing = await crowd.missing(before + count * clients.length);
  for (const client of clients) client.listener = null;
  return { latencies, lateness, deliveries, usage, workShare, missing };
}

/** What the generator has waited, and how many messages it has received. */
interface Idle {
  ms: number;
  isMeasured: boolean;
  received: number;
}

/** Resolves when the last message has been sent. */
function sendOnTime(
  { crowd, template }: OpenLoopOptions,
  startAt: number,
  gapMs: number,
  count: number,
  idle: Idle,
  sentLate: (index: number, lateMs: number) => void,
): Promise<void> {
  const { clients } = crowd;
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
      sentLate(index, now - startAt - index * gapMs);
      const sender = index % clients.length;
      clients[sender]?.write(template.frame(index, sender));
      index++;
    }
    if (index === count) resolve();
    else if (startAt + index * gapMs - now > SLEEP_FROM_MS) setTimeout(tick, 1);
    else setImmediate(tick);
  };
  tick();
  return promise;
}
