import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Sample } from '../admin/server-view.ts';
import type { Clock, Timer } from '../core/ports/world.ts';
import type { Presence } from '../core/presence.ts';
import type { Metrics } from './metrics.ts';

/** What the charts show, one sample a second. */
export interface LiveWindow {
  /** Those behind the one of this number; -1: all that are kept. */
  since(number: number): readonly Sample[];
  stop(): void;
}

const INTERVAL_MS = 1000;
/** Five minutes. */
const SAMPLES_MAX = 300;
/** Of the measurement of the event loop, which is late by itself by as much. */
const RESOLUTION_MS = 20;

/**
 * Keeps the last five minutes, so that a page that is opened late has its past. Costs nothing for each message: it reads the
 * counters that are there anyway, once a second.
 */
export function startLiveWindow(
  clock: Clock,
  metrics: Pick<Metrics, 'totals'>,
  presence: Pick<Presence, 'roomCount'>,
): LiveWindow {
  const samples: Sample[] = [];
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let number = 0;
  let before = metrics.totals();
  let beforeAt = clock.monotonic();
  let utilization = performance.eventLoopUtilization();
  let timer: Timer | null = null;

  const sample = () => {
    // First: whatever goes wrong below, the next second is another try.
    timer = clock.after(INTERVAL_MS, sample);
    const at = clock.monotonic();
    const seconds = Math.max(0.001, (at - beforeAt) / 1000);
    const now = metrics.totals();
    const used = performance.eventLoopUtilization();
    const perSecond = (key: 'messages' | 'deliveries' | 'received') =>
      round((now[key] - before[key]) / seconds);
    samples.push({
      number: number++,
      at: clock.now(),
      connections: { ...now.connections },
      rooms: presence.roomCount,
      messages: perSecond('messages'),
      deliveries: perSecond('deliveries'),
      received: perSecond('received'),
      lagMs: round(Math.max(0, delay.max / 1e6 - RESOLUTION_MS)),
      busy: round(performance.eventLoopUtilization(used, utilization).utilization),
      memoryBytes: process.memoryUsage.rss(),
    });
    if (samples.length > SAMPLES_MAX) samples.shift();
    before = now;
    beforeAt = at;
    utilization = used;
    delay.reset();
  };
  timer = clock.after(INTERVAL_MS, sample);

  return {
    since: (known) => samples.filter((one) => one.number > known),
    stop() {
      timer?.cancel();
      delay.disable();
    },
  };
}

function round(value: number): number {
  return Number.isFinite(value) ? Math.round(value * 100) / 100 : 0;
}
