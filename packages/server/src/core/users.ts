import {
  DEFAULT_APP_ID,
  type GlobalRole,
  type JsonObject,
  KoineError,
  type Sender,
  type User,
} from '@koine/contract';
import type { Access } from './access.ts';
import type { Actor } from './actor.ts';
import { assertApp, assertOperator, assertSelf } from './authority.ts';
import { assertId } from './ids.ts';
import type { NameGuard } from './name-guard.ts';
import { checkPassword, noPassword } from './passwords.ts';
import {
  type CountedList,
  type ListQuery,
  type NamedBy,
  type NewUser,
  pageAfter,
  type TokenStore,
  type UserPatch,
  type UserStore,
} from './ports/stores.ts';
import type { Holder, SignIns } from './sign-ins.ts';
import { assertMetaFits, parseName } from './text.ts';
import { newUser, withoutHash } from './user-fields.ts';
import type { CoreWorld } from './world.ts';

export interface UsersDeps
  extends Pick<CoreWorld, 'budgets' | 'bus' | 'clock' | 'ids' | 'limits' | 'secrets'> {
  readonly store: UserStore;
  readonly tokens: Pick<TokenStore, 'removeAllOf'>;
  readonly signIns: SignIns;
  readonly access: Pick<Access, 'assertNotBanned'>;
  readonly names: NameGuard;
}

interface NewAccount {
  readonly username: string;
  readonly password: string;
  /** `null`: the username. */
  readonly displayName: string | null;
  readonly roles: readonly GlobalRole[];
}

export interface SignedIn {
  readonly user: User;
  /** Shown once: storage keeps an account's as a hash, a guest's not at all. */
  readonly token: string;
}

const USERNAME = /^[A-Za-z0-9_.-]{4,32}$/;
const USERNAME_RULE = 'A username is 4 to 32 of the characters A-Z a-z 0-9 _ . -';

/** Accounts, sign-in and the profiles of users. */
export class Users {
  readonly #deps: UsersDeps;
  readonly #globalRoles = new Map<string, readonly GlobalRole[]>();

  constructor(deps: UsersDeps) {
    this.#deps = deps;
    deps.bus.subscribe((event) => {
      if (event.type === 'userUpdated') this.#recordRoles(event.user);
      if (event.type === 'userDeleted') this.#globalRoles.delete(`${event.appId} ${event.userId}`);
    });
  }

  /** Reads who has global roles; they are few. Once, at start. */
  async load(): Promise<void> {
    const query = { ...pageAfter(null, 10_000), nameContains: null, hasRoles: true };
    const { items } = await this.#deps.store.list(DEFAULT_APP_ID, query);
    for (const user of items) this.#recordRoles(user);
  }

  /** Without a read, for encoding. */
  globalRolesOf(appId: string, userId: string): readonly GlobalRole[] {
    return this.#globalRoles.get(`${appId} ${userId}`) ?? [];
  }

