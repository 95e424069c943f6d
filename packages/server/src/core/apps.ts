import { type App, KoineError } from '@koine/contract';
import type { Actor } from './actor.ts';
import { assertApp, assertOperator } from './authority.ts';
import type { Grant } from './grants.ts';
import { assertId, foldUuid, isPathStep } from './ids.ts';
import type { AppStore, UsedApiKey, UserStore } from './ports/stores.ts';
import { Uses } from './uses.ts';
import type { CoreWorld } from './world.ts';

/** Who a user token is for, and to which rooms (ids) it is limited. */
export interface TokenUser {
  readonly appId: string;
  readonly userId: string;
  readonly userName: string | null;
  readonly rooms: readonly string[] | null;
}

/** The claims of a user token. */
export interface UserClaims extends TokenUser {
  /** ms since epoch. */
  readonly expiresAt: number;
  /** How often all of the user's tokens had been ended when it was made; 0 in those of 0.1.0, which did not have it. */
  readonly generation: number;
  /** How often the app's secret had been replaced. As `generation`. */
  readonly secretGeneration: number;
}

/** A user token that holds. */
export interface HeldToken extends TokenUser {
  readonly grant: Grant;
}

/** Signs and checks user tokens (JWT, HS256). */
export interface UserTokens {
  sign(claims: UserClaims, secret: string): Promise<string>;
  /** The app that an unchecked token claims to be of; `null`: not a token. */
  appOf(token: string): string | null;
  /** `null`: bad signature, expired, or not what `sign` makes. */
  verify(token: string, secret: string, now: number): Promise<UserClaims | null>;
}

export interface AppsDeps extends Pick<CoreWorld, 'bus' | 'clock' | 'ids' | 'secrets' | 'onError'> {
  readonly store: AppStore;
  readonly users: Pick<UserStore, 'generation'>;
  readonly userTokens: UserTokens;
}

/** A key that holds now. */
export interface KnownKey {
  readonly app: App;
  /** Its hash, by which it is known everywhere but to its holder. */
  readonly hash: string;
  /** ms since epoch; `null`: no end in sight. */
  readonly expiresAt: number | null;
}

/**
 * Tenants, their API keys and their users' tokens. What concerns one app is for that app and the operator, the rest for the
 * operator alone; others get `forbidden`.
 */
export class Apps {
  readonly #deps: AppsDeps;
  // Keys come with every call and every connection. Forgotten as soon as a key of the app changes.
  readonly #known = new Map<string, { readonly key: KnownKey; readonly until: number }>();
  readonly #uses: Uses;
  #keyChanges = 0;

  constructor(deps: AppsDeps) {
    this.#deps = deps;
    const { store, clock, onError } = deps;
    this.#uses = new Uses({ store: (uses) => store.recordKeyUses(uses), clock, onError });
    deps.bus.subscribe((event) => {
      if (event.type !== 'appKeysChanged') return;
      this.#keyChanges += 1;
      this.#known.clear();
    });
  }

  /** Rises with every change of any app's keys: anyone who has read a key before may see whether to read it again. */
  get keyChanges(): number {
    return this.#keyChanges;
  }

  /** Makes an app (`conflict` if the id is taken) and its first key, which is shown once. */
  async create(
    actor: Actor,
    name: string,
    id: string | null = null,
    key: string | null = null,
  ): Promise<{ readonly app: App; readonly key: string }> {
    assertOperator(actor, 'operator');
    const app = await this.#create(id ?? this.#deps.ids.uuid(), name);
    return { app, key: await this.#addKey(app.id, key, null) };
  }

  /** The actor's app, made without a key if it is missing. For the built-in one, which must be there at start. */
  async ensure(actor: Actor, name: string): Promise<App> {
    const known = await this.find(actor);
    if (known !== null) return known;
    assertOperator(actor, 'operator');
    return this.#create(actor.appId, name);
  }

  #create(id: string, name: string): Promise<App> {
    const { store, secrets, clock } = this.#deps;
    return store.create({ id, name, createdAt: clock.now(), tokenSecret: secrets.token() });
  }

  /** A new key of the actor's app; the others end after `graceMs`. */
  async rotateKey(actor: Actor, graceMs: number): Promise<string> {
    assertApp(actor);
    return this.#addKey(actor.appId, null, this.#deps.clock.now() + graceMs);
  }

