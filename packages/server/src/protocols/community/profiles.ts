import {
  DEFAULT_APP_ID,
  isSameUser,
  type Message,
  type Sender,
  type User,
  type UserKey,
  type UserKind,
  type UserRef,
  userKey,
  userKeyOf,
} from '@koine/contract';
import { type Actor, ANYONE, systemActor } from '../../core/actor.ts';
import type { HistoryQuery } from '../../core/ports/stores.ts';

/** Somebody as this protocol shows them. */
export interface Profile {
  readonly id: string;
  readonly appId: string;
  readonly kind: UserKind;
  readonly name: string;
  readonly avatarUrl: string | null;
  /** Two upper-case letters, or empty. */
  readonly country: string;
}

/** How many of a room's newest messages a client gets when it joins. */
export const NEWEST_COUNT = 20;
const KNOWN_MAX = 50_000;

/** What it reads of the core. */
interface ProfileSource {
  readonly messages: {
    history(
      actor: Actor,
      query: HistoryQuery,
    ): Promise<{ readonly messages: readonly Pick<Message, 'sender'>[] }>;
  };
  readonly users: { find(actor: Actor, userId: string): Promise<User | null> };
}

/**
 * Who the people in clients' views are now. A stored message keeps the name that its sender had; this protocol's clients
 * show the present one (they apply `user_updated` to what they hold), and so does everything that is sent to them.
 * Anyone who is in a room's newest messages or writes there is known without a read; the rest is looked up with `load`.
 */
export class Profiles {
  readonly #core: ProfileSource;
  readonly #knownMax: number;
  /** Those who were noted longest ago first. */
  readonly #known = new Map<UserKey, Profile>();
  /** Rooms in which an account is, or in which a message of theirs has been shown. */
  readonly #rooms = new Map<UserKey, Set<string>>();
  /** Where some account was shown is no longer known. */
  #hasForgotten = false;
  /** Rooms whose newest messages have been gone through; who writes after that is noted as it happens. */
  readonly #warmRooms = new Set<string>();
  readonly #warming = new Map<string, Promise<void>>();

  constructor(core: ProfileSource, knownMax = KNOWN_MAX) {
    this.#core = core;
    this.#knownMax = knownMax;
  }

  /**
   * Without a read: an account as it is known, anyone else as they were called when the message was sent: they may call
   * themselves differently each time.
   */
  of(sender: Sender): Profile {
    const known = this.#known.get(userKeyOf(sender));
    if (known === undefined || known.kind !== sender.kind) return profileOf(sender);
    const isSame = known.name === sender.name && known.avatarUrl === sender.avatarUrl;
    return isSame || isAccount(sender) ? known : profileOf(sender);
  }

  /** `undefined`: not in anybody's view. */
  find(user: UserRef): Profile | undefined {
    return this.#known.get(userKeyOf(user));
  }

  record(user: User): Profile {
    const profile = profileOfAccount(user);
    const known = this.#known.get(userKeyOf(profile));
    // The same object as long as nothing has changed: what is made of it need not be made again.
    if (known !== undefined && isSame(known, profile)) return known;
    this.#keep(profile);
    return profile;
  }

