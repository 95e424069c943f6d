import type { JsonObject } from '@koine/contract';
import type { Actor } from './actor.ts';
import { assertOperator } from './authority.ts';
import type { SwitchStore } from './ports/operating-stores.ts';

/** Small things that an operator has switched at run time, by name; kept over restarts. */
export class Switches {
  readonly #store: SwitchStore;

  constructor(store: SwitchStore) {
    this.#store = store;
  }

  /** `null`: it was never switched. */
  async get(actor: Actor, name: string): Promise<JsonObject | null> {
    assertOperator(actor, 'read');
    return this.#store.get(name);
  }

  async put(actor: Actor, name: string, value: JsonObject): Promise<void> {
    assertOperator(actor, 'operator');
    await this.#store.put(name, value);
  }
}
