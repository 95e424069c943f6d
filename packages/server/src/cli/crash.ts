import type { Log } from '../core/ports/world.ts';

/**
 * A mistake that nothing else has caught. Before the server is ready it ends the process, as Node would; from then on it is
 * logged and the server goes on: nothing acknowledged is lost, and what can be served is served. Only a storage thread that has
 * died ends a server (`RunningServer.storageLost`).
 */
export function logCrashes(log: Log, isServing: () => boolean, host: CrashHost = process): void {
  host.on('uncaughtException', (err) => {
    log.error({ err }, isServing() ? 'uncaught exception' : 'uncaught exception, exiting');
    if (!isServing()) host.exit(1);
  });
}

/** The part of Node's process that is needed here. */
export interface CrashHost {
  on(event: 'uncaughtException', listener: (error: Error) => void): unknown;
  exit(code: number): unknown;
}
