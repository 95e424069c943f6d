import { ERRORS, KoineError } from '@koine/contract';
import type { HubSession } from '../hub-session.ts';
import type { Rights } from '../rights.ts';

/** The room's past could not be read: its client is told that the room is gone, or comes back to try again. */
export function catchUpFailed(
  session: HubSession,
  rights: Rights,
  roomId: string,
  error: unknown,
): void {
  if (error instanceof KoineError && error.code === 'roomNotFound') {
    rights.roomGone(session, roomId);
    return;
  }
  const isForNow = error instanceof KoineError && ERRORS[error.code].isRetryable;
  if (isForNow) session.close(1013, error.message);
  else session.failed(error);
}
