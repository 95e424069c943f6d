import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Notices } from './notices.ts';
import type { PersonCache } from './person-cache.ts';
import { SendLimits } from './send-limits.ts';
import { MessageTimeline, type NewMessage } from './timeline.ts';
import type { Body, Online, Person, Room, RoomStatus } from './types.ts';
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
  readonly persons: PersonCache;
  readonly notices: Notices;
  readonly typing: Typing;
  isMe(uid: string): boolean;
  authUpdated(user: WireUser | null): void;
  /** An own message has come. */
  ownMessageArrived(id: number, text: string): void;
  /** The timeline was replaced. */
  timelineReplaced(): void;
  /** What was missed is coming. */
  catchingUp(): void;
  /** What was missed cannot be had: the room must be joined again. */
  reloadNeeded(): void;
  /** A ban from reading has ended. */
  banExpired(): void;
}

/** Not about the room, or says which one it is. */
const ALWAYS_ACCEPTED: ReadonlySet<string> = new Set([
  'auth_updated',
  'system',
  'room_updated',
  'restriction',
]);

/** The room as the server describes it. */
export class RoomState implements Disposable {
  readonly #port: RoomPort;
  readonly timeline = new MessageTimeline(HELD_MAX);
  readonly unread = new UnreadMarker();
  readonly sendLimits = new SendLimits(() => this.#banEnded());
  readonly room = signal<Room | null>(null);
  readonly roomStatus = signal<RoomStatus>('none');
  readonly #listed = signal<readonly ReadonlySignal<Person>[]>([]);
  readonly #count = signal(0);
  readonly online = computed<Online>(() => ({
    people: this.#listed.value.map((person) => person.value),
    count: this.#count.value,
  }));
  /** The room joined or being joined. */
  #uid: string | null = null;
  /** Whether events are about this room: between asking for another and joining it they are not. */
  #isJoined = false;
  /** The newest position seen; `null`: none, the room is loaded from scratch. */
  #position: Position | null = null;
  /** The error in the event before this one, by its notice; `null`: it was another event. */
  #lastError: { readonly id: number; readonly text: string } | null = null;
  /** Changes of messages that are still being loaded. */
  readonly #missedRevisions = new Map<number, ((body: Body) => Body)[]>();

  constructor(port: RoomPort) {
    this.#port = port;
  }

  get uid(): string | null {
    return this.#uid;
  }

  get isJoined(): boolean {
    return this.#isJoined;
  }

  /** The position from which the server resumes. */
  get since(): Readonly<Record<string, string>> {
    if (this.#uid === null || this.#position === null) return {};
    const { epoch, change } = this.#position;
    return { [this.#uid]: `${epoch}.${change}` };
  }

  /** Leaves the room before. */
  enter(uid: string): void {
    this.#uid = uid;
    this.#isJoined = false;
    this.#position = null;
    this.roomStatus.value = 'joining';
    this.room.value = null;
    this.timeline.reset([]);
    this.#forgetPeople();
    this.unread.reset();
    this.sendLimits.reset();
  }

  /** The connection has ended; what is held stays. */
  disconnected(): void {
    this.#isJoined = false;
    this.#port.typing.reset();
  }

  /** A change number has come, at times with the epoch that it is of. */
  changed(change: number, named: string | null): void {
    const epoch = named ?? this.#position?.epoch;
    if (this.#isJoined && epoch !== undefined) this.#position = { epoch, change };
  }

  /** The room is loaded from scratch on the next join. */
  forgetPosition(): void {
    this.#position = null;
    this.#isJoined = false;
  }

  /** A page of older messages has come. */
  prepend(messages: readonly WireMessage[], hasOlder: boolean): void {
    this.timeline.prepend(
      messages.map((message) => this.#newMessage(message)),
      hasOlder,
    );
    for (const [id, changes] of this.#missedRevisions)
      for (const change of changes) this.timeline.revise(id, change);
    this.#missedRevisions.clear();
  }

  failLoadingOlder(): void {
    this.timeline.failLoadingOlder();
    this.#missedRevisions.clear();
  }

  /** An event has come, and is handled next. */
  arrived(event: string): void {
    if (event !== 'restriction') this.#lastError = null;
  }

  /** Whether an event of that name concerns this room now. */
  accepts(event: string): boolean {
    return this.#isJoined || ALWAYS_ACCEPTED.has(event);
  }

  [Symbol.dispose](): void {
    this.timeline[Symbol.dispose]();
    this.sendLimits[Symbol.dispose]();
  }

  readonly handlers: Handlers = {
    auth_updated: ({ user }) => this.#port.authUpdated(user),
    system: ({ type, text }) => {
      const id = this.#port.notices.add(type, text);
      this.#lastError = type === 'error' ? { id, text } : null;
    },
    room_updated: ({ room }) => this.#updated(room),
    room_messages: ({ messages }) => {
      this.#missedRevisions.clear();
      this.timeline.reset(messages.map((message) => this.#newMessage(message)));
      this.#port.timelineReplaced();
    },
    room_users: ({ users, count }) => {
      this.#listed.value = users.map((user) => this.#port.persons.record(user));
      this.#count.value = count ?? users.length;
    },
    user_updated: ({ user }) => {
      this.#port.persons.record(user);
    },
    message: (message) => batch(() => this.#arrived(message)),
    message_updated: (message) => {
      this.#port.persons.record(message.user);
      this.#revise(message.id, () => bodyOf(message));
    },
    message_deleted: ({ ids }) => this.#revise(ids, ({ editedAt }) => ({ ...GONE, editedAt })),
    reaction_updated: ({ id, reactions, reactionCounts }) =>
      this.#revise(id, (body) => ({ ...body, reactions: reactionsOf(reactions, reactionCounts) })),
    room_purged: () => {
      this.#missedRevisions.clear();
      this.timeline.clear();
      this.#port.timelineReplaced();
    },
    room_deleted: () => this.#left('deleted'),
    room_left: () => this.#left('none'),
    typing_changed: ({ user, typing }) =>
      this.#port.typing.changed(this.#port.persons.record(user), typing),
    resumed: () => this.#port.catchingUp(),
    resync: () => this.#port.reloadNeeded(),
    restriction: ({ kind, until }) => this.#restricted(kind, until),
  };

  #updated(room: Room): void {
    // A command has moved the socket to another room; or this is a late event of the room before.
    if (room.uid !== this.#uid) {
      if (this.roomStatus.peek() !== 'joined') return;
      this.enter(room.uid);
      this.roomStatus.value = 'joined';
    }
    this.#isJoined = true;
    const before = this.room.peek()?.slowMode ?? 0;
    this.room.value = room;
    if (room.slowMode === 0) this.sendLimits.slow(0);
    else if (room.slowMode < before) this.sendLimits.shorten((before - room.slowMode) * 1_000);
  }

  #arrived(message: WireMessage): void {
    const { id, user } = message;
    const isMine = this.#port.isMe(user.uid);
    if (isMine) this.#port.ownMessageArrived(id, message.message);
    if (this.timeline.has(id)) {
      this.timeline.revise(id, () => bodyOf(message));
      return;
    }
    // An own one leaves the outbox in the same moment.
    if (!this.timeline.append(this.#newMessage(message), isMine)) return;
    if (!isMine && message.deleted !== true) this.unread.arrived(id);
    this.timeline.trim(this.unread.isReading);
  }

  #newMessage(message: WireMessage): NewMessage {
    const { id, timestamp: at, user } = message;
    return { id, at, author: this.#port.persons.record(user), body: bodyOf(message) };
  }

  #revise(id: number, change: (body: Body) => Body): void {
    if (this.timeline.has(id) || !this.timeline.isLoadingOlder) {
      this.timeline.revise(id, change);
      return;
    }
    const missed = this.#missedRevisions.get(id);
    if (missed === undefined) this.#missedRevisions.set(id, [change]);
    else missed.push(change);
  }

  #restricted(kind: 'ban' | 'mute' | null, until: number | null): void {
    if (kind === null) {
      this.sendLimits.setBan(null);
      return;
    }
    // The server's text comes directly before: it is shown in place of the composer, and not twice.
    const error = this.#lastError;
    if (error !== null) this.#port.notices.dismiss(error.id);
    if (this.roomStatus.peek() === 'none') this.roomStatus.value = 'banned';
    this.sendLimits.setBan({ kind, until, text: error?.text ?? null });
  }

  #left(roomStatus: 'deleted' | 'none'): void {
    this.#isJoined = false;
    this.#position = null;
    this.roomStatus.value = roomStatus;
    this.#forgetPeople();
  }

  #forgetPeople(): void {
    this.#listed.value = [];
    this.#count.value = 0;
    this.#port.typing.reset();
  }

  #banEnded(): void {
    if (this.roomStatus.peek() === 'banned') this.#port.banExpired();
  }
}
