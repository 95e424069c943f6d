import type { Actor } from './actor.ts';
import { assertOperator } from './authority.ts';
import type { DirectoryStore, StorageSize } from './ports/operating-stores.ts';
import type { Stores } from './ports/stores.ts';
import type { Clock } from './ports/world.ts';

type Query<Name extends 'apps' | 'rooms' | 'users' | 'sanctions'> = Omit<
  Parameters<DirectoryStore[Name]>[0],
  'now'
>;

/** Searches over all apps, for operators who may read: else `forbidden`. The lists: `DirectoryStore`. */
export class Directory {
  readonly #store: DirectoryStore;
  readonly #stores: Pick<Stores, 'measure'>;
  readonly #clock: Clock;

  constructor(stores: Pick<Stores, 'directory' | 'measure'>, clock: Clock) {
    this.#store = stores.directory;
    this.#stores = stores;
    this.#clock = clock;
  }

  async apps(actor: Actor, query: Query<'apps'>) {
    return this.#reading(actor).apps({ ...query, now: this.#clock.now() });
  }

  async rooms(actor: Actor, query: Query<'rooms'>) {
    return this.#reading(actor).rooms(query);
  }

  async users(actor: Actor, query: Query<'users'>) {
    return this.#reading(actor).users(query);
  }

  /** Those in force now. */
  async sanctions(actor: Actor, query: Query<'sanctions'>) {
    return this.#reading(actor).sanctions({ ...query, now: this.#clock.now() });
  }

  /** The newest hundred of a user that hold now. */
  async signIns(actor: Actor, appId: string, userId: string) {
    return this.#reading(actor).signIns(appId, userId, this.#clock.now());
  }

  /** How much there is. */
  async measure(actor: Actor): Promise<StorageSize> {
    assertOperator(actor, 'read');
    return this.#stores.measure();
  }

  #reading(actor: Actor): DirectoryStore {
    assertOperator(actor, 'read');
    return this.#store;
  }
}
