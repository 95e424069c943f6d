import type { Logger } from '../log/log.ts';

/** Longest orderly shutdown; systemd, Docker and Kubernetes kill after ten seconds or more. */
const hardExitMs = 9500;

export interface StopRequest {
  /** Resolves at the first request to stop. */
  readonly requested: Promise<void>;
  /** Whether there has been one, which may be before the server is ready. */
  hasCome(): boolean;
  /** The process stops for a reason of its own. */
  begin(why: string): void;
  /** The shutdown is complete: the deadline is off. */
  done(): void;
}

/** The part of Node's process that is needed here. */
export interface Host {
  on(event: 'SIGTERM' | 'SIGINT' | 'SIGHUP' | 'disconnect', listener: () => void): unknown;
  exit(code: number): unknown;
}

/**
 * Listens for the ways in which a server is asked to stop: SIGTERM, Ctrl-C, and the end of the process that
 * started it over an ipc channel. From the first request on a deadline runs.
 */
export function stopRequest(log: Logger, host: Host = process): StopRequest {
  const { promise, resolve } = Promise.withResolvers<void>();
  let deadline: NodeJS.Timeout | undefined;
  const request = (why: string) => {
    // Ctrl-C reaches the launcher and the server both, and the launcher passes it on: once is enough.
    if (deadline !== undefined) return;
    log.info({ why }, 'stopping');
    deadline = setTimeout(() => {
      log.error({ hardExitMs }, 'shutdown timed out, exiting');
      host.exit(1);
    }, hardExitMs);
    resolve();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    host.on(signal, () => request(signal));
  host.on('disconnect', () => request('the launcher has gone'));
  return {
    requested: promise,
    begin: request,
    hasCome: () => deadline !== undefined,
    done: () => clearTimeout(deadline),
  };
}
