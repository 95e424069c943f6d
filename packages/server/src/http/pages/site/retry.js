/**
 * When to connect again: after 1, 2, 4… at most 15 seconds and a little chance, or as soon as the network is back.
 * @param {() => void} connect
 * @param {(words: string) => void} tell Gets the seconds to the next try, every second.
 */
export function createRetry(connect, tell) {
  let tries = 0;
  let timer = null;
  const stop = () => {
    clearInterval(timer);
    timer = null;
  };
  const now = () => {
    stop();
    connect();
  };
  addEventListener('online', () => {
    if (timer !== null) now();
  });
  return {
    stop,
    succeeded() {
      stop();
      tries = 0;
    },
    failed() {
      stop();
      let seconds = Math.ceil(Math.min(15, 2 ** tries++) * (1 + Math.random() / 2));
      tell(`Offline, next try in ${seconds} s`);
      timer = setInterval(() => {
        seconds -= 1;
        if (seconds <= 0) now();
        else tell(`Offline, next try in ${seconds} s`);
      }, 1000);
    },
  };
}