  /** Somebody writes or enters; accounts that are known already are known better. */
  recordSender(sender: Sender): Profile {
    const profile = this.of(sender);
    if (this.#known.get(userKeyOf(sender)) !== profile) this.#keep(profile);
    return profile;
  }

  /** Of whom something was shown in a room, or who has come there. */
  recordShown(sender: Sender, roomId: string): void {
    if (!isAccount(sender)) return;
    const key = userKeyOf(sender);
    const rooms = this.#rooms.get(key);
    if (rooms === undefined) this.#rooms.set(key, new Set([roomId]));
    else rooms.add(roomId);
  }

  /** Where an account has to be shown anew once it is called differently: where it is, and where it wrote lately. */
  roomsOf(account: UserRef): readonly string[] | 'all' {
    const rooms = this.#rooms.get(userKeyOf(account));
    if (rooms !== undefined) return [...rooms];
    return this.#hasForgotten ? 'all' : [];
  }

  /** Makes known who wrote the room's newest messages. All who come meanwhile wait for the same. */
  async warm(roomId: string): Promise<void> {
    if (this.#warmRooms.has(roomId)) return;
    let warming = this.#warming.get(roomId);
    if (warming === undefined) {
      warming = this.#warm(roomId).finally(() => this.#warming.delete(roomId));
      this.#warming.set(roomId, warming);
    }
    return warming;
  }

  async #warm(roomId: string): Promise<void> {
    const page = await this.#core.messages.history(systemActor(DEFAULT_APP_ID), {
      roomId,
      direction: 'older',
      before: null,
      after: null,
      limit: NEWEST_COUNT,
      skip: 0,
      withDeleted: true,
    });
    await this.load(page.messages);
    this.#warmRooms.add(roomId);
  }

  /** Makes known who wrote these messages. */
  async load(messages: readonly Pick<Message, 'sender'>[]): Promise<void> {
    const senders = new Map(messages.map(({ sender }) => [userKeyOf(sender), sender]));
    await Promise.all(Array.from(senders.values(), (sender) => this.#load(sender)));
  }

  /** Anyone who has that id; of somebody of whom nothing is known, the id stands for the name. */
  async lookUp({ appId, id }: UserRef): Promise<Profile> {
    const known = this.#known.get(userKey(appId, id));
    const profile = known ?? (appId === DEFAULT_APP_ID ? await this.#account(id) : null);
    return profile ?? { id, appId, kind: 'anonymous', name: id, avatarUrl: null, country: '' };
  }

  async #load(sender: Sender): Promise<void> {
    if (this.of(sender) === this.#known.get(userKeyOf(sender))) return;
    if (!isAccount(sender) || (await this.#account(sender.id)) === null) this.recordSender(sender);
  }

  /** Reads and notes an account; `null`: there is none. */
  async #account(userId: string): Promise<Profile | null> {
    const user = await this.#core.users.find(ANYONE, userId);
    // An event that came meanwhile is newer than the read.
    return user === null ? null : (this.#known.get(userKeyOf(user)) ?? this.record(user));
  }

  #keep(profile: Profile): void {
    const key = userKeyOf(profile);
    this.#known.delete(key);
    this.#known.set(key, profile);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.#knownMax) return;
      this.#forget(oldest);
    }
  }

  /** Who comes to a room where they wrote makes them known again first: what is shown of them does not change. */
  #forget(key: UserKey): void {
    this.#known.delete(key);
    const rooms = this.#rooms.get(key);
    if (rooms === undefined) return;
    for (const roomId of rooms) this.#warmRooms.delete(roomId);
    this.#rooms.delete(key);
    this.#hasForgotten = true;
  }
}

/** Of the built-in app: what another app calls registered is none of its accounts. */
export function isAccount({ appId, kind }: Pick<Sender, 'appId' | 'kind'>): boolean {
  return appId === DEFAULT_APP_ID && (kind === 'registered' || kind === 'guest');
}

export function profileOfAccount(user: User): Profile {
  const { id, appId, kind, displayName: name, avatarUrl } = user;
  return { id, appId, kind, name, avatarUrl, country: countryOf(user) };
}

function isSame(a: Profile, b: Profile): boolean {
  const isSameFace = a.name === b.name && a.avatarUrl === b.avatarUrl && a.country === b.country;
  return isSameFace && isSameUser(a, b) && a.kind === b.kind;
}

function profileOf({ id, appId, kind, name, avatarUrl }: Sender): Profile {
  return { id, appId, kind, name, avatarUrl, country: '' };
}

/** Where the user was last seen, from the header of the proxy in front. */
export function countryOf(user: User): string {
  const { country } = user.meta;
  return typeof country === 'string' ? country : '';
}
