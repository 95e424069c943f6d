import type { Logger } from '../log.ts';

/**
 * A bug that nobody caught ends the process, as Node would, but is logged like everything else. Nothing
 * acknowledged is lost: what clients have seen is on disk.
 */
export function logCrashes(log: Logger): void {
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'a bug that nobody caught: ending now');
    process.exit(1);
  });
}
