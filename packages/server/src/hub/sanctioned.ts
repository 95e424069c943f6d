import type { Sanction } from '@koine/contract';
import { coversAddress } from '../core/sanctions.ts';
import type { Session } from './session.ts';

/** Of these sessions, those whom a sanction is about: by user, or by the address they come from. */
export function sessionsUnder(sanction: Sanction, sessions: Iterable<Session>): Session[] {
  const found: Session[] = [];
  for (const session of sessions) {
    const userId = session.identity?.user.id;
    const isUser = userId !== undefined && sanction.target === `user:${userId}`;
    if (isUser || coversAddress(sanction, session.ip)) found.push(session);
  }
  return found;
}
