import { KoineError } from '@koine/contract';
import type { AddressGroup } from './address.ts';
import type { Budgets } from './budgets.ts';
import type { Secrets } from './ports/world.ts';

/**
 * The operator's key as every endpoint checks it: the operator's commands, the platform's `X-Admin-Key`, the metrics. Wrong ones
 * count together, at whichever endpoint they were sent.
 */
export class OperatorKey {
  readonly #digest: string;
  readonly #budgets: Budgets;
  readonly #secrets: Pick<Secrets, 'hashToken'>;

  constructor(key: string, budgets: Budgets, secrets: Pick<Secrets, 'hashToken'>) {
    // Digests are compared: how long that takes does not depend on the key.
    this.#digest = secrets.hashToken(key);
    this.#budgets = budgets;
    this.#secrets = secrets;
  }

  /** Throws `rateLimited` after too many wrong keys from these addresses, then for right ones too. */
  assertMayTry(group: AddressGroup): void {
    const rejection = this.#budgets.checkFor('wrongOperatorKey', group);
    if (rejection === null) return;
    const text = 'Too many wrong keys from this address, try again later';
    throw new KoineError('rateLimited', rejection.details, text);
  }

  /** A wrong key is counted. Throws as `assertMayTry`. */
  isRight(given: unknown, group: AddressGroup): boolean {
    this.assertMayTry(group);
    if (typeof given === 'string' && this.#secrets.hashToken(given) === this.#digest) return true;
    if (given !== undefined) this.countWrong(group);
    return false;
  }

  /** Another credential for the operator's endpoints was invalid, e.g. a sign-in. */
  countWrong(group: AddressGroup): void {
    this.#budgets.recordFor('wrongOperatorKey', group);
  }
}
