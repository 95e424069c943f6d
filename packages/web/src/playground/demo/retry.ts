/** When to connect again. */
export interface Retry {
  /** It worked: the next failure begins at the shortest wait. */
  succeeded(): void;
  failed(): void;
  /** No try until the next failure. */
  stop(): void;
}

/** Seconds to wait at most, before chance adds half as much again. */
const SECONDS_MAX = 15;

/**
 * Connects again after 1, 2, 4… at most 15 seconds and a little chance, or as soon as the network is back.
 * @param tell Gets the seconds to the next try, every second.
 */
export function createRetry(connect: () => void, tell: (seconds: number) => void): Retry {
  let tries = 0;
  let timer: ReturnType<typeof setInterval> | null = null;
  const stop = () => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    removeEventListener('online', now);
  };
  const now = () => {
    stop();
    connect();
  };
  return {
    stop,
    succeeded() {
      stop();
      tries = 0;
    },
    failed() {
      stop();
      addEventListener('online', now);
      let seconds = Math.ceil(Math.min(SECONDS_MAX, 2 ** tries++) * (1 + Math.random() / 2));
      tell(seconds);
      timer = setInterval(() => {
        seconds -= 1;
        if (seconds <= 0) now();
        else tell(seconds);
      }, 1000);
    },
  };
}
