import {
  DEFAULT_APP_ID,
  type JsonObject,
  KoineError,
  type Room,
  type RoomKind,
  type UserKey,
} from '@koine/contract';
import type { Actor } from './actor.ts';
import { assertApp, assertSelf } from './authority.ts';
import { assertId } from './ids.ts';
import type {
  CountedList,
  NewMember,
  RoomPatch,
  RoomQuery,
  RoomRef,
  RoomStore,
} from './ports/stores.ts';
import { reaches } from './room-rules.ts';
import { assertMetaFits, isLongerThan, parseName } from './text.ts';
import type { CoreWorld } from './world.ts';

export interface RoomDraft {
  /** `null`: a new UUIDv7. */
  readonly id: string | null;
  /** `null`: 12 random characters. */
  readonly uid: string | null;
  readonly name: string;
  readonly description: string;
  readonly kind: 'public' | 'private';
  readonly bridged: boolean;
  readonly slowModeSeconds: number;
  readonly meta: JsonObject;
  readonly members: readonly Omit<NewMember, 'joinedAt'>[];
  /** Whether the actor becomes owner and first member. */
  readonly isOwned: boolean;
}

export interface RoomsDeps
  extends Pick<CoreWorld, 'access' | 'audit' | 'budgets' | 'bus' | 'clock' | 'ids' | 'limits'> {
  readonly store: RoomStore;
}

const USER_ID = /^[A-Za-z0-9_.:-]{1,128}$/;

export class Rooms {
  readonly #deps: RoomsDeps;
  /** Looks at rooms by uid that are under way: thousands who come at once to one room share a few. */
  readonly #looks = new Map<string, Promise<Room | null>>();

  /** How many rooms each account is making right now. */
  readonly #beingMade = new Map<UserKey, number>();

  constructor(deps: RoomsDeps) {
    this.#deps = deps;
  }

  /**
   * Rejects with `invalidInput` (name, description, meta), `banned` or, where id or uid is given and taken, `conflict`; for
   * somebody who makes a room of their own also with `tooMany` or `rateLimited`.
   */
  async create(actor: Actor, draft: RoomDraft): Promise<Room> {
    if (!draft.isOwned || actor.power !== 'user') return this.#create(actor, draft);
    const release = await this.#reserve(actor);
    try {
      return await this.#create(actor, draft);
    } finally {
      release();
    }
  }

  /** Counts a room that the actor is about to own. Those that they make at the same time count too. */
  async #reserve(actor: Actor): Promise<() => void> {
    const max = this.#deps.limits.roomsPerAccountMax;
    const waiting = (this.#beingMade.get(actor.key) ?? 0) + 1;
    this.#beingMade.set(actor.key, waiting);
    const release = () => {
      const left = (this.#beingMade.get(actor.key) ?? 1) - 1;
      if (left > 0) this.#beingMade.set(actor.key, left);
      else this.#beingMade.delete(actor.key);
    };
    try {
      const owned = await this.#deps.store.countOwned(actor.appId, actor.user.id, max);
      if (owned + waiting > max)
        throw new KoineError('tooMany', { limit: max }, `Too many rooms (max ${max})`);
      this.#deps.budgets.charge('newRoom', actor);
      return release;
    } catch (error) {
      release();
      throw error;
    }
  }

  async #create(actor: Actor, draft: RoomDraft): Promise<Room> {
    const { ids, limits, clock, store } = this.#deps;
    const name = parseName(draft.name, 'name', limits.roomNameCharsMax);
    const description = this.#checkDescription(draft.description);
    assertMetaFits(draft.meta, this.#deps.limits);
    for (const { userId } of draft.members) assertId(userId, 'participants');
    if (actor.power === 'user') await this.#deps.access.assertNotBanned(actor);
    const createdAt = clock.now();
    const owner = draft.isOwned ? { userId: actor.user.id, userName: actor.user.name } : null;
    const { isOwned: _, ...fields } = draft;
    const { room, isNew } = await store.create({
      ...fields,
      id: draft.id ?? ids.uuid(),
      uid: draft.uid ?? ids.uid(),
      appId: actor.appId,
      name,
      description,
      owner,
      pair: null,
      members: draft.members.map((member) => ({ ...member, joinedAt: createdAt })),
      createdAt,
    });
    if (!isNew) throw new KoineError('conflict', { field: draft.id === room.id ? 'id' : 'uid' });
    return room;
  }

  /** As `create`, but an existing room with that uid in the same app is the answer. For rooms that must be there at start. */
  async ensure(actor: Actor, draft: RoomDraft & { readonly uid: string }): Promise<Room> {
    const existing = await this.#deps.store.find(
      draft.id === null ? { uid: draft.uid } : { id: draft.id },
    );
    return existing ?? this.create(actor, draft);
  }