  /** An app's keys, those that have ended too; newest first. Rejects with `appNotFound`. */
  async keys(actor: Actor, appId: string): Promise<readonly UsedApiKey[]> {
    assertOperator(actor, 'read');
    if ((await this.#deps.store.find(appId)) === null) throw new KoineError('appNotFound');
    await this.#uses.flush();
    return this.#deps.store.keys(appId);
  }

  /**
   * Ends a key now, for calls and for anyone who is connected by it. `fingerprint`: how its hash begins. Rejects with
   * `appNotFound`, or `keyNotFound` where the app has no such key that still holds.
   */
  async revokeKey(actor: Actor, appId: string, fingerprint: string): Promise<UsedApiKey> {
    assertOperator(actor, 'operator');
    const now = this.#deps.clock.now();
    const key = (await this.keys(actor, appId)).find(
      ({ hash, expiresAt }) =>
        hash.startsWith(fingerprint) && (expiresAt === null || expiresAt > now),
    );
    if (key === undefined) throw new KoineError('keyNotFound', { field: 'key' });
    await this.#deps.store.putKey({ ...key, expiresAt: now }, null);
    const ended = { keys: 'only', hash: key.hash } as const;
    this.#deps.bus.publish({ type: 'appKeysChanged', appId, ended });
    return { ...key, expiresAt: now };
  }

  /** A further key beside the others. */
  async addKey(actor: Actor, appId: string): Promise<string> {
    assertOperator(actor, 'operator');
    return this.#addKey(appId, null, null);
  }

  /** The actor's app. */
  async find(actor: Actor): Promise<App | null> {
    assertApp(actor);
    const found = await this.#deps.store.find(actor.appId);
    if (found === null) return null;
    return { id: found.id, name: found.name, createdAt: found.createdAt };
  }

  /** Rejects with `appNotFound`. */
  async rename(actor: Actor, name: string): Promise<App> {
    assertApp(actor);
    const app = await this.#deps.store.update(actor.appId, { name });
    this.#known.clear();
    return app;
  }

  /** The key, if it holds. It counts as used. */
  async findKey(key: string): Promise<KnownKey | null> {
    const hash = this.#deps.secrets.hashToken(key);
    const found = await this.findKeyByHash(hash);
    if (found !== null) this.#uses.record(hash);
    return found;
  }

  /** `null`: no such key, or it has ended. */
  async findKeyByHash(hash: string): Promise<KnownKey | null> {
    const now = this.#deps.clock.now();
    const known = this.#known.get(hash);
    if (known !== undefined && known.until > now) return known.key;
    const changes = this.#keyChanges;
    const found = await this.#deps.store.findByKey(hash, now);
    this.#known.delete(hash);
    if (found === null) return null;
    const { app, expiresAt } = found;
    const key = { app, hash, expiresAt };
    // One that changed while it was read is read again by the next caller.
    if (changes !== this.#keyChanges) return key;
    if (this.#known.size >= KNOWN_MAX) this.#known.clear();
    this.#known.set(hash, { key, until: Math.min(now + KNOWN_MS, expiresAt ?? Infinity) });
    return key;
  }

  /** Stores what is known of keys' uses. At the end, while storage still takes writes; otherwise it happens by itself. */
  close(): Promise<void> {
    return this.#uses.close();
  }

  /** A token for one user of the actor's app that a browser may hold. `appNotFound`. */
  async issueUserToken(
    actor: Actor,
    user: Omit<TokenUser, 'appId'>,
    expiresAt: number,
  ): Promise<string> {
    assertApp(actor);
    assertId(user.userId, 'user_id');
    const { appId } = actor;
    const { store, users, userTokens } = this.#deps;
    const app = await store.find(appId);
    if (app === null) throw new KoineError('appNotFound');
    const generation = await users.generation(appId, user.userId);
    const { secretGeneration, tokenSecret } = app;
    const rooms = user.rooms?.map(foldUuid) ?? null;
    const claims = { ...user, appId, rooms, expiresAt, generation, secretGeneration };
    return userTokens.sign(claims, tokenSecret);
  }

  /** `null`: not a valid token of any app, of a user as they are now. `asOf`: `Grants.changes` before the call. */
  async verifyUserToken(token: string, asOf: number): Promise<HeldToken | null> {
    const { store, users, userTokens, clock } = this.#deps;
    const appId = userTokens.appOf(token);
    if (appId === null) return null;
    const app = await store.find(appId);
    if (app === null) return null;
    const claims = await userTokens.verify(token, app.tokenSecret, clock.now());
    if (claims === null || isPathStep(claims.userId)) return null;
    if (claims.secretGeneration !== app.secretGeneration) return null;
    const { generation, secretGeneration, expiresAt, ...user } = claims;
    if ((await users.generation(appId, user.userId)) !== generation) return null;
    const grant: Grant = { kind: 'userToken', generation, secretGeneration, expiresAt, asOf };
    return { ...user, rooms: user.rooms?.map(foldUuid) ?? null, grant };
  }

  /** How often the app's secret was replaced; `undefined`: there is no such app. */
  async secretGenerationOf(appId: string): Promise<number | undefined> {
    return (await this.#deps.store.find(appId))?.secretGeneration;
  }

  /** Another secret for the app's user tokens: all there are end, and their live connections. Rejects with `appNotFound`. */
  async replaceTokenSecret(actor: Actor, appId: string): Promise<void> {
    assertOperator(actor, 'operator');
    await this.#deps.store.replaceTokenSecret(appId, this.#deps.secrets.token());
    this.#deps.bus.publish({ type: 'appKeysChanged', appId, ended: 'userTokens' });
  }

  async #addKey(appId: string, key: string | null, expireOthersAt: number | null): Promise<string> {
    const made = key ?? `sk_live_${this.#deps.secrets.token()}`;
    const hash = this.#deps.secrets.hashToken(made);
    const createdAt = this.#deps.clock.now();
    const prefix = made.slice(0, PREFIX_CHARS);
    const stored = { hash, appId, createdAt, expiresAt: null, prefix };
    await this.#deps.store.putKey(stored, expireOthersAt);
    const haveOthersEnded = expireOthersAt !== null && expireOthersAt <= createdAt;
    const ended = haveOthersEnded ? ({ keys: 'except', hash } as const) : null;
    this.#deps.bus.publish({ type: 'appKeysChanged', appId, ended });
    return made;
  }
}

const KNOWN_MS = 5000;
const KNOWN_MAX = 10_000;
/** `sk_live_` and four of the 43 characters after it: enough to recognize a key, too little to guess the rest. */
const PREFIX_CHARS = 12;
