import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Notices } from './notices.ts';
import type { Outbox } from './outbox.ts';
import type { PersonCache } from './person-cache.ts';
import type { Rest } from './rest.ts';
import { DONE, failed, OFFLINE, ok } from './results.ts';
import type { RoomState } from './room-state.ts';
import type { SocketClient } from './socket-client.ts';
import type { Person, Result, SignIn, TokenStore } from './types.ts';
import { errorOf, type WireUser } from './wire.ts';

export interface AccountDeps {
  readonly client: Pick<SocketClient, 'isOpen' | 'request' | 'reconnect'>;
  readonly rest: Pick<Rest, 'call'>;
  readonly persons: PersonCache;
  readonly notices: Notices;
  readonly state: Pick<RoomState, 'isJoined'>;
  readonly outbox: Pick<Outbox, 'clear' | 'flush'>;
}

/** Who is signed in, on the socket and for REST. */
export class Account implements Disposable {
  readonly #deps: AccountDeps;
  readonly #tokens: TokenStore;
  /** Without a token, sign in as guest; until the user signs out. */
  #isGuest: boolean;
  readonly #unwatch: () => void;
  readonly #person = signal<ReadonlySignal<Person> | null>(null);
  readonly me = computed(() => this.#person.value?.value ?? null);
  #token: string | null;
  /** Sign-ins under way. */
  #pending = 0;
  /** `me` as the server described it before the room was joined. */
  #serverUser: WireUser | null = null;

  constructor(deps: AccountDeps, tokens: TokenStore, isGuest: boolean) {
    this.#deps = deps;
    this.#tokens = tokens;
    this.#isGuest = isGuest;
    this.#token = tokens.read();
    this.#unwatch = tokens.watch((token) => this.#changedElsewhere(token));
  }

  get token(): string | null {
    return this.#token;
  }

  /** Whether a sign-in is under way. */
  get isPending(): boolean {
    return this.#pending > 0;
  }

  /** The socket is connected: signs in with the stored token, or as guest. */
  open(): void {
    if (this.#token !== null) this.#track(this.#login(this.#token, true));
    else if (this.#isGuest) this.#track(this.#asGuest());
  }

  async signIn(how: SignIn): Promise<Result> {
    if (how.by === 'token') return this.#track(this.#use(how.token));
    return this.#track(this.#fetchToken(how));
  }

  signOut(): void {
    this.#tokens.write(null);
    this.#endSignIn();
  }

  /** `auth_updated`. */
  updated(user: WireUser | null): void {
    if (user === null) {
      this.#setPerson(null);
      return;
    }
    this.#serverUser = user;
    // The server knows no roles of a room before it is joined; until then they stay as they were.
    if (!this.#deps.state.isJoined && this.me.peek()?.uid === user.uid) return;
    this.#setPerson(this.#deps.persons.record(user));
  }

  /** The room is joined, and `auth_updated` has come if the roles there are others. */
  roomJoined(): void {
    if (this.#serverUser !== null && this.me.peek()?.uid === this.#serverUser.uid)
      this.#deps.persons.record(this.#serverUser);
  }

  [Symbol.dispose](): void {
    this.#unwatch();
  }

  async #fetchToken(how: Exclude<SignIn, { readonly by: 'token' }>): Promise<Result> {
    const path = how.by === 'registration' ? '/users/register' : '/users/login';
    const body =
      how.by === 'guest' ? { guest: true } : { username: how.username, password: how.password };
    const result = await this.#deps.rest.call<{ readonly token: string }>('POST', path, body);
    if (!result.ok) return result;
    this.#tokens.write(result.value.token);
    return this.#use(result.value.token);
  }

  async #asGuest(): Promise<Result> {
    const result = await this.#fetchToken({ by: 'guest' });
    if (!result.ok && result.error !== OFFLINE) this.#deps.notices.add('error', result.error.text);
    return result;
  }

  async #use(token: string): Promise<Result> {
    this.#token = token;
    return this.#deps.client.isOpen ? this.#login(token, false) : DONE;
  }

  /** `isStored`: a token of an earlier visit; an invalid one is forgotten without an error. */
  #login(token: string, isStored: boolean): Promise<Result> {
    return new Promise((resolve) => {
      this.#deps.client.request('login', { token }, (ack) => {
        const error = ack === null ? OFFLINE : errorOf(ack);
        if (error === null || this.#token !== token) return resolve(ok(undefined));
        this.#deps.notices.retract(error.text);
        if (error.code !== 'unauthorized') return resolve(failed(error));
        // A token given by the host is not the stored one, which stays.
        if (this.#tokens.read() === token) this.#tokens.write(null);
        // Anyone who was signed in leaves this page; their own sign-in does not end.
        this.#signOutHere();
        resolve(isStored && this.#isGuest ? this.#asGuest() : failed(error));
      });
    });
  }

  async #track(signingIn: Promise<Result>): Promise<Result> {
    this.#pending++;
    const result = await signingIn;
    this.#pending--;
    if (this.#pending === 0) this.#deps.outbox.flush();
    return result;
  }

  #changedElsewhere(token: string | null): void {
    if (token === this.#token) return;
    if (token === null) {
      // The other page decides whether the sign-in ends.
      this.#isGuest = false;
      this.#signOutHere();
    } else this.#track(this.#use(token));
  }

  /** This page becomes anonymous; the sign-in stays valid elsewhere. */
  #signOutHere(): void {
    const wasSomebody = this.me.peek() !== null;
    this.#forget();
    if (wasSomebody) this.#deps.client.reconnect();
  }

  #endSignIn(): void {
    this.#isGuest = false;
    // Ends the sign-in on the server.
    if (this.me.peek() !== null) this.#deps.client.request('logout', {}, () => {});
    this.#forget();
  }

  #forget(): void {
    this.#token = null;
    this.#setPerson(null);
  }

  #setPerson(person: ReadonlySignal<Person> | null): void {
    const before = this.me.peek();
    if (person === null) this.#serverUser = null;
    this.#person.value = person;
    if (before !== null && before.uid !== person?.peek().uid) this.#deps.outbox.clear();
  }
}
