import { DEFAULT_APP_ID, KoineError } from '@koine/contract';
import { accountKeys, isBotName, isReservedName, isVisitorName, nameKeys } from './names.ts';
import type { UserStore } from './ports/stores.ts';

/** Keys that no account has, as far as they were asked for. */
const FREE_MAX = 20_000;

/** Keeps users from taking other users' names. Names that collide already stay. */
export class NameGuard {
  readonly #store: Pick<UserStore, 'idsByNameKeys'>;
  /** Visitors reconnect under the same names, many at once. */
  readonly #free = new Set<string>();
  #changes = 0;

  constructor(store: Pick<UserStore, 'idsByNameKeys'>) {
    this.#store = store;
  }

  /**
   * For a name that a user chooses. `ownId`: whose it may be already; `null`: no user's. Rejects with `invalidInput` for a
   * reserved one, `usernameTaken` for one that looks like another account's username. Display names several people may have.
   */
  async assertOwnable(name: string, field: string, ownId: string | null): Promise<void> {
    if (isReservedName(name)) throw reserved(field);
    const holders = await this.#store.idsByNameKeys(DEFAULT_APP_ID, nameKeys(name), 'username');
    if (holders.some((id) => id !== ownId)) throw new KoineError('usernameTaken', { field });
  }

  /** For whatever name, also one that the operator gives: throws `invalidInput` for one of a visitor's. */
  assertNoVisitors(name: string, field: string): void {
    if (isVisitorName(name)) throw reserved(field);
  }

  /** Whether a visitor, who proves nothing, may go by this name: unless it looks like an account's, or a bot's id. */
  isFree(name: string): boolean | Promise<boolean> {
    if (isVisitorName(name)) return true;
    if (isBotName(name)) return false;
    const keys = nameKeys(name);
    return keys.every((key) => this.#free.has(key)) || this.#askFree(keys);
  }

  /** An account is called so from now on. */
  taken(account: { readonly username: string | null; readonly displayName: string }): void {
    this.#changes += 1;
    for (const { key } of accountKeys(account.username, account.displayName))
      this.#free.delete(key);
  }

  async #askFree(keys: readonly string[]): Promise<boolean> {
    const changes = this.#changes;
    const holders = await this.#store.idsByNameKeys(DEFAULT_APP_ID, keys, 'anyName');
    if (holders.length > 0) return false;
    // What has changed while it was read may be just this.
    if (changes !== this.#changes) return true;
    if (this.#free.size + keys.length > FREE_MAX) this.#free.clear();
    for (const key of keys) this.#free.add(key);
    return true;
  }
}

function reserved(field: string): KoineError {
  // A page fixes the text of the rule for usernames, which does not give the reason for this one.
  const rule = 'This name, or one that looks like it, is reserved';
  const details = field === 'username' ? { field, rule } : { field };
  return new KoineError('invalidInput', details, `Invalid ${field}`);
}
