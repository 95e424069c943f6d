import type { Sanction } from '@koine/contract';
import { isUnder } from '../core/sanctions.ts';
import type { Session } from './session.ts';

/** Of these sessions, those whom a sanction is about: by user, or by the address they come from. */
export function sessionsUnder(sanction: Sanction, sessions: Iterable<Session>): Session[] {
  return Array.from(sessions).filter(({ identity, ip }) =>
    isUnder(sanction, identity?.user ?? null, ip),
  );
}