  /** Rejects with `invalidInput` (`Invalid username`, `Invalid password`) or `usernameTaken`. */
  async register(username: string, password: string): Promise<SignedIn> {
    if (USERNAME.test(username)) await this.#deps.names.assertOwnable(username, 'username', null);
    const account = { username, password, displayName: null, roles: [] };
    const user = await this.#createAccount(account, 'self');
    return { user, token: await this.#deps.signIns.issue(user) };
  }

  /** The operator's way to register somebody: also under a reserved name or one that looks like another's, and with roles. Rejects as `register`. */
  async createAccount(actor: Actor, account: NewAccount): Promise<User> {
    assertOperator(actor, 'operator');
    return this.#createAccount(account, 'others');
  }

  async #createAccount(account: NewAccount, namedBy: NamedBy): Promise<User> {
    const { username, password, roles } = account;
    if (!USERNAME.test(username)) {
      const details = { field: 'username', rule: USERNAME_RULE };
      throw new KoineError('invalidInput', details, 'Invalid username');
    }
    checkPassword(password);
    const { nameCharsMax } = this.#deps.limits;
    const displayName = parseName(account.displayName ?? username, 'name', nameCharsMax);
    this.#deps.names.assertNoVisitors(username, 'username');
    this.#deps.names.assertNoVisitors(displayName, 'name');
    // Before the hash, which is slow on purpose; storage's unique constraint has the last word.
    if ((await this.#deps.store.find(DEFAULT_APP_ID, { username })) !== null)
      throw new KoineError('usernameTaken');
    const passwordHash = await this.#deps.secrets.hashPassword(password);
    const draft = newUser(this.#deps.ids.uid(), 'registered', displayName, this.#deps.clock.now());
    const user = await this.#create({ ...draft, username, passwordHash, roles }, 'fail', namedBy);
    if (roles.length > 0) this.#deps.bus.publish({ type: 'userUpdated', user });
    return user;
  }

  /** Rejects with `unauthorized`, whichever of the two is wrong, after the same work. */
  async login(username: string, password: string): Promise<SignedIn> {
    const found = await this.#deps.store.find(DEFAULT_APP_ID, { username });
    const hash = found?.passwordHash ?? (await this.#decoyHash());
    const isRight = await this.#deps.secrets.verifyPassword(hash, password);
    if (found === null || found.passwordHash === null || !isRight)
      throw new KoineError('unauthorized');
    const user = withoutHash(found);
    return { user, token: await this.#deps.signIns.issue(user) };
  }

  /**
   * The guest of a group of addresses: the same user each time. `isKept`: stored if they are not yet; otherwise nothing is written,
   * and they are stored when something of them has to be (a name).
   */
  async loginGuest(addressGroup: string, isKept: boolean): Promise<SignedIn> {
    const { secrets, signIns } = this.#deps;
    const id = `g${secrets.hmac(`guest ${addressGroup}`).slice(0, 11)}`;
    const user = isKept
      ? await this.#create(signIns.newGuest(id), 'keep')
      : await signIns.guest(id);
    return { user, token: await signIns.issueToGuest(id) };
  }

  /** `null`: no such token, or it has ended. `asOf`: `Grants.changes` before the call. */
  findByToken(token: string, asOf: number): Promise<Holder | null> {
    return this.#deps.signIns.find(token, asOf);
  }

  /** A user of the actor's app, by the app. With `keep`, an existing one is the answer; else `conflict`. */
  async create(
    actor: Actor,
    user: {
      readonly id: string;
      readonly displayName: string;
      readonly avatarUrl: string | null;
      readonly meta: JsonObject;
    },
    ifExists: 'keep' | 'fail',
  ): Promise<User> {
    assertApp(actor);
    assertId(user.id, 'user_id');
    assertMetaFits(user.meta, this.#deps.limits);
    const displayName = parseName(user.displayName, 'name', this.#deps.limits.nameCharsMax);
    const draft = newUser(user.id, 'external', displayName, this.#deps.clock.now());
    return this.#create(
      { ...draft, appId: actor.appId, avatarUrl: user.avatarUrl, meta: user.meta },
      ifExists,
    );
  }

  /**
   * A user of the actor's app, who need not be stored (`null`). Those of the built-in one see each other; those of another app only
   * themselves. Rejects with `forbidden`.
   */
  async find(actor: Actor, userId: string): Promise<User | null> {
    if (actor.appId !== DEFAULT_APP_ID) assertSelf(actor, userId);
    const found = await this.#deps.store.find(actor.appId, { id: userId });
    return found === null ? null : withoutHash(found);
  }

  /** As `find`. Rejects with `userNotFound` too. */
  async get(actor: Actor, userId: string): Promise<User> {
    const found = await this.find(actor, userId);
    if (found === null) throw new KoineError('userNotFound');
    return found;
  }

  /** The account of a username, compared without case; `null`: none. */
  async findByUsername(actor: Actor, username: string): Promise<User | null> {
    if (actor.appId !== DEFAULT_APP_ID) assertOperator(actor, 'read');
    const found = await this.#deps.store.find(DEFAULT_APP_ID, { username });
    if (found === null) return null;
    return withoutHash(found);
  }

  /** Of the actor's app; for its users as `get`. */
  async list(
    actor: Actor,
    query: ListQuery & { readonly nameContains: string | null },
  ): Promise<CountedList<User>> {
    if (actor.appId !== DEFAULT_APP_ID) assertApp(actor);
    return this.#deps.store.list(actor.appId, { ...query, hasRoles: false });
  }

  /**
   * Own account, app or root; roles only root or the operator. Announces `userUpdated`. Rejects with `rateLimited`, `invalidInput` or
   * `usernameTaken` when somebody would call themselves by a reserved name or another's username.
   */
  async update(actor: Actor, userId: string, patch: UserPatch): Promise<User> {
    const isAbove = actor.power !== 'user' || actor.roles.includes('root');
    if (!isAbove && actor.user.id !== userId) throw new KoineError('forbidden');
    if (patch.roles !== undefined && !(actor.power === 'operator' || actor.roles.includes('root')))
      throw new KoineError('forbidden');
    if (patch.meta !== undefined) assertMetaFits(patch.meta, this.#deps.limits);
    const name =
      patch.displayName === undefined
        ? undefined
        : parseName(patch.displayName, 'display_name', this.#deps.limits.nameCharsMax);
    const isNewProfile = name !== undefined || patch.avatarUrl !== undefined;
    if (isNewProfile && !isAbove) await this.#deps.access.assertNotBanned(actor);
    const uncount = name === undefined || isAbove ? null : this.#countRename(actor);
    try {
      if (name !== undefined && actor.appId === DEFAULT_APP_ID)
        await this.#checkName(actor, userId, name, isAbove);
      // A guest is stored once there is something to keep.
      if (actor.user.kind === 'guest' && actor.user.id === userId)
        await this.#create(this.#deps.signIns.newGuest(userId), 'keep');
      const checked = { ...patch, ...(name !== undefined && { displayName: name }) };
      const at = this.#deps.clock.now();
      const namedBy = isAbove ? 'others' : 'self';
      const user = await this.#deps.store.update(actor.appId, userId, checked, at, namedBy);
      if (name !== undefined) this.#deps.names.taken(user);
      this.#deps.bus.publish({ type: 'userUpdated', user });
      return user;
    } catch (error) {
      uncount?.();
      throw error;
    }
  }

  /** Every rename is announced in many rooms. Throws `rateLimited`; returns how to take it back where nothing came of it. */
  #countRename(actor: Actor): () => void {
    const { budgets } = this.#deps;
    const rejection = budgets.check('rename', actor);
    if (rejection !== null) throw rejection;
    const at = budgets.record('rename', actor);
    return () => budgets.refund('rename', actor, at);
  }

  /**
   * The app or the operator. Tokens, connections and memberships end, conversations of two stay for the other to read, messages
   * stay. A later user of the same id is another. Rejects with `userNotFound` when nothing is known of them.
   */
  async remove(actor: Actor, userId: string): Promise<void> {
    assertApp(actor);
    const { appId } = actor;
    const removed = await this.#deps.store.remove(appId, userId, this.#deps.clock.now());
    if (removed === null) throw new KoineError('userNotFound');
    const { bus } = this.#deps;
    bus.publish({ type: 'userDeleted', appId, userId });
    for (const { roomId, memberCount } of removed.memberships)
      bus.publish({
        type: 'memberChanged',
        roomId,
        user: { appId, id: userId },
        userName: userId,
        role: null,
        memberCount,
      });
    for (const room of removed.rooms) bus.publish({ type: 'roomUpdated', roomId: room.id, room });
  }

  /**
   * A new password for an account, by the operator: its sign-ins end, and their live connections. Returns how many there
   * were. Rejects with `userNotFound`, or `invalidInput` (`Invalid password`, or a user who signs in with none).
   */
  async setPassword(actor: Actor, userId: string, password: string): Promise<number> {
    if (actor.power !== 'operator') throw new KoineError('forbidden');
    checkPassword(password);
    const { appId } = actor;
    await this.get(actor, userId);
    const passwordHash = await this.#deps.secrets.hashPassword(password);
    const change = { passwordHash, ifHash: null, keptToken: null, at: this.#deps.clock.now() };
    const ended = await this.#deps.store.setPassword(appId, userId, change);
    if (ended === null) throw noPassword();
    this.#deps.bus.publish({ type: 'userSignedOut', appId, userId, signIns: { which: 'all' } });
    return ended;
  }

  /**
   * Another password for an account by its owner, who knows the old one. All sign-ins end but the one that asks (`keptToken`:
   * its hash). Rejects with `unauthorized` (not the old password), or `invalidInput`.
   */
  async changePassword(
    { appId, user: { id: userId } }: Actor,
    keptToken: string,
    old: string,
    password: string,
  ): Promise<void> {
    const { secrets, store, clock, bus } = this.#deps;
    const ifHash = (await store.find(appId, { id: userId }))?.passwordHash ?? null;
    if (ifHash === null) throw noPassword();
    if (!(await secrets.verifyPassword(ifHash, old))) throw new KoineError('unauthorized');
    checkPassword(password);
    const passwordHash = await secrets.hashPassword(password);
    const change = { passwordHash, ifHash, keptToken, at: clock.now() };
    // Somebody has changed it while this was under way: then the old one is no longer the old one.
    if ((await store.setPassword(appId, userId, change)) === null)
      throw new KoineError('unauthorized');
    const signIns = { which: 'except', hash: keptToken } as const;
    bus.publish({ type: 'userSignedOut', appId, userId, signIns });
  }

  /**
   * The app or the operator, of all its sign-ins and tokens: they end, and their live connections. Returns how many were
   * stored. Rejects with `userNotFound`; an app's users and guests need not be stored.
   */
  async signOut(actor: Actor, userId: string): Promise<number> {
    assertApp(actor);
    const { appId } = actor;
    const { signIns, tokens, bus } = this.#deps;
    if (appId === DEFAULT_APP_ID && !signIns.isGuestId(userId)) await this.get(actor, userId);
    const ended = await tokens.removeAllOf(appId, userId);
    bus.publish({ type: 'userSignedOut', appId, userId, signIns: { which: 'all' } });
    return ended;
  }

  /** An app's users have no usernames, and their names are the app's business. */
  async #checkName({ user }: Actor, userId: string, name: string, isAbove: boolean): Promise<void> {
    const { names } = this.#deps;
    if (isAbove) names.assertNoVisitors(name, 'display_name');
    else if (name !== user.name) await names.assertOwnable(name, 'display_name', userId);
  }

  async #create(user: NewUser, ifExists: 'keep' | 'fail', namedBy?: NamedBy): Promise<User> {
    const stored = await this.#deps.store.create(user, ifExists, namedBy);
    this.#deps.names.taken(stored);
    return stored;
  }

  #decoy: Promise<string> | null = null;
  #decoyHash(): Promise<string> {
    this.#decoy ??= this.#deps.secrets.hashPassword(this.#deps.secrets.token());
    return this.#decoy;
  }

  #recordRoles(user: User): void {
    const key = `${user.appId} ${user.id}`;
    if (user.roles.length > 0) this.#globalRoles.set(key, user.roles);
    else this.#globalRoles.delete(key);
  }
}

/** A user's profile beside a message. */
export function senderOf(user: User): Sender {
  const { id, appId, displayName: name, avatarUrl, kind } = user;
  return { id, appId, name, avatarUrl, kind };
}
