import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Notices } from './notices.ts';
import type { People } from './people.ts';
import { Restraints } from './restraints.ts';
import { MessageTimeline, type NewMessage } from './timeline.ts';
import type { Body, Online, Person, Place, Room } from './types.ts';
import type { Typing } from './typing.ts';
import { UnreadMarker } from './unread.ts';
import {
  bodyOf,
  type Handlers,
  type Position,
  reactionsOf,
  type WireMessage,
  type WireUser,
} from './wire.ts';

/** How many messages are held; of more, the oldest are dropped and can be loaded again. */
const HELD_MAX = 100_000;
const GONE: Body = { text: '', isDeleted: true, editedAt: null, reactions: [] };

export interface RoomPort {
  readonly people: People;
  readonly notices: Notices;
  readonly typing: Typing;
  isMe(uid: string): boolean;
  authUpdated(user: WireUser | null): void;
  /** An own message has come. */
  ownArrived(id: number, text: string): void;
  /** The timeline was replaced. */
  replaced(): void;
  /** What was missed is coming. */
  catchesUp(): void;
  /** What was missed cannot be had: the room is to be joined again. */
  mustReload(): void;
  /** A ban from reading has ended. */
  mayReturn(): void;
}

/** What is not about the room, or tells which one it is. */
const ALWAYS_HEARD: ReadonlySet<string> = new Set([
  'auth_updated',
  'system',
  'room_updated',
  'restriction',
]);

