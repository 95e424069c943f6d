import { type App, KoineError } from '@koine/contract';
import type { AppStore } from './ports/stores.ts';
import type { Clock, Ids, Secrets } from './ports/world.ts';

/** What a user token says: who, of which app, and to which rooms (ids) it is limited. */
export interface UserClaims {
  readonly appId: string;
  readonly userId: string;
  readonly userName: string | null;
  readonly rooms: readonly string[] | null;
  /** ms since epoch. */
  readonly expiresAt: number;
}

/** Signs and checks user tokens (JWT, HS256). */
export interface UserTokens {
  sign(claims: UserClaims, secret: string): Promise<string>;
  /** The app that an unchecked token claims to be of; `null`: not a token. */
  appOf(token: string): string | null;
  /** `null`: bad signature, expired, or not what `sign` makes. */
  verify(token: string, secret: string, now: number): Promise<UserClaims | null>;
}

export interface AppsDeps {
  readonly store: AppStore;
  readonly secrets: Secrets;
  readonly userTokens: UserTokens;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Tenants, their API keys and their users' tokens. */
export class Apps {
  readonly #deps: AppsDeps;
  // Keys come with every call and every connection. A key that ends does so within this time on every node.
  readonly #known = new Map<string, { readonly app: App; readonly until: number }>();

  constructor(deps: AppsDeps) {
    this.#deps = deps;
  }

  /** Makes an app (`conflict` if the id is taken) and its first key, which is shown once. */
  async create(
    name: string,
    id: string | null = null,
    key: string | null = null,
  ): Promise<{ readonly app: App; readonly key: string }> {
    const { store, ids, clock } = this.#deps;
    const app = await store.create({
      id: id ?? ids.uuid(),
      name,
      createdAt: clock.now(),
      tokenSecret: this.#deps.secrets.token(),
    });
    return { app, key: await this.#addKey(app.id, key, null) };
  }

  /** The app with that id, made without a key if it is missing. For the built-in one, which must be there at start. */
  async ensure(id: string, name: string): Promise<App> {
    const { store, secrets, clock } = this.#deps;
    const known = await this.find(id);
    if (known !== null) return known;
    return store.create({ id, name, createdAt: clock.now(), tokenSecret: secrets.token() });
  }

  /** A new key; the app's others end after `graceMs`. */
  async rotateKey(appId: string, graceMs: number): Promise<string> {
    const key = await this.#addKey(appId, null, this.#deps.clock.now() + graceMs);
    this.#known.clear();
    return key;
  }

  /** A further key beside the others. */
  addKey(appId: string): Promise<string> {
    return this.#addKey(appId, null, null);
  }

  async find(appId: string): Promise<App | null> {
    const found = await this.#deps.store.find(appId);
    if (found === null) return null;
    return { id: found.id, name: found.name, createdAt: found.createdAt };
  }

  /** Rejects with `appNotFound`. */
  async rename(appId: string, name: string): Promise<App> {
    const app = await this.#deps.store.update(appId, { name });
    this.#known.clear();
    return app;
  }

  /** The app whose key this is; `null`: none. */
  async authenticate(key: string): Promise<App | null> {
    const now = this.#deps.clock.now();
    const hash = this.#deps.secrets.hashToken(key);
    const known = this.#known.get(hash);
    if (known !== undefined && known.until > now) return known.app;
    const app = await this.#deps.store.findByKey(hash, now);
    this.#known.delete(hash);
    if (app === null) return null;
    if (this.#known.size >= KNOWN_MAX) this.#known.clear();
    this.#known.set(hash, { app, until: now + KNOWN_MS });
    return app;
  }

  /** A token for one user that a browser may hold. `appNotFound`. */
  async issueUserToken(claims: UserClaims): Promise<string> {
    const app = await this.#deps.store.find(claims.appId);
    if (app === null) throw new KoineError('appNotFound');
    return this.#deps.userTokens.sign(claims, app.tokenSecret);
  }

  /** `null`: not a valid token of any app. */
  async verifyUserToken(token: string): Promise<UserClaims | null> {
    const appId = this.#deps.userTokens.appOf(token);
    if (appId === null) return null;
    const app = await this.#deps.store.find(appId);
    if (app === null) return null;
    return this.#deps.userTokens.verify(token, app.tokenSecret, this.#deps.clock.now());
  }

  async #addKey(appId: string, key: string | null, expireOthersAt: number | null): Promise<string> {
    const made = key ?? `sk_live_${this.#deps.secrets.token()}`;
    const hash = this.#deps.secrets.hashToken(made);
    await this.#deps.store.putKey(
      { hash, appId, createdAt: this.#deps.clock.now(), expiresAt: null },
      expireOthersAt,
    );
    return made;
  }
}

const KNOWN_MS = 5000;
const KNOWN_MAX = 10_000;
