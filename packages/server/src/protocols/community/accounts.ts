import type { IncomingHttpHeaders } from 'node:http';
import { DEFAULT_APP_ID, type Sender, type User } from '@koine/contract';
import { type Actor, plainActor } from '../../core/actor.ts';
import { addressGroup } from '../../core/address.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import type { Holder } from '../../core/sign-ins.ts';
import { type SignedIn, senderOf } from '../../core/users.ts';
import type { CommunityBudgets } from './limits.ts';
import { countryOf } from './profiles.ts';
import { guestsNotAllowed } from './words.ts';

export interface AccountsOptions {
  readonly areGuestsAllowed: boolean;
  /** Header in which the proxy in front says where a client is; empty: none. */
  readonly countryHeader: string;
}

/** The request with which somebody comes: a REST call, or that of a socket. */
export interface Visit {
  readonly ip: string;
  /** Two upper-case letters, as the proxy in front says; `null`: not known. */
  readonly country: string | null;
}

const NO_USER: Sender = {
  id: '',
  appId: DEFAULT_APP_ID,
  name: '',
  avatarUrl: null,
  kind: 'anonymous',
};
const COUNTRY = /^[A-Za-z]{2}$/;
/** What proxies say when they do not know. */
const NO_COUNTRY = 'XX';

/** Signing up and in, the same for REST and sockets, and limited by address. */
export class Accounts {
  readonly #core: ProtocolCore;
  readonly #budgets: CommunityBudgets;
  readonly #options: AccountsOptions;

  constructor(core: ProtocolCore, budgets: CommunityBudgets, options: AccountsOptions) {
    this.#core = core;
    this.#budgets = budgets;
    this.#options = options;
  }

  get areGuestsAllowed(): boolean {
    return this.#options.areGuestsAllowed;
  }

  /** Names of the headers that `visitOf` looks at. */
  get headersRead(): readonly string[] {
    const { countryHeader } = this.#options;
    return countryHeader === '' ? [] : [countryHeader.toLowerCase()];
  }

  /** Keeps of the request only what is needed: a socket's visit lasts as long as the socket. */
  visitOf(request: { readonly ip: string; readonly headers: IncomingHttpHeaders }): Visit {
    return { ip: request.ip, country: this.#countryOf(request.headers) };
  }

  /** Rejects as `Users.register`, or with `rateLimited`. */
  async register(username: string, password: string, visit: Visit): Promise<SignedIn> {
    this.#count(visit, 'signIn');
    return this.#locate(await this.#core.users.register(username, password), visit);
  }

  /** Rejects with `unauthorized` or `rateLimited`. */
  async login(username: string, password: string, visit: Visit): Promise<SignedIn> {
    this.#count(visit, 'signIn');
    return this.#locate(await this.#core.users.login(username, password), visit);
  }

  /** Rejects as `Users.changePassword`, or with `rateLimited`: the old one could be guessed. */
  async changePassword(
    actor: Actor,
    keptToken: string,
    { old, password }: { readonly old: string; readonly password: string },
    visit: Visit,
  ): Promise<void> {
    this.#count(visit, 'signIn');
    await this.#core.users.changePassword(actor, keptToken, old, password);
  }

  /**
   * The guest of the visitor's address. Rejects with `forbidden` where guests are off, or with `rateLimited`: as calls are counted,
   * not as logins, since nothing can be guessed here, and many behind one address may come back at once.
   */
  async loginGuest(visit: Visit, isKept: boolean): Promise<SignedIn> {
    if (!this.#options.areGuestsAllowed) throw guestsNotAllowed();
    this.#count(visit, 'guestSignIn');
    const guest = await this.#core.users.loginGuest(addressGroup(visit.ip), isKept);
    return isKept ? this.#locate(guest, visit) : { ...guest, user: located(guest.user, visit) };
  }

  /** Who holds the token; `null`: no account. */
  async findByToken(token: string, visit: Visit): Promise<Holder | null> {
    const { users, grants } = this.#core;
    const holder = await users.findByToken(token, grants.changes);
    if (holder === null) return null;
    // For a guest nothing is written: where they are is seen each time they come.
    const user =
      holder.user.kind === 'guest'
        ? located(holder.user, visit)
        : await this.#noteCountry(holder.user, visit);
    return { ...holder, user };
  }

  /** What the user may do now, from that address. */
  actor(user: User, ip: string): Actor {
    return plainActor(senderOf(user), ip, this.#core.users.globalRolesOf(user.appId, user.id));
  }

  /** Anybody at that address: public rooms are read without an account, so a ban of an account is no ban from reading. */
  reader(ip: string): Actor {
    return plainActor(NO_USER, ip);
  }

  #count({ ip }: Visit, command: 'signIn' | 'guestSignIn'): void {
    this.#budgets.chargeFor(command, addressGroup(ip));
  }

  async #locate({ user, token }: SignedIn, visit: Visit): Promise<SignedIn> {
    return { user: await this.#noteCountry(user, visit), token };
  }

  /** No call leaves the server: the country is what the header says, or stays as it was. */
  async #noteCountry(user: User, visit: Visit): Promise<User> {
    const { country } = visit;
    if (country === null || country === countryOf(user)) return user;
    return this.#core.users.update(this.actor(user, visit.ip), user.id, {
      meta: { ...user.meta, country },
    });
  }

  #countryOf(headers: IncomingHttpHeaders): string | null {
    if (this.#options.countryHeader === '') return null;
    const value = headers[this.#options.countryHeader.toLowerCase()];
    if (typeof value !== 'string' || !COUNTRY.test(value)) return null;
    const country = value.toUpperCase();
    return country === NO_COUNTRY ? null : country;
  }
}

/** As seen this time; nothing is written. */
function located(user: User, { country }: Visit): User {
  return country === null ? user : { ...user, meta: { ...user.meta, country } };
}
