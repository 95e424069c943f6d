import { DEFAULT_APP_ID, type Limits, type User } from '@koine/contract';
import type { Grant } from './grants.ts';
import type { NewUser, TokenStore, UserStore } from './ports/stores.ts';
import { newUser, withoutHash } from './user-fields.ts';
import { Uses } from './uses.ts';
import type { CoreWorld } from './world.ts';

export interface SignInsDeps extends Pick<CoreWorld, 'bus' | 'clock' | 'secrets' | 'onError'> {
  readonly tokens: TokenStore;
  readonly users: Pick<UserStore, 'find' | 'generation'>;
  readonly limits: Pick<Limits, 'signInsPerAccountMax' | 'signInUnusedDays' | 'guestTokenDays'>;
}

/** Who holds a token, and what it grants. */
export interface Holder {
  readonly user: User;
  readonly grant: Grant;
}

const DAY_MS = 86_400_000;
const GUEST_TOKEN = /^guest\.(g[0-9a-f]{11})\.(\d{1,16})\.(\d{1,9})\.([0-9a-f]{64})$/;
const GUEST_ID = /^g[0-9a-f]{11}$/;

/**
 * Tokens of the built-in app's people. An account's are random and stored as hashes: so many at most, each until it was not
 * used for some days or is ended. A guest's hold whom they are for, until when and of which generation, under the server's
 * secret, and are stored nowhere.
 */
export class SignIns {
  readonly #deps: SignInsDeps;
  readonly #uses: Uses;

  constructor(deps: SignInsDeps) {
    this.#deps = deps;
    const { tokens, clock, onError } = deps;
    this.#uses = new Uses({ store: (uses) => tokens.recordUses(uses), clock, onError });
  }

  /** A token for an account, shown once. One too many ends the longest unused. */
  async issue({ appId, id: userId }: User): Promise<string> {
    const { tokens, secrets, clock, bus, limits } = this.#deps;
    const token = secrets.token();
    await this.#uses.flush();
    const hashes = await tokens.put(
      { hash: secrets.hashToken(token), appId, userId, createdAt: clock.now(), expiresAt: null },
      { unusedSince: this.#unusedSince(), countMax: limits.signInsPerAccountMax },
    );
    if (hashes.length > 0)
      bus.publish({ type: 'userSignedOut', appId, userId, signIns: { which: 'only', hashes } });
    return token;
  }

  /** A token for the guest with this id. Nothing is written. */
  async issueToGuest(id: string): Promise<string> {
    const { users, clock, limits } = this.#deps;
    const generation = await users.generation(DEFAULT_APP_ID, id);
    const expiresAt = clock.now() + limits.guestTokenDays * DAY_MS;
    return `guest.${id}.${expiresAt}.${generation}.${this.#macOf(id, expiresAt, generation)}`;
  }

  /** `null`: no such token, or it has ended. `asOf`: of the grant. */
  async find(token: string, asOf: number): Promise<Holder | null> {
    const guest = GUEST_TOKEN.exec(token);
    if (guest !== null) return this.#findGuest(guest, asOf);
    const hash = this.#deps.secrets.hashToken(token);
    const user = await this.findByHash(hash);
    if (user === null) return null;
    this.#uses.record(hash);
    return { user, grant: { kind: 'signIn', hash, expiresAt: null, asOf } };
  }

  /** As `find`, by the hash of an account's token; it does not count as used. */
  findByHash(hash: string): Promise<User | null> {
    return this.#deps.tokens.find(hash, this.#deps.clock.now(), this.#unusedSince());
  }

  generationOf(appId: string, userId: string): Promise<number> {
    return this.#deps.users.generation(appId, userId);
  }

  /** Ends one sign-in of an account, and the connections that use it. Whether there was one. */
  async end(hash: string): Promise<boolean> {
    const owner = await this.#deps.tokens.remove(hash);
    if (owner === null) return false;
    const signIns = { which: 'only', hashes: [hash] } as const;
    this.#deps.bus.publish({ type: 'userSignedOut', ...owner, signIns });
    return true;
  }

  /** Whether somebody may be signed in as this user of the built-in app though nothing is stored of them. */
  isGuestId(id: string): boolean {
    return GUEST_ID.test(id);
  }

  /** A guest as they are until something of them has to be kept. */
  newGuest(id: string): NewUser & User {
    const digits = this.#deps.secrets.hmac(`guest name ${id}`);
    const now = this.#deps.clock.now();
    const name = `Guest-${digits.slice(0, 6)}`;
    return { ...newUser(id, 'guest', name, now), updatedAt: now };
  }

  /** The guest as stored, if anything of them is. */
  async guest(id: string): Promise<User> {
    const found = await this.#deps.users.find(DEFAULT_APP_ID, { id });
    if (found === null) return this.newGuest(id);
    return withoutHash(found);
  }

  /** Stores what is known of uses. At the end, while storage still takes writes. */
  close(): Promise<void> {
    return this.#uses.close();
  }

  async #findGuest(parts: RegExpExecArray, asOf: number): Promise<Holder | null> {
    const [, id = '', expiry = '', generationText = '', mac = ''] = parts;
    const expiresAt = Number(expiry);
    const generation = Number(generationText);
    const isGenuine = isSame(mac, this.#macOf(id, expiresAt, generation));
    if (!isGenuine || expiresAt <= this.#deps.clock.now()) return null;
    const [user, current] = await Promise.all([
      this.guest(id),
      this.generationOf(DEFAULT_APP_ID, id),
    ]);
    if (current !== generation) return null;
    return { user, grant: { kind: 'guest', generation, expiresAt, asOf } };
  }

  #macOf(id: string, expiresAt: number, generation: number): string {
    return this.#deps.secrets.hmac(`guest token ${id} ${expiresAt} ${generation}`);
  }

  #unusedSince(): number {
    return this.#deps.clock.now() - this.#deps.limits.signInUnusedDays * DAY_MS;
  }
}

/** In constant time. */
function isSame(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  for (let i = 0; i < given.length; i++) difference |= given.charCodeAt(i) ^ expected.charCodeAt(i);
  return difference === 0;
}
