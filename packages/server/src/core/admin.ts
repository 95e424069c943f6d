import {
  type App,
  DEFAULT_APP_ID,
  type GlobalRole,
  KoineError,
  type Limits,
  type Room,
  type Sanction,
  type SanctionKind,
  type User,
  type UserRef,
} from '@koine/contract';
import { type Actor, systemActor } from './actor.ts';
import type { Apps } from './apps.ts';
import type { AuthorMessages, Deleted, Selection } from './author-messages.ts';
import { assertOperator, operatorIn } from './authority.ts';
import { findRoom } from './find-room.ts';
import { assertId, parseUserId } from './ids.ts';
import type { Moderation } from './moderation.ts';
import type { Stores } from './ports/stores.ts';
import type { Secrets } from './ports/world.ts';
import { type Rooms, roomDraft } from './rooms.ts';
import { targetOf, userUnder } from './sanctions.ts';
import { parseName } from './text.ts';
import type { Users } from './users.ts';
import { isVisitorId } from './visitor-id.ts';

export interface AdminDeps {
  readonly stores: Pick<Stores, 'apps' | 'rooms' | 'users'>;
  readonly apps: Apps;
  readonly users: Users;
  readonly rooms: Rooms;
  readonly moderation: Moderation;
  readonly authorMessages: AuthorMessages;
  readonly secrets: Pick<Secrets, 'token'>;
  readonly limits: Limits;
}

/** Where a sanction holds: in one room, by id or uid, or in a whole app. */
export type SanctionScope = { readonly room: string } | { readonly appId: string };

/**
 * Whom it is on: a user, by id or username, or an address or range in its one spelling. `appId`: whose user; `null`:
 * the scope's app's where it has one, else, in a bridged room, the built-in app's where that has one or the id is a visitor's.
 */
export type SanctionTarget =
  | { readonly user: string; readonly appId: string | null }
  | { readonly ip: string };

export interface MadeAccount {
  readonly user: User;
  /** The password, when it was generated here; shown once. */
  readonly password: string | null;
}

const APP_ID = /^[A-Za-z0-9_.-]{1,64}$/;
const UID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * The operator's commands: in no app's name and above all roles, for those who may do the operator's work (`OperatorLevel`); others
 * get `forbidden`.
 */
export class Admin {
  readonly #deps: AdminDeps;

  constructor(deps: AdminDeps) {
    this.#deps = deps;
  }

