import { computed, effect, type ReadonlySignal, untracked } from '@preact/signals';
import { type LoadedFacts, loadFacts, type ServerFacts } from '../lib/server-facts.ts';
import { Account } from './account.ts';
import { createModeration, type Moderation } from './moderation.ts';
import { Notices } from './notices.ts';
import { Outbox } from './outbox.ts';
import { type LookUpOutcome, PersonCache } from './person-cache.ts';
import { Rest } from './rest.ts';
import { DONE, failed, OFFLINE } from './results.ts';
import { rightsOf } from './rights.ts';
import { RoomState } from './room-state.ts';
import { SocketClient } from './socket-client.ts';
import { Timer } from './timers.ts';
import { toggleReaction } from './toggle-reaction.ts';
import type {
  Ban,
  ChatError,
  ChatOptions,
  Connection,
  Notice,
  Online,
  Outgoing,
  Person,
  Result,
  Rights,
  Room,
  RoomStatus,
  SignIn,
  Timeline,
  Unread,
} from './types.ts';
import { Typing } from './typing.ts';
import { errorOf, type WireAck, type WireMessage, type WireUser } from './wire.ts';

/** Older messages requested at once, where the server gives so many. */
const PAGE_COUNT = 50;
/** How often typing is sent again until the server's timeout is known. */
const TYPING_REPEAT_MS = 1000;
/** Before joining is tried again, unless the server says when. */
const REJOIN_MS = 5000;

/** One room of one server, as one person sees it. Errors come as values; nothing here throws or rejects. */
export class Chat implements Disposable {
  /** What the server says of itself, its limits among it; `null` until it has. */
  readonly facts: ReadonlySignal<ServerFacts | null>;
  readonly connection: ReadonlySignal<Connection>;
  /** Who is signed in; `null`: no user (a reader). */
  readonly me: ReadonlySignal<Person | null>;
  /** What `me` may do in the room now. */
  readonly rights: ReadonlySignal<Rights>;
  readonly roomStatus: ReadonlySignal<RoomStatus>;
  /** `null` before it is known. */
  readonly room: ReadonlySignal<Room | null>;
  readonly timeline: Timeline;
  /** Own messages that the server has not acknowledged yet, in the order of writing. They stand below the timeline. */
  readonly outbox: ReadonlySignal<readonly Outgoing[]>;
  readonly online: ReadonlySignal<Online>;
  /** Who is typing, without `me`, in the order in which they began. */
  readonly typing: ReadonlySignal<readonly Person[]>;
  /** When (ms since epoch, by this machine's clock) `me` may write again after slow mode or a rate limit; `null`: now. */
  readonly slowUntil: ReadonlySignal<number | null>;
  /** The ban or mute of `me` in this room; `null`: none is known. */
  readonly ban: ReadonlySignal<Ban | null>;
  /** The server's texts and own failures that belong to no message, the newest last; at most 50. */
  readonly notices: ReadonlySignal<readonly Notice[]>;
  readonly unread: ReadonlySignal<Unread>;
  readonly moderation: Moderation;
  readonly #facts: LoadedFacts;
  readonly #notices = new Notices();
  readonly #rest: Rest;
  readonly #persons: PersonCache;
  readonly #client: SocketClient;
  readonly #account: Account;
  readonly #state: RoomState;
  readonly #typing: Typing;
  readonly #outbox: Outbox;
  readonly #rejoin = new Timer();
  /** Counts the joins: a response to an earlier one is ignored. */
  #joins = 0;
  readonly #stopReleasing: () => void;
  readonly #reacting = new Map<string, Promise<Result>>();

