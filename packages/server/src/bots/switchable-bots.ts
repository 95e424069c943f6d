import { type JsonObject, NO_APP_ID } from '@koine/contract';
import { type Actor, systemActor } from '../core/actor.ts';
import type { Switches } from '../core/switches.ts';
import type { Bots } from './bots.ts';

/** Where bots answer, and how often. */
export interface BotChoice {
  readonly isOn: boolean;
  /** How likely one answers, 0 to 1. */
  readonly probability: number;
  readonly roomIds: readonly string[];
}

export interface SwitchableBots {
  /** What holds now. */
  current(): BotChoice;
  /** Holds from now on, also after a restart. Rejects as `Switches.put`. */
  choose(actor: Actor, choice: BotChoice): Promise<void>;
}

const NAME = 'bots';

/** Bots as the configuration has them (`usual`) until an operator has chosen, here or before the last stop. */
export function switchableBots(
  bots: Pick<Bots, 'configure'>,
  switches: Pick<Switches, 'get' | 'put'>,
  usual: BotChoice,
  onError: (error: unknown) => void,
): SwitchableBots {
  let current = usual;
  let hasChosen = false;
  const apply = (choice: BotChoice) => {
    current = choice;
    bots.configure({ ...choice, probability: choice.isOn ? choice.probability : 0 });
  };
  // In the background: until it is read, bots do what the configuration says.
  switches.get(systemActor(NO_APP_ID), NAME).then((stored) => {
    if (stored !== null && !hasChosen) apply(choiceOf(stored));
  }, onError);
  return {
    current: () => current,
    async choose(actor, choice) {
      const { isOn, probability, roomIds } = choice;
      await switches.put(actor, NAME, { isOn, probability, roomIds: [...roomIds] });
      hasChosen = true;
      apply(choice);
    },
  };
}

function choiceOf({ isOn, probability, roomIds }: JsonObject): BotChoice {
  return {
    isOn: isOn === true,
    probability: typeof probability === 'number' ? probability : 0,
    roomIds: Array.isArray(roomIds) ? roomIds.filter((id) => typeof id === 'string') : [],
  };
}