/** The room as the server tells it. */
export class RoomState implements Disposable {
  readonly #port: RoomPort;
  readonly timeline = new MessageTimeline(HELD_MAX);
  readonly unread = new UnreadMarker();
  readonly restraints = new Restraints(() => this.#banEnded());
  readonly room = signal<Room | null>(null);
  readonly place = signal<Place>('none');
  readonly #listed = signal<readonly ReadonlySignal<Person>[]>([]);
  readonly #count = signal(0);
  readonly online = computed<Online>(() => ({
    people: this.#listed.value.map((person) => person.value),
    count: this.#count.value,
  }));
  /** Where one is or goes to. */
  #uid: string | null = null;
  /** What comes is of this room; between asking for another and getting there it is not. */
  #isSeated = false;
  /** The newest position seen; `null`: none, the room is to be shown from the beginning. */
  #position: Position | null = null;
  /** The error that was said in the event before this one, by notice; `null`: that was something else. */
  #said: { readonly id: number; readonly text: string } | null = null;
  /** What has changed of messages that are being loaded. */
  readonly #missed = new Map<number, ((body: Body) => Body)[]>();

  constructor(port: RoomPort) {
    this.#port = port;
  }

  get uid(): string | null {
    return this.#uid;
  }

  get isSeated(): boolean {
    return this.#isSeated;
  }

  /** From where the server is to go on. */
  get since(): Readonly<Record<string, string>> {
    if (this.#uid === null || this.#position === null) return {};
    const { epoch, change } = this.#position;
    return { [this.#uid]: `${epoch}.${change}` };
  }

  /** Forgets the room before. */
  enter(uid: string): void {
    this.#uid = uid;
    this.#isSeated = false;
    this.#position = null;
    this.place.value = 'joining';
    this.room.value = null;
    this.timeline.reset([]);
    this.#forgetPeople();
    this.unread.reset();
    this.restraints.reset();
  }

  /** The connection has ended; what is held stays. */
  cutOff(): void {
    this.#isSeated = false;
    this.#port.typing.reset();
  }

  changed(change: number, named: string | null): void {
    const epoch = named ?? this.#position?.epoch;
    if (this.#isSeated && epoch !== undefined) this.#position = { epoch, change };
  }

  /** The room is to be shown anew. */
  startOver(): void {
    this.#position = null;
    this.#isSeated = false;
  }

  /** A page of older messages has come. */
  prepend(messages: readonly WireMessage[], hasOlder: boolean): void {
    this.timeline.prepend(
      messages.map((message) => this.#take(message)),
      hasOlder,
    );
    for (const [id, changes] of this.#missed)
      for (const change of changes) this.timeline.revise(id, change);
    this.#missed.clear();
  }

  notPrepended(): void {
    this.timeline.notPrepended();
    this.#missed.clear();
  }

  /** An event has come, and is handled next. */
  arrived(event: string): void {
    if (event !== 'restriction') this.#said = null;
  }

  /** Whether an event of that name concerns this room now. */
  hears(event: string): boolean {
    return this.#isSeated || ALWAYS_HEARD.has(event);
  }

  [Symbol.dispose](): void {
    this.timeline[Symbol.dispose]();
    this.restraints[Symbol.dispose]();
  }

  readonly handlers: Handlers = {
    auth_updated: ({ user }) => this.#port.authUpdated(user),
    system: ({ type, text }) => {
      const id = this.#port.notices.add(type, text);
      this.#said = type === 'error' ? { id, text } : null;
    },
    room_updated: ({ room }) => this.#updated(room),
    room_messages: ({ messages }) => {
      this.#missed.clear();
      this.timeline.reset(messages.map((message) => this.#take(message)));
      this.#port.replaced();
    },
    room_users: ({ users, count }) => {
      this.#listed.value = users.map((user) => this.#port.people.note(user));
      this.#count.value = count ?? users.length;
    },
    user_updated: ({ user }) => {
      this.#port.people.note(user);
    },
    message: (message) => batch(() => this.#arrived(message)),
    message_updated: (message) => {
      this.#port.people.note(message.user);
      this.#revise(message.id, () => bodyOf(message));
    },
    message_deleted: ({ ids }) => this.#revise(ids, ({ editedAt }) => ({ ...GONE, editedAt })),
    reaction_updated: ({ id, reactions, reactionCounts }) =>
      this.#revise(id, (body) => ({ ...body, reactions: reactionsOf(reactions, reactionCounts) })),
    room_purged: () => {
      this.#missed.clear();
      this.timeline.clear();
      this.#port.replaced();
    },
    room_deleted: () => this.#gone('deleted'),
    room_left: () => this.#gone('none'),
    typing_changed: ({ user, typing }) =>
      this.#port.typing.changed(this.#port.people.note(user), typing),
    resumed: () => this.#port.catchesUp(),
    resync: () => this.#port.mustReload(),
    restriction: ({ kind, until }) => this.#restricted(kind, until),
  };

  #updated(room: Room): void {
    // Some command has taken the socket to another room; or it is still the one before that tells.
    if (room.uid !== this.#uid) {
      if (this.place.peek() !== 'here') return;
      this.enter(room.uid);
      this.place.value = 'here';
    }
    this.#isSeated = true;
    const before = this.room.peek()?.slowMode ?? 0;
    this.room.value = room;
    if (room.slowMode === 0) this.restraints.slow(0);
    else if (room.slowMode < before) this.restraints.ease((before - room.slowMode) * 1_000);
  }

  #arrived(message: WireMessage): void {
    const { id, user } = message;
    const isMine = this.#port.isMe(user.uid);
    if (isMine) this.#port.ownArrived(id, message.message);
    if (this.timeline.has(id)) {
      this.timeline.revise(id, () => bodyOf(message));
      return;
    }
    // An own one leaves the outbox in the same moment.
    if (!this.timeline.append(this.#take(message), isMine)) return;
    if (!isMine && message.deleted !== true) this.unread.arrived(id);
    this.timeline.trim(this.unread.isReading);
  }

  #take(message: WireMessage): NewMessage {
    const { id, timestamp: at, user } = message;
    return { id, at, author: this.#port.people.note(user), body: bodyOf(message) };
  }

  #revise(id: number, change: (body: Body) => Body): void {
    if (this.timeline.has(id) || !this.timeline.isLoadingOlder) {
      this.timeline.revise(id, change);
      return;
    }
    const missed = this.#missed.get(id);
    if (missed === undefined) this.#missed.set(id, [change]);
    else missed.push(change);
  }

  #restricted(kind: 'ban' | 'mute' | null, until: number | null): void {
    if (kind === null) {
      this.restraints.set(null);
      return;
    }
    // The server says it in words directly before: then they stand where one would write, and not twice.
    const said = this.#said;
    if (said !== null) this.#port.notices.dismiss(said.id);
    const text = said?.text ?? (kind === 'ban' ? 'You are banned here.' : 'You are muted here.');
    if (this.place.peek() === 'none') this.place.value = 'refused';
    this.restraints.set({ kind, until, text });
  }

  #gone(place: 'deleted' | 'none'): void {
    this.#isSeated = false;
    this.#position = null;
    this.place.value = place;
    this.#forgetPeople();
  }

  #forgetPeople(): void {
    this.#listed.value = [];
    this.#count.value = 0;
    this.#port.typing.reset();
  }

  #banEnded(): void {
    if (this.place.peek() === 'refused') this.#port.mayReturn();
  }
}
