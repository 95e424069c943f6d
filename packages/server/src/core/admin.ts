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
import { findRoom } from './find-room.ts';
import { assertNoPathStep, parseUserId } from './ids.ts';
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

/** What whoever runs the installation may do, in no app's name and above all roles. */
export class Admin {
  readonly #deps: AdminDeps;

  constructor(deps: AdminDeps) {
    this.#deps = deps;
  }

  /** A room of whatever app, by id or uid. Rejects with `roomNotFound`. */
  findRoom(idOrUid: string): Promise<Room> {
    return findRoom(this.#deps.stores.rooms, idOrUid);
  }

  /** An app and its first key, which is shown once. Rejects with `invalidInput` or `conflict`. */
  async createApp(
    name: string,
    id: string | null,
  ): Promise<{ readonly app: App; readonly key: string }> {
    const checked = parseName(name, 'name', this.#deps.limits.nameCharsMax);
    if (id !== null) {
      checkPattern(APP_ID, id, 'id');
      assertNoPathStep(id, 'id');
    }
    // It is there without being stored.
    if (id === DEFAULT_APP_ID) throw new KoineError('conflict', { field: 'id' });
    return this.#deps.apps.create(checked, id);
  }

  /** A further key of an app; shown once. Rejects with `appNotFound`. */
  createKey(appId: string): Promise<string> {
    return this.#deps.apps.addKey(appId);
  }

  /** A new key; the app's others end after `graceMs` (`null`: the limit's default). Rejects with `appNotFound`. */
  async rotateKey(
    appId: string,
    graceMs: number | null,
  ): Promise<{ readonly key: string; readonly graceMs: number }> {
    const grace = graceMs ?? this.#deps.limits.keyRotationGraceMs;
    return { key: await this.#deps.apps.rotateKey(appId, grace), graceMs: grace };
  }

  /** A user of an app. Rejects with `appNotFound`, `invalidInput` or `conflict`. */
  async createUser(appId: string, id: string, displayName: string | null): Promise<User> {
    await this.#needApp(appId);
    parseUserId(id, 'id');
    const draft = { id, displayName: displayName ?? id, avatarUrl: null, meta: {} };
    return this.#deps.users.create(appId, draft, 'fail');
  }

  /** A registered user of the community protocol, with roles if wanted. Rejects with `invalidInput` or `usernameTaken`. */
  async createAccount(account: {
    readonly username: string;
    /** `null`: one is generated. */
    readonly password: string | null;
    readonly displayName: string | null;
    readonly roles: readonly GlobalRole[];
  }): Promise<MadeAccount> {
    const { username, displayName } = account;
    const { password, madeUp } = this.#passwordOf(account.password);
    const roles = [...new Set(account.roles)];
    const user = await this.#deps.users.createAccount({ username, password, displayName, roles });
    return { user, password: madeUp };
  }

  /** A user of the built-in app, by id or username. Rejects with `userNotFound`. */
  async findAccount(idOrUsername: string): Promise<User> {
    const { users, stores } = this.#deps;
    const named = await stores.users.find(DEFAULT_APP_ID, { id: idOrUsername });
    if (named !== null) return users.get(DEFAULT_APP_ID, named.id);
    const user = await users.findByUsername(idOrUsername);
    if (user === null) throw new KoineError('userNotFound');
    return user;
  }

  /**
   * Another password for an account, by id or username; its sign-ins end. `password` `null`: one is generated. Rejects with
   * `userNotFound` or `invalidInput`.
   */
  async setPassword(
    idOrUsername: string,
    password: string | null,
  ): Promise<MadeAccount & { readonly ended: number }> {
    const user = await this.findAccount(idOrUsername);
    const chosen = this.#passwordOf(password);
    const actor = systemActor(DEFAULT_APP_ID);
    const ended = await this.#deps.users.setPassword(actor, user.id, chosen.password);
    return { user, password: chosen.madeUp, ended };
  }

  #passwordOf(given: string | null): { readonly password: string; readonly madeUp: string | null } {
    const madeUp = given === null ? this.#deps.secrets.token().slice(0, 20) : null;
    return { password: given ?? madeUp ?? '', madeUp };
  }

  /** Rejects with `appNotFound`, `invalidInput` or `conflict` (the uid is taken). */
  async createRoom(
    appId: string,
    room: {
      readonly name: string;
      readonly uid: string | null;
      readonly description: string;
      readonly kind: 'public' | 'private';
      readonly bridged: boolean;
    },
  ): Promise<Room> {
    await this.#needApp(appId);
    if (room.uid !== null) checkPattern(UID, room.uid, 'uid');
    if (room.bridged && room.kind !== 'public') {
      const text = 'Only a public room can be bridged';
      throw new KoineError('invalidInput', { field: 'bridged' }, text);
    }
    const { uid, name, description, kind, bridged } = room;
    const draft = roomDraft(name, { uid, description, kind, bridged });
    return this.#deps.rooms.create(systemActor(appId), draft);
  }

  /**
   * Bans or mutes, and deletes what the user wrote there if wanted: not older than `ageMs`, or (`null`) everything. Rejects
   * with `roomNotFound`, `appNotFound`, or `forbidden` (a room's owner, or root). A user need not be stored: those of an
   * app's own making never are (`isStored` false).
   */
  async sanction(
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
    if (deletion !== null && 'ip' in target) {
      const text = 'Messages are known by their author, not by an address';
      throw new KoineError('invalidInput', { field: 'deleteAgeMs' }, text);
    }
    const { actor, roomId, isBridged } = await this.#resolve(scope);
    const { text, isStored } = await this.#targetOf(actor.appId, isBridged, target);
    const draft = { kind, target: text, durationMs, reason };
    const { moderation } = this.#deps;
    const sanction = await (roomId === null
      ? moderation.sanctionInApp(actor, draft)
      : moderation.sanction(actor, roomId, draft));
    const author = userUnder(sanction);
    if (deletion === null || author === null) return { sanction, isStored, deleted: null };
    // Banned first, so that nothing comes behind.
    const selection = { roomId, ageMs: deletion.ageMs, ids: null };
    const { deleted } = await this.#deps.authorMessages.delete(actor, author, selection);
    return { sanction, isStored, deleted };
  }

  /**
   * A user as the author of messages, of the built-in app by id or username. Nobody need be stored: an app's users, and
   * visitors, never are.
   */
  async findAuthor(appId: string, idOrUsername: string): Promise<UserRef> {
    const { users } = this.#deps.stores;
    const found =
      (await users.find(appId, { id: idOrUsername })) ??
      (await users.find(appId, { username: idOrUsername }));
    return { appId, id: found?.id ?? idOrUsername };
  }

  /** In a room, or (`null`) in all of them. */
  deleteMessagesOf(
    author: UserRef,
    room: Room | null,
    selection: Omit<Selection, 'roomId'>,
  ): Promise<Deleted> {
    const actor = systemActor(room?.appId ?? author.appId);
    const roomId = room?.id ?? null;
    return this.#deps.authorMessages.delete(actor, author, { ...selection, roomId });
  }

  /** Ends one. Rejects with `sanctionNotFound`, `roomNotFound` or `appNotFound`. */
  async lift(kind: SanctionKind, scope: SanctionScope, target: SanctionTarget): Promise<Sanction> {
    const { actor, roomId, isBridged } = await this.#resolve(scope);
    const { text } = await this.#targetOf(actor.appId, isBridged, target);
    const { moderation } = this.#deps;
    return roomId === null
      ? moderation.liftInApp(actor, kind, text)
      : moderation.lift(actor, roomId, kind, text);
  }

  async #resolve(scope: SanctionScope): Promise<{
    readonly actor: Actor;
    readonly roomId: string | null;
    readonly isBridged: boolean;
  }> {
    if ('room' in scope) {
      const { id: roomId, appId, bridged } = await findRoom(this.#deps.stores.rooms, scope.room);
      return { actor: systemActor(appId), roomId, isBridged: bridged };
    }
    await this.#needApp(scope.appId);
    return { actor: systemActor(scope.appId), roomId: null, isBridged: false };
  }

  async #targetOf(
    appId: string,
    isBridged: boolean,
    target: SanctionTarget,
  ): Promise<{ readonly text: `user:${string}` | `ip:${string}`; readonly isStored: boolean }> {
    if ('ip' in target) return { text: `ip:${target.ip}`, isStored: true };
    const { user: name, appId: userApp } = target;
    assertNoPathStep(name, 'user');
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
  async #needApp(appId: string): Promise<void> {
    if (appId === DEFAULT_APP_ID || (await this.#deps.stores.apps.find(appId)) !== null) return;
    throw new KoineError('appNotFound', { field: 'app' }, `There is no app ${appId}`);
  }
}

function checkPattern(pattern: RegExp, text: string, field: string): void {
  if (!pattern.test(text)) throw new KoineError('invalidInput', { field }, `Invalid ${field}`);
}
