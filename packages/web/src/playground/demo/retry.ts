/** Seconds to wait at most, before the random part. */
const SECONDS_MAX = 15;

/**
 * Connects again after 1, 2, 4… at most 15 seconds, plus up to half as much at random, or as soon as the network is back.
 * @param onWait Receives the seconds to the next try, every second.
 */
export function createRetry(connect: () => void, onWait: (seconds: number) => void) {
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
    connect();
  };
  return {
    stop,
    /** The next failure begins at the shortest wait. */
    succeeded() {
      stop();
      tries = 0;
    },
    failed() {
      stop();
      addEventListener('online', now);
      let seconds = Math.ceil(Math.min(SECONDS_MAX, 2 ** tries++) * (1 + Math.random() / 2));
      onWait(seconds);
      timer = setInterval(() => {
        seconds -= 1;
        if (seconds <= 0) now();
        else onWait(seconds);
      }, 1000);
    },
  };
}
