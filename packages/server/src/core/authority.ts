import { KoineError } from '@koine/contract';
import { type Actor, systemActor } from './actor.ts';

/**
 * The operator's work by what it takes: `read` and `moderator` (rooms' messages, bans, mutes) may also an account of role
 * `admin`; `operator` only the operator and accounts of role `root`.
 */
export type OperatorLevel = 'read' | 'moderator' | 'operator';

/** Up to which level somebody may do the operator's work; `null`: not at all. */
export function operatorLevelOf({ power, roles }: Pick<Actor, 'power' | 'roles'>) {
  if (power === 'operator' || (power === 'user' && roles.includes('root'))) return 'operator';
  return power === 'user' && roles.includes('admin') ? 'moderator' : null;
}

/** Throws `forbidden`. */
export function assertOperator(actor: Actor, level: OperatorLevel): void {
  const own = operatorLevelOf(actor);
  if (own === null)
    throw new KoineError('forbidden', {}, 'This needs an account of role root or admin');
  if (level === 'operator' && own !== 'operator')
    throw new KoineError(
      'forbidden',
      {},
      'This needs the operator’s key, or an account of role root',
    );
}

/** The operator in an app, for somebody who may do work of this level. Throws `forbidden`. */
export function operatorIn(appId: string, actor: Actor, level: OperatorLevel): Actor {
  assertOperator(actor, level);
  return systemActor(appId);
}

/** An app by its key, the operator, or a root account of the built-in app; of no app but its own. Throws `forbidden`. */
export function assertApp({ power, roles }: Actor): void {
  if (power === 'user' && !roles.includes('root')) throw new KoineError('forbidden');
}

/** `assertApp`, or the user themself. */
export function assertSelf(actor: Actor, userId: string): void {
  if (actor.user.id !== userId || actor.power !== 'user') assertApp(actor);
}