  /**
   * The one room of the actor and another user of their app, made on first use, no matter who asks first. Rejects with
   * `selfConversation`, `invalidInput` (`details.field`: `userId` or `targetUserId`), or, a new one, with `rateLimited`.
   */
  async startConversation(actor: Actor, targetUserId: string): Promise<Room> {
    const { appId, user } = actor;
    const userId = user.id;
    for (const [field, id] of Object.entries({ userId, targetUserId })) {
      if (!USER_ID.test(id)) throw new KoineError('invalidInput', { field }, `Invalid ${field}`);
      assertId(id, field);
    }
    if (userId === targetUserId) throw new KoineError('selfConversation');
    const pair: readonly [string, string] =
      userId < targetUserId ? [userId, targetUserId] : [targetUserId, userId];
    const known = await this.#deps.store.find({ appId, pair });
    if (known !== null) return known;
    this.#deps.budgets.charge('newConversation', actor);
    const createdAt = this.#deps.clock.now();
    const members = pair.map((id) => ({
      userId: id,
      userName: id,
      role: 'member' as const,
      joinedAt: createdAt,
    }));
    const { isOwned: _, ...fields } = roomDraft('');
    const { room } = await this.#deps.store.create({
      ...fields,
      id: this.#deps.ids.uuid(),
      uid: this.#deps.ids.uid(),
      appId,
      kind: 'direct',
      owner: null,
      pair,
      members,
      createdAt,
    });
    return room;
  }

  /** A room as it is now, if the actor may read it; rejections as `Access.read`. */
  async get(actor: Actor, ref: RoomRef): Promise<Room> {
    const room = await this.#deps.store.find(ref);
    if (room === null || !reaches(actor, room)) throw new KoineError('roomNotFound');
    await this.#deps.access.read(actor, room.id);
    return room;
  }

  /** The id of a public room by uid, as any protocol of the default app may enter it; else `roomNotFound`. */
  async findPublic(uid: string): Promise<Room> {
    const room = await this.#find(uid);
    const isReachable =
      room !== null && room.kind === 'public' && (room.appId === DEFAULT_APP_ID || room.bridged);
    if (!isReachable) throw new KoineError('roomNotFound');
    return room;
  }

  /** Public rooms for anyone; an app's for the app, or those that a user of it belongs to for that user. Rejects with `forbidden`. */
  async list(actor: Actor, query: RoomQuery): Promise<CountedList<Room>> {
    const { appId, memberId } = query;
    if (appId !== null && memberId === null) assertApp(actor);
    if (memberId !== null) assertSelf(actor, memberId);
    if (appId !== null && appId !== actor.appId) throw new KoineError('forbidden');
    return this.#deps.store.list(query);
  }

  /** Owner, app or root. Announces `roomUpdated`. Rejects with `forbidden`, `invalidInput`. */
  async update(actor: Actor, roomId: string, patch: RoomPatch): Promise<Room> {
    await this.#deps.access.readAsOwner(actor, roomId);
    this.#deps.budgets.charge('moderation', actor);
    const checked: RoomPatch = {
      ...patch,
      ...(patch.name !== undefined && {
        name: parseName(patch.name, 'name', this.#deps.limits.roomNameCharsMax),
      }),
      ...(patch.description !== undefined && {
        description: this.#checkDescription(patch.description),
      }),
    };
    if (patch.meta !== undefined) assertMetaFits(patch.meta, this.#deps.limits);
    const room = await this.#deps.store.update(roomId, checked, this.#deps.clock.now());
    this.#deps.bus.publish({ type: 'roomUpdated', roomId, room });
    const { meta: _, ...details } = checked;
    this.#deps.audit.track(actor, 'update-room', { appId: room.appId, roomId, details });
    return room;
  }

  /** Owner, app or root. The room is gone with all that was in it; announces `roomDeleted`. */
  async remove(actor: Actor, roomId: string): Promise<void> {
    const rules = await this.#deps.access.readAsOwner(actor, roomId);
    this.#deps.budgets.charge('moderation', actor);
    await this.#deps.store.remove(roomId);
    const { appId, name } = rules.room;
    this.#deps.bus.publish({ type: 'roomDeleted', roomId, appId });
    this.#deps.audit.track(actor, 'delete-room', { appId, roomId, details: { name } });
  }

  async #find(uid: string): Promise<Room | null> {
    const { store } = this.#deps;
    const known = this.#looks.get(uid);
    const look = known ?? store.find({ uid }).finally(() => this.#looks.delete(uid));
    if (known === undefined) this.#looks.set(uid, look);
    const room = await look;
    // A look that began before the room was made may have missed it.
    return room === null && known !== undefined ? store.find({ uid }) : room;
  }

  #checkDescription(text: string): string {
    const max = this.#deps.limits.roomDescriptionCharsMax;
    if (isLongerThan(text, max)) {
      throw new KoineError(
        'invalidInput',
        { field: 'description', limit: max },
        `description is too long (max ${max} characters)`,
      );
    }
    return text.toWellFormed();
  }
}

/** A new room's defaults. */
export function roomDraft(name: string, more: Partial<RoomDraft> = {}): RoomDraft {
  const kind: Exclude<RoomKind, 'direct'> = 'public';
  return {
    id: null,
    uid: null,
    name,
    description: '',
    kind,
    bridged: false,
    slowModeSeconds: 0,
    meta: {},
    members: [],
    isOwned: false,
    ...more,
  };
}