  /** Connects at once. */
  constructor({ origin, room, isGuest, tokens }: ChatOptions) {
    this.#facts = loadFacts(origin);
    this.#rest = new Rest(origin, () => this.#account.token);
    this.#persons = new PersonCache((uid) => this.#lookUp(uid));
    this.#typing = new Typing(
      (typing) => this.#client.emit('typing', { typing }),
      () => (this.facts.peek()?.limits.typingTimeoutMs ?? 2 * TYPING_REPEAT_MS) / 2,
    );
    this.#state = new RoomState({
      persons: this.#persons,
      notices: this.#notices,
      typing: this.#typing,
      isMe: (uid) => this.me.peek()?.uid === uid,
      authUpdated: (user) => this.#account.updated(user),
      ownMessageArrived: (id, text) => this.#outbox.arrived(id, text),
      timelineReplaced: () => this.#outbox.settle(),
      catchingUp: () => {
        this.#client.state = 'catchingUp';
      },
      reloadNeeded: () => this.#reload(),
      banExpired: () => this.#return(),
    });
    this.#client = new SocketClient(origin, this.#state, () => this.#opened());
    this.#outbox = new Outbox({
      canSend: () => this.#canSend(),
      canPipeline: () => this.#isUnslowed(),
      emit: (text, key, answered) =>
        this.#client.request('sendMessage', { text, client_key: key }, answered),
      accepted: (id) => this.#accepted(id),
      rejected: (error) => this.#rejected(error),
      hasMessage: (id) => this.#state.timeline.has(id),
    });
    const parts = {
      client: this.#client,
      rest: this.#rest,
      persons: this.#persons,
      notices: this.#notices,
      state: this.#state,
      outbox: this.#outbox,
    };
    this.#account = new Account(parts, tokens, isGuest);
    this.moderation = createModeration(this.#rest, this.#persons, () => this.#state.uid ?? '');
    this.facts = this.#facts.value;
    this.connection = this.#client.connection;
    this.me = this.#account.me;
    this.roomStatus = this.#state.roomStatus;
    this.room = this.#state.room;
    this.timeline = this.#state.timeline;
    this.outbox = this.#outbox.entries;
    this.online = this.#state.online;
    this.slowUntil = this.#state.sendLimits.slowUntil;
    this.ban = this.#state.sendLimits.ban;
    this.notices = this.#notices.list;
    this.unread = this.#state.unread.value;
    this.rights = computed(() => rightsOf(this.me.value, this.roomStatus.value, this.ban.value));
    this.typing = this.#typing.people(this.#account.me);
    this.#stopReleasing = effect(() => {
      if (this.slowUntil.value === null) untracked(() => this.#outbox.release());
    });
    if (room !== null) this.#state.enter(room);
    this.#client.open();
  }

  /** The sign-in's token; `null`: no user is signed in. */
  get token() {
    return this.#account.token;
  }

  /** Goes to another room; what is in the outbox of the old one is dropped. */
  enter(uid: string): void {
    const roomStatus = this.roomStatus.peek();
    if (uid === this.#state.uid && (roomStatus === 'joined' || roomStatus === 'joining')) return;
    this.#outbox.clear();
    this.#state.enter(uid);
    if (this.#client.isOpen) this.#join();
  }

  /** The next try now instead of at `retryAt`. */
  retryNow(): void {
    if (this.connection.peek().state === 'offline') this.#client.open();
  }

  /** Loads the page before the oldest held. Does nothing while one is under way or `timeline.hasOlder` is false. */
  async loadOlder(): Promise<Result> {
    const { timeline, uid } = this.#state;
    const before = timeline.first?.id;
    if (uid === null || before === undefined || !timeline.hasOlder || timeline.isLoadingOlder)
      return DONE;
    const { epoch } = timeline;
    timeline.startLoadingOlder();
    const { pageSizeMax } = this.facts.peek()?.limits ?? {};
    const count = Math.min(PAGE_COUNT, pageSizeMax ?? PAGE_COUNT);
    const path = `/rooms/${encodeURIComponent(uid)}/messages?before=${before}&limit=${count}`;
    const result = await this.#rest.call<{ readonly messages: readonly WireMessage[] }>(
      'GET',
      path,
    );
    // The timeline was replaced meanwhile.
    if (timeline.epoch !== epoch) return DONE;
    if (result.ok) {
      const { messages } = result.value;
      // While the server's page size is unknown, only an empty page is the beginning.
      const fullCount = pageSizeMax === undefined ? 1 : count;
      this.#state.prepend(messages, messages.length >= fullCount);
      return DONE;
    }
    this.#state.failLoadingOlder();
    return result;
  }

  /** Queues the text and sends it as soon as it can be; `null` if it is blank. Returns its key in `outbox`. */
  send(text: string): string | null {
    if (text.trim() === '') return null;
    this.#typing.sent();
    return this.#outbox.add(normalizeText(text));
  }

  /** Sends a failed one again, with the same key: the server takes it once. */
  retry(key: string): void {
    this.#outbox.retry(key);
  }

  /** Removes one that failed or waits; returns its text, `null` if it is gone already. */
  discard(key: string): string | null {
    return this.#outbox.discard(key);
  }

  edit(id: number, text: string): Promise<Result> {
    return this.#request('editMessage', { id, text: normalizeText(text) });
  }

  remove(id: number): Promise<Result> {
    return this.#request('deleteMessage', { id });
  }

  /** Adds or removes a reaction. Shown at once and undone if refused. */
  react(id: number, emoji: string): Promise<Result> {
    const key = `${id} ${emoji}`;
    const pending = this.#reacting.get(key);
    if (pending !== undefined) return pending;
    const reacting = this.#react(id, emoji).finally(() => this.#reacting.delete(key));
    this.#reacting.set(key, reacting);
    return reacting;
  }

  /** To be called with each change of the text that is being written; throttled. */
  setTyping(isTyping: boolean): void {
    if (this.#canSend() && this.rights.peek().canWrite) this.#typing.set(isTyping);
  }

  signIn(how: SignIn): Promise<Result> {
    return this.#account.signIn(how);
  }

  signOut(): void {
    this.#account.signOut();
  }

  rename(displayName: string): Promise<Result> {
    return this.#rest.run('PATCH', '/me', { display_name: displayName });
  }

  /** A user by uid, as they are now, e.g. who reacted; looked up when unknown, `null` until then. */
  person(uid: string): ReadonlySignal<Person | null> {
    return this.#persons.find(uid);
  }

  /** Whether the reader sees the newest message (page visible, scrolled to the end): then nothing stays unread. */
  setReading(isReading: boolean): void {
    this.#state.unread.setReading(isReading);
  }

  dismiss(noticeId: number): void {
    this.#notices.dismiss(noticeId);
  }

  [Symbol.dispose](): void {
    const parts = [this.#client, this.#account, this.#state, this.#typing, this.#outbox];
    for (const part of [...parts, this.#persons, this.#facts]) part[Symbol.dispose]();
    this.#rejoin[Symbol.dispose]();
    this.#stopReleasing();
  }

  #opened(): void {
    this.#account.open();
    const roomStatus = this.roomStatus.peek();
    if (this.#state.uid !== null && roomStatus !== 'none' && roomStatus !== 'deleted') this.#join();
    else this.#client.state = 'live';
  }

  #join(): void {
    const { uid } = this.#state;
    const join = ++this.#joins;
    this.#rejoin.clear();
    this.#client.request('join', { uid }, (ack) => {
      if (ack !== null && join === this.#joins) this.#joined(ack);
    });
  }

  #joined(ack: WireAck): void {
    const { roomStatus, sendLimits } = this.#state;
    const error = errorOf(ack);
    this.#client.state = 'live';
    if (error === null) {
      roomStatus.value = 'joined';
      this.#account.roomJoined();
      this.#outbox.flush();
      return;
    }
    this.#notices.retract(error.text);
    if (error.code === 'roomNotFound') roomStatus.value = 'notFound';
    else if (error.code === 'banned') {
      roomStatus.value = 'banned';
      sendLimits.setBan({ kind: 'ban', until: error.until ?? null, text: error.text });
    } else {
      this.#rejoin.set(error.retryAfterMs ?? REJOIN_MS, () => {
        if (this.#client.isOpen) this.#join();
      });
    }
  }

  #reload(): void {
    this.#client.state = 'reloading';
    this.#state.forgetPosition();
    this.#join();
  }

  #return(): void {
    const { uid } = this.#state;
    if (uid !== null) this.enter(uid);
  }

  #canSend(): boolean {
    return this.#client.isOpen && this.#state.isJoined && !this.#account.isPending;
  }

  #isUnslowed(): boolean {
    return (this.room.peek()?.slowMode ?? 0) === 0 || this.rights.peek().canModerate;
  }

  #accepted(id: number | null): number {
    if (id === null || this.#isUnslowed()) return 0;
    const waitMs = (this.room.peek()?.slowMode ?? 0) * 1000;
    this.#state.sendLimits.slow(waitMs);
    return waitMs;
  }

  #rejected(error: ChatError): void {
    this.#notices.retract(error.text);
    this.#state.sendLimits.rejected(error);
  }

  /** Shown at once; the server's event comes before its acknowledgement. */
  async #react(id: number, emoji: string): Promise<Result> {
    const { timeline } = this.#state;
    const uid = this.me.peek()?.uid;
    if (uid !== undefined && this.#client.isOpen)
      timeline.showPending(id, (body) => toggleReaction(body, emoji, uid));
    const result = await this.#request('react', { id, emoji });
    if (!result.ok) timeline.restore(id);
    return result;
  }

  #request(event: string, payload: object): Promise<Result> {
    return new Promise((resolve) => {
      this.#client.request(event, payload, (ack) => {
        const error = ack === null ? OFFLINE : errorOf(ack);
        resolve(error === null ? DONE : failed(error));
      });
    });
  }

  async #lookUp(uid: string): Promise<LookUpOutcome> {
    const path = `/users/${encodeURIComponent(uid)}`;
    const result = await this.#rest.call<{ readonly user: WireUser }>('GET', path);
    if (result.ok) this.#persons.record(result.value.user);
    return result.ok || result.error.code === 'userNotFound' ? 'done' : 'failed';
  }
}

/** Without leading empty lines and trailing space; the first line may be indented. */
function normalizeText(text: string): string {
  return text.replace(/^\s*\n/, '').trimEnd();
}
