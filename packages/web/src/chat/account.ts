import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Link } from './link.ts';
import type { Notices } from './notices.ts';
import type { People } from './people.ts';
import type { Rest } from './rest.ts';
import { DONE, failed, OFFLINE, ok } from './results.ts';
import type { Person, Result, SignIn, TokenStore } from './types.ts';
import { errorOf, type WireUser } from './wire.ts';

export interface AccountPort {
  readonly link: Pick<Link, 'isOpen' | 'ask' | 'renew'>;
  readonly rest: Pick<Rest, 'call'>;
  readonly people: People;
  readonly notices: Notices;
  /** Whether the socket is in its room: before, the server knows no roles of a room. */
  isSeated(): boolean;
  /** Somebody else is signed in, or nobody any more. */
  left(): void;
  /** Signing in has come to an end, one way or another. */
  settled(): void;
}

/** Who is signed in, on the socket and for REST. */
export class Account implements Disposable {
  readonly #port: AccountPort;
  readonly #tokens: TokenStore;
  /** Whoever is nobody comes as a guest, until they sign out. */
  #isGuest: boolean;
  readonly #unwatch: () => void;
  readonly #face = signal<ReadonlySignal<Person> | null>(null);
  readonly me = computed(() => this.#face.value?.value ?? null);
  #token: string | null;
  /** Sign-ins under way. */
  #pending = 0;
  /** What the server said of `me` before the socket was in its room. */
  #told: WireUser | null = null;

  constructor(port: AccountPort, tokens: TokenStore, isGuest: boolean) {
    this.#port = port;
    this.#tokens = tokens;
    this.#isGuest = isGuest;
    this.#token = tokens.read();
    this.#unwatch = tokens.watch((token) => this.#changedElsewhere(token));
  }

  get token(): string | null {
    return this.#token;
  }

  /** Whether it is not yet known who one is. */
  get isPending(): boolean {
    return this.#pending > 0;
  }

  /** The socket is open: signs in with what there is. */
  open(): void {
    if (this.#token !== null) this.#pend(this.#login(this.#token, true));
    else if (this.#isGuest) this.#pend(this.#asGuest());
  }

  async signIn(how: SignIn): Promise<Result> {
    if (how.by === 'token') return this.#pend(this.#use(how.token));
    return this.#pend(this.#fetchToken(how));
  }

  signOut(): void {
    this.#tokens.write(null);
    this.#leave();
  }

  /** `auth_updated`. */
  updated(user: WireUser | null): void {
    if (user === null) {
      this.#setFace(null);
      return;
    }
    this.#told = user;
    // Roles in the room come once the socket is there; meanwhile they stay as they were.
    if (!this.#port.isSeated() && this.me.peek()?.uid === user.uid) return;
    this.#setFace(this.#port.people.note(user));
  }

  /** The socket is in its room, and has been told of the roles there if they are others. */
  seated(): void {
    if (this.#told !== null && this.me.peek()?.uid === this.#told.uid)
      this.#port.people.note(this.#told);
  }

  [Symbol.dispose](): void {
    this.#unwatch();
  }

  async #fetchToken(how: Exclude<SignIn, { readonly by: 'token' }>): Promise<Result> {
    const path = how.by === 'registration' ? '/users/register' : '/users/login';
    const body =
      how.by === 'guest' ? { guest: true } : { username: how.username, password: how.password };
    const answer = await this.#port.rest.call<{ readonly token: string }>('POST', path, body);
    if (!answer.ok) return answer;
    this.#tokens.write(answer.value.token);
    return this.#use(answer.value.token);
  }

  async #asGuest(): Promise<Result> {
    const answer = await this.#fetchToken({ by: 'guest' });
    if (!answer.ok && answer.error !== OFFLINE) this.#port.notices.add('error', answer.error.text);
    return answer;
  }

  async #use(token: string): Promise<Result> {
    this.#token = token;
    return this.#port.link.isOpen ? this.#login(token, false) : DONE;
  }

  /** `isKept`: a token of before; one that is no good is forgotten without a word. */
  #login(token: string, isKept: boolean): Promise<Result> {
    return new Promise((resolve) => {
      this.#port.link.ask('login', { token }, (ack) => {
        const error = ack === null ? OFFLINE : errorOf(ack);
        if (error === null || this.#token !== token) return resolve(ok(undefined));
        this.#port.notices.retract(error.text);
        if (error.code !== 'unauthorized') return resolve(failed(error));
        // One that the host has given is not the kept one, and takes nothing of it away.
        if (this.#tokens.read() === token) this.#tokens.write(null);
        // Whoever was here leaves, but their own sign-in is none of this token's.
        this.#shed();
        resolve(isKept && this.#isGuest ? this.#asGuest() : failed(error));
      });
    });
  }

  async #pend(signingIn: Promise<Result>): Promise<Result> {
    this.#pending++;
    const result = await signingIn;
    this.#pending--;
    if (this.#pending === 0) this.#port.settled();
    return result;
  }

  #changedElsewhere(token: string | null): void {
    if (token === this.#token) return;
    if (token === null) {
      // Whether the sign-in ends is the other page's to say.
      this.#isGuest = false;
      this.#shed();
    } else this.#pend(this.#use(token));
  }

  /** Is nobody from now on, while the sign-in goes on elsewhere. */
  #shed(): void {
    const wasSomebody = this.me.peek() !== null;
    this.#forget();
    if (wasSomebody) this.#port.link.renew();
  }

  #leave(): void {
    this.#isGuest = false;
    // The server ends the sign-in with it.
    if (this.me.peek() !== null) this.#port.link.ask('logout', {}, () => {});
    this.#forget();
  }

  #forget(): void {
    this.#token = null;
    this.#setFace(null);
  }

  #setFace(face: ReadonlySignal<Person> | null): void {
    const before = this.me.peek();
    if (face === null) this.#told = null;
    this.#face.value = face;
    if (before !== null && before.uid !== face?.peek().uid) this.#port.left();
  }
}