  /** A room of whatever app, by id or uid. Rejects with `roomNotFound`. */
  async findRoom(actor: Actor, idOrUid: string): Promise<Room> {
    assertOperator(actor, 'read');
    return findRoom(this.#deps.stores.rooms, idOrUid);
  }

  /** An app and its first key, which is shown once. Rejects with `invalidInput` or `conflict`. */
  async createApp(
    actor: Actor,
    name: string,
    id: string | null,
  ): Promise<{ readonly app: App; readonly key: string }> {
    assertOperator(actor, 'operator');
    const checked = parseName(name, 'name', this.#deps.limits.nameCharsMax);
    if (id !== null) {
      checkPattern(APP_ID, id, 'id');
      assertId(id, 'id');
    }
    // It is there without being stored.
    if (id === DEFAULT_APP_ID) throw new KoineError('conflict', { field: 'id' });
    return this.#deps.apps.create(actor, checked, id);
  }

  /** A new key; the app's others end after `graceMs` (`null`: the limit's default). Rejects with `appNotFound`. */
  async rotateKey(
    actor: Actor,
    appId: string,
    graceMs: number | null,
  ): Promise<{ readonly key: string; readonly graceMs: number }> {
    const grace = graceMs ?? this.#deps.limits.keyRotationGraceMs;
    const app = operatorIn(appId, actor, 'operator');
    return { key: await this.#deps.apps.rotateKey(app, grace), graceMs: grace };
  }

  /** A user of an app. Rejects with `appNotFound`, `invalidInput` or `conflict`. */
  async createUser(
    actor: Actor,
    appId: string,
    id: string,
    displayName: string | null,
  ): Promise<User> {
    const app = operatorIn(appId, actor, 'operator');
    await this.#requireApp(appId);
    parseUserId(id, 'id');
    const draft = { id, displayName: displayName ?? id, avatarUrl: null, meta: {} };
    return this.#deps.users.create(app, draft, 'fail');
  }

  /** A registered user of the community protocol, with roles if wanted. Rejects with `invalidInput` or `usernameTaken`. */
  async createAccount(
    actor: Actor,
    account: {
      readonly username: string;
      /** `null`: one is generated. */
      readonly password: string | null;
      readonly displayName: string | null;
      readonly roles: readonly GlobalRole[];
    },
  ): Promise<MadeAccount> {
    const { username, displayName } = account;
    const { password, madeUp } = this.#passwordOf(account.password);
    const roles = [...new Set(account.roles)];
    const draft = { username, password, displayName, roles };
    const user = await this.#deps.users.createAccount(actor, draft);
    return { user, password: madeUp };
  }

  /** A user of the built-in app, by id or username. Rejects with `userNotFound`. */
  async findAccount(actor: Actor, idOrUsername: string): Promise<User> {
    const { users, stores } = this.#deps;
    const as = operatorIn(DEFAULT_APP_ID, actor, 'read');
    const named = await stores.users.find(DEFAULT_APP_ID, { id: idOrUsername });
    if (named !== null) return users.get(as, named.id);
    const user = await users.findByUsername(as, idOrUsername);
    if (user === null) throw new KoineError('userNotFound');
    return user;
  }

  /**
   * Another password for an account, by id or username; its sign-ins end. `password` `null`: one is generated. Rejects with
   * `userNotFound` or `invalidInput`.
   */
  async setPassword(
    actor: Actor,
    idOrUsername: string,
    password: string | null,
  ): Promise<MadeAccount & { readonly ended: number }> {
    const as = operatorIn(DEFAULT_APP_ID, actor, 'operator');
    const user = await this.findAccount(actor, idOrUsername);
    const chosen = this.#passwordOf(password);
    const ended = await this.#deps.users.setPassword(as, user.id, chosen.password);
    return { user, password: chosen.madeUp, ended };
  }

  #passwordOf(given: string | null): { readonly password: string; readonly madeUp: string | null } {
    const madeUp = given === null ? this.#deps.secrets.token().slice(0, 20) : null;
    return { password: given ?? madeUp ?? '', madeUp };
  }

  /** Rejects with `appNotFound`, `invalidInput` or `conflict` (the uid is taken). */
  async createRoom(
    actor: Actor,
    appId: string,
    room: {
      readonly name: string;
      readonly uid: string | null;
      readonly description: string;
      readonly kind: 'public' | 'private';
      readonly bridged: boolean;
    },
  ): Promise<Room> {
    const as = operatorIn(appId, actor, 'operator');
    await this.#requireApp(appId);
    if (room.uid !== null) checkPattern(UID, room.uid, 'uid');
    if (room.bridged && room.kind !== 'public') {
      const text = 'Only a public room can be bridged';
      throw new KoineError('invalidInput', { field: 'bridged' }, text);
    }
    const { uid, name, description, kind, bridged } = room;
    const draft = roomDraft(name, { uid, description, kind, bridged });
    return this.#deps.rooms.create(as, draft);
  }

  /**
   * Bans or mutes, and deletes what the user wrote there if wanted: not older than `ageMs`, or (`null`) everything. Rejects
   * with `roomNotFound`, `appNotFound`, or `forbidden` (a room's owner, or root). A user need not be stored: those of an
   * app's own making never are (`isStored` false).
   */
  async sanction(
    actor: Actor,
    kind: SanctionKind,
    scope: SanctionScope,
    target: SanctionTarget,
    durationMs: number | null,
    reason: string,
    deletion: { readonly ageMs: number | null } | null = null,
  ): Promise<{
    readonly sanction: Sanction;
    readonly isStored: boolean;
    readonly deleted: number | null;
  }> {
    assertOperator(actor, 'moderator');
    if (deletion !== null && 'ip' in target) {
      const text = 'Messages are known by their author, not by an address';
      throw new KoineError('invalidInput', { field: 'deleteAgeMs' }, text);
    }
    const { as, roomId, isBridged } = await this.#resolve(scope);
    const { text, isStored } = await this.#targetOf(as.appId, isBridged, target);
    const draft = { kind, target: text, durationMs, reason };
    const { moderation } = this.#deps;
    const sanction = await (roomId === null
      ? moderation.sanctionInApp(as, draft)
      : moderation.sanction(as, roomId, draft));
    const author = userUnder(sanction);
    if (deletion === null || author === null) return { sanction, isStored, deleted: null };
    // Banned first, so that nothing comes behind.
    const selection = { roomId, ageMs: deletion.ageMs, ids: null };
    const { deleted } = await this.#deps.authorMessages.delete(as, author, selection);
    return { sanction, isStored, deleted };
  }

  /**
   * A user as the author of messages, of the built-in app by id or username. They need not be stored: an app's users, and
   * visitors, never are.
   */
  async findAuthor(actor: Actor, appId: string, idOrUsername: string): Promise<UserRef> {
    assertOperator(actor, 'read');
    const found = await this.#findUser(appId, idOrUsername);
    return { appId, id: found?.id ?? idOrUsername };
  }

  /** In a room, or (`null`) in all of them. */
  async deleteMessagesOf(
    actor: Actor,
    author: UserRef,
    room: Room | null,
    selection: Omit<Selection, 'roomId'>,
  ): Promise<Deleted> {
    const as = operatorIn(room?.appId ?? author.appId, actor, 'moderator');
    const roomId = room?.id ?? null;
    return this.#deps.authorMessages.delete(as, author, { ...selection, roomId });
  }

  /** Ends one. Rejects with `sanctionNotFound`, `roomNotFound` or `appNotFound`. */
  async lift(
    actor: Actor,
    kind: SanctionKind,
    scope: SanctionScope,
    target: SanctionTarget,
  ): Promise<Sanction> {
    assertOperator(actor, 'moderator');
    const { as, roomId, isBridged } = await this.#resolve(scope);
    const { text } = await this.#targetOf(as.appId, isBridged, target);
    const { moderation } = this.#deps;
    return roomId === null
      ? moderation.liftInApp(as, kind, text)
      : moderation.lift(as, roomId, kind, text);
  }

  async #resolve(scope: SanctionScope): Promise<{
    /** The operator in that app. */
    readonly as: Actor;
    readonly roomId: string | null;
    readonly isBridged: boolean;
  }> {
    if ('room' in scope) {
      const { id: roomId, appId, bridged } = await findRoom(this.#deps.stores.rooms, scope.room);
      return { as: systemActor(appId), roomId, isBridged: bridged };
    }
    await this.#requireApp(scope.appId);
    return { as: systemActor(scope.appId), roomId: null, isBridged: false };
  }

  async #targetOf(
    appId: string,
    isBridged: boolean,
    target: SanctionTarget,
  ): Promise<{ readonly text: `user:${string}` | `ip:${string}`; readonly isStored: boolean }> {
    if ('ip' in target) return { text: `ip:${target.ip}`, isStored: true };
    const { user: name, appId: userApp } = target;
    assertId(name, 'user');
    const apps = userApp !== null ? [userApp] : isBridged ? [appId, DEFAULT_APP_ID] : [appId];
    for (const app of apps) {
      const found = await this.#findUser(app, name);
      if (found !== null) return { text: targetOf(found, appId), isStored: true };
    }
    const isVisitor = isBridged && isVisitorId(name);
    const unknown = { appId: userApp ?? (isVisitor ? DEFAULT_APP_ID : appId), id: name };
    return { text: targetOf(unknown, appId), isStored: false };
  }

  async #findUser(appId: string, idOrUsername: string): Promise<UserRef | null> {
    const { users } = this.#deps.stores;
    const byId = await users.find(appId, { id: idOrUsername });
    return byId ?? (await users.find(appId, { username: idOrUsername }));
  }

  /** The built-in app is there without being stored. */
  async #requireApp(appId: string): Promise<void> {
    if (appId === DEFAULT_APP_ID || (await this.#deps.stores.apps.find(appId)) !== null) return;
    throw new KoineError('appNotFound', { field: 'app' }, `There is no app ${appId}`);
  }
}

function checkPattern(pattern: RegExp, text: string, field: string): void {
  if (!pattern.test(text)) throw new KoineError('invalidInput', { field }, `Invalid ${field}`);
}
