import type { Signal } from '@preact/signals';
import type { Status } from './chat-state.ts';

/** Seconds to wait at most, before the random part. */
const SECONDS_MAX = 15;

/**
 * Connects now, and again after 1, 2, 4… at most 15 seconds, plus up to half as much at random, or as soon as the network is back.
 * Writes the status, with the seconds to the next try.
 */
export function createRetry(status: Signal<Status>, connect: () => void) {
  let tries = 0;
  let timer: ReturnType<typeof setInterval> | null = null;
  /** No try until the next failure. */
  const stop = () => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    removeEventListener('online', now);
  };
  const now = () => {
    stop();
    status.value = { kind: 'connecting', text: 'Connecting' };
    connect();
  };
  return {
    now,
    stop,
    /** The next failure begins at the shortest wait. */
    succeeded() {
      stop();
      tries = 0;
      status.value = { kind: 'live', text: 'Live' };
    },
    failed() {
      stop();
      addEventListener('online', now);
      let seconds = Math.ceil(Math.min(SECONDS_MAX, 2 ** tries++) * (1 + Math.random() / 2));
      const count = () => {
        status.value = { kind: 'offline', text: `Offline, next try in ${seconds} s` };
      };
      count();
      timer = setInterval(() => {
        seconds -= 1;
        if (seconds <= 0) now();
        else count();
      }, 1000);
    },
  };
}
