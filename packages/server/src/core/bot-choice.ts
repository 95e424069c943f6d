import type { Actor } from './actor.ts';
import { assertOperator } from './authority.ts';
import type { SwitchStore } from './ports/operating-stores.ts';

/** What an operator has chosen for the bots at run time, instead of what the configuration says. */
export interface BotChoice {
  readonly isOn: boolean;
  /** How likely one answers, 0 to 1. */
  readonly probability: number;
  readonly roomIds: readonly string[];
}

const NAME = 'bots';

/** Keeps the choice over restarts, and tells whoever runs the bots. */
export class BotChoices {
  readonly #store: SwitchStore;
  readonly #listeners = new Set<(choice: BotChoice) => void>();

  constructor(store: SwitchStore) {
    this.#store = store;
  }

  /** `null`: nobody has chosen, the configuration holds. */
  async load(): Promise<BotChoice | null> {
    const stored = await this.#store.get(NAME);
    if (stored === null) return null;
    const { isOn, probability, roomIds } = stored;
    return {
      isOn: isOn === true,
      probability: typeof probability === 'number' ? probability : 0,
      roomIds: Array.isArray(roomIds) ? roomIds.filter((id) => typeof id === 'string') : [],
    };
  }

  async save(actor: Actor, choice: BotChoice): Promise<void> {
    assertOperator(actor, 'rule');
    const { isOn, probability, roomIds } = choice;
    await this.#store.put(NAME, { isOn, probability, roomIds: [...roomIds] });
    for (const listener of this.#listeners) listener(choice);
  }

  onChange(listener: (choice: BotChoice) => void): void {
    this.#listeners.add(listener);
  }
}
