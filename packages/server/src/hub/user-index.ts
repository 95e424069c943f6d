import { type UserKey, userKeyOf } from '@koine/contract';
import type { Actor } from '../core/actor.ts';
import type { Session } from './session.ts';

type Identity = Pick<Actor, 'user'>;

/** (app, user) → the local sessions, of any protocol, that act as that user. */
export class UserIndex<S extends Session> {
  /** Most users have one session; an array of one is smaller than a set. */
  readonly #sessions = new Map<UserKey, S[]>();

  add(identity: Identity, session: S): void {
    const key = userKeyOf(identity.user);
    const sessions = this.#sessions.get(key);
    if (sessions === undefined) this.#sessions.set(key, [session]);
    else sessions.push(session);
  }

  remove(identity: Identity, session: S): void {
    const key = userKeyOf(identity.user);
    const sessions = this.#sessions.get(key);
    const index = sessions?.indexOf(session) ?? -1;
    if (sessions === undefined || index < 0) return;
    sessions.splice(index, 1);
    if (sessions.length === 0) this.#sessions.delete(key);
  }

  of(user: UserKey): readonly S[] {
    return this.#sessions.get(user) ?? [];
  }
}
