import type { Clock, Log } from '../core/ports/world.ts';

/** Entries of one text in one interval; what comes beyond is only counted. */
const ENTRIES_MAX = 30;
const INTERVAL_MS = 60_000;
/** Different texts that are kept apart: they are written in the code, so there are few. */
const TEXTS_MAX = 1_000;

interface Pace {
  readonly since: number;
  entries: number;
}

/**
 * A log that no client can fill: errors and warnings of one text are written so often and no more, and the next entry of the
 * text has the number of those left out. A log that fails never fails its writer.
 */
export function pacedLog(log: Log, clock: Pick<Clock, 'monotonic'>): Log {
  const paces = new Map<string, Pace>();
  const paced = (write: (fields: object, message: string) => void) => {
    return (fields: object, message: string) => {
      const now = clock.monotonic();
      let pace = paces.get(message);
      let leftOut = 0;
      if (pace === undefined || now - pace.since >= INTERVAL_MS) {
        leftOut = Math.max(0, (pace?.entries ?? 0) - ENTRIES_MAX);
        if (paces.size >= TEXTS_MAX) paces.clear();
        pace = { since: now, entries: 0 };
        paces.set(message, pace);
      }
      pace.entries++;
      if (pace.entries <= ENTRIES_MAX)
        write(leftOut > 0 ? { ...fields, leftOut } : fields, message);
    };
  };
  return {
    debug: safely((fields, message) => log.debug(fields, message)),
    info: safely((fields, message) => log.info(fields, message)),
    warn: paced(safely((fields, message) => log.warn(fields, message))),
    error: paced(safely((fields, message) => log.error(fields, message))),
  };
}

function safely(write: (fields: object, message: string) => void) {
  return (fields: object, message: string) => {
    try {
      write(fields, message);
    } catch {
      // There is nowhere to log that logging fails.
    }
  };
}
