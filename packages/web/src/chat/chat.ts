import { computed, effect, type ReadonlySignal, untracked } from '@preact/signals';
import { type LoadedFacts, loadFacts } from '../lib/server-facts.ts';
import { Account } from './account.ts';
import { Link } from './link.ts';
import { Moderation } from './moderation.ts';
import { Notices } from './notices.ts';
import { Outbox } from './outbox.ts';
import { type LookUp, People } from './people.ts';
import { Rest } from './rest.ts';
import { DONE, failed, OFFLINE } from './results.ts';
import { rightsOf } from './rights.ts';
import { RoomState } from './room-state.ts';
import { Alarm } from './timers.ts';
import { toggled } from './toggled.ts';
import type {
  Chat,
  ChatError,
  ChatOptions,
  CleanUp,
  Person,
  Result,
  Rights,
  SignIn,
} from './types.ts';
import { Typing } from './typing.ts';
import { errorOf, type WireAck, type WireMessage, type WireUser } from './wire.ts';

/** Older messages that are asked for at once, where the server gives so many. */
const PAGE_COUNT = 50;
/** Typing is said again so often while nobody knows how soon the server forgets it. */
const TYPING_REPEAT_MS = 1000;
/** Before joining is tried again, where the server does not say when. */
const REJOIN_MS = 5000;

/** Connects at once. */
export function createChat(options: ChatOptions): Chat {
  return new RoomChat(options);
}

class RoomChat implements Chat {
  readonly #facts: LoadedFacts;
  readonly #notices = new Notices();
  readonly #rest: Rest;
  readonly #people: People;
  readonly #link: Link;
  readonly #account: Account;
  readonly #state: RoomState;
  readonly #typing: Typing;
  readonly #outbox: Outbox;
  readonly #moderation: Moderation;
  readonly #rejoin = new Alarm();
  /** Counts the joins: the answer to an earlier one means nothing any more. */
  #joins = 0;
  readonly rights: ReadonlySignal<Rights>;
  readonly typing: ReadonlySignal<readonly Person[]>;
  readonly #stopReleasing: () => void;
  readonly #reacting = new Map<string, Promise<Result>>();

  constructor({ origin, room, isGuest, tokens }: ChatOptions) {
    this.#facts = loadFacts(origin);
    this.#rest = new Rest(origin, () => this.#account.token);
    this.#people = new People(origin, (uid) => this.#lookUp(uid));
    this.#typing = new Typing(
      (typing) => this.#link.tell('typing', { typing }),
      () => (this.facts.peek()?.limits.typingTimeoutMs ?? 2 * TYPING_REPEAT_MS) / 2,
    );
    this.#state = new RoomState({
      people: this.#people,
      notices: this.#notices,
      typing: this.#typing,
      isMe: (uid) => this.me.peek()?.uid === uid,
      authUpdated: (user) => this.#account.updated(user),
      ownArrived: (id, text) => this.#outbox.arrived(id, text),
      replaced: () => this.#outbox.settle(),
      catchesUp: () => {
        this.#link.state = 'catchingUp';
      },
      mustReload: () => this.#reload(),
      mayReturn: () => this.#return(),
    });
    this.#link = new Link(origin, {
      since: () => this.#state.since,
      opened: () => this.#opened(),
      closed: () => this.#state.cutOff(),
      arrived: (event) => this.#state.arrived(event),
      hears: (event) => this.#state.hears(event),
      handlers: this.#state.handlers,
      changed: (change, epoch) => this.#state.changed(change, epoch),
    });
    const accountPort = {
      link: this.#link,
      rest: this.#rest,
      people: this.#people,
      notices: this.#notices,
      isSeated: () => this.#state.isSeated,
      left: () => this.#outbox.clear(),
      settled: () => this.#outbox.flush(),
    };
    this.#account = new Account(accountPort, tokens, isGuest);
    this.#outbox = new Outbox({
      canSend: () => this.#canSend(),
      canPipeline: () => this.#isUnslowed(),
      emit: (text, key, answered) =>
        this.#link.ask('sendMessage', { text, client_key: key }, answered),
      taken: (id) => this.#taken(id),
      refused: (error) => this.#refused(error),
      hasMessage: (id) => this.#state.timeline.has(id),
    });
    this.#moderation = new Moderation(this.#rest, this.#people, () => this.#state.uid ?? '');
    this.rights = computed(() => rightsOf(this));
    this.typing = this.#typing.people(this.#account.me);
    this.#stopReleasing = effect(() => {
      if (this.slowUntil.value === null) untracked(() => this.#outbox.release());
    });
    if (room !== null) this.#state.enter(room);
    this.#link.open();
  }

  get facts() {
    return this.#facts.value;
  }
  get connection() {
    return this.#link.connection;
  }
  get me() {
    return this.#account.me;
  }
  get place() {
    return this.#state.place;
  }
  get room() {
    return this.#state.room;
  }
  get timeline() {
    return this.#state.timeline;
  }
  get outbox() {
    return this.#outbox.entries;
  }
  get online() {
    return this.#state.online;
  }
  get slowUntil() {
    return this.#state.restraints.slowUntil;
  }
  get ban() {
    return this.#state.restraints.ban;
  }
  get notices() {
    return this.#notices.list;
  }
  get unread() {
    return this.#state.unread.value;
  }

  get token() {
    return this.#account.token;
  }

  enter(uid: string): void {
    const place = this.place.peek();
    if (uid === this.#state.uid && (place === 'here' || place === 'joining')) return;
    this.#outbox.clear();
    this.#state.enter(uid);
    if (this.#link.isOpen) this.#join();
  }

  retryNow(): void {
    if (this.connection.peek().state === 'offline') this.#link.open();
  }

  async loadOlder(): Promise<Result> {
    const { timeline, uid } = this.#state;
    const before = timeline.first?.id;
    if (uid === null || before === undefined || !timeline.hasOlder || timeline.isLoadingOlder)
      return DONE;
    const { epoch } = timeline;
    timeline.loadsOlder();
    const { pageSizeMax } = this.facts.peek()?.limits ?? {};
    const count = Math.min(PAGE_COUNT, pageSizeMax ?? PAGE_COUNT);
    const path = `/rooms/${encodeURIComponent(uid)}/messages?before=${before}&limit=${count}`;
    const answer = await this.#rest.call<{ readonly messages: readonly WireMessage[] }>(
      'GET',
      path,
    );
    // Everything was replaced meanwhile.
    if (timeline.epoch !== epoch) return DONE;
    if (answer.ok) {
      const { messages } = answer.value;
      // Where it is not known how many the server gives at most, only an empty page is the beginning.
      const fullCount = pageSizeMax === undefined ? 1 : count;
      this.#state.prepend(messages, messages.length >= fullCount);
      return DONE;
    }
    this.#state.notPrepended();
    return answer;
  }

  send(text: string): string | null {
    if (text.trim() === '') return null;
    this.#typing.sent();
    return this.#outbox.add(tidied(text));
  }

  retry(key: string): void {
    this.#outbox.retry(key);
  }

  discard(key: string): string | null {
    return this.#outbox.discard(key);
  }

  edit(id: number, text: string): Promise<Result> {
    return this.#ask('editMessage', { id, text: tidied(text) });
  }

  remove(id: number): Promise<Result> {
    return this.#ask('deleteMessage', { id });
  }

  react(id: number, emoji: string): Promise<Result> {
    const key = `${id} ${emoji}`;
    const pending = this.#reacting.get(key);
    if (pending !== undefined) return pending;
    const reacting = this.#react(id, emoji).finally(() => this.#reacting.delete(key));
    this.#reacting.set(key, reacting);
    return reacting;
  }

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
    return this.#rest.done('PATCH', '/me', { display_name: displayName });
  }

  banUser(uid: string, duration: string, reason: string): Promise<Result> {
    return this.#moderation.banUser(uid, duration, reason);
  }

  cleanUp(what: CleanUp): Promise<Result<number>> {
    return this.#moderation.cleanUp(what);
  }

  unbanUser(uid: string): Promise<Result> {
    return this.#moderation.unbanUser(uid);
  }

  bans() {
    return this.#moderation.bans();
  }

  setModerator(uid: string, isModerator: boolean): Promise<Result> {
    return this.#moderation.setModerator(uid, isModerator);
  }

  setSlowMode(seconds: number): Promise<Result> {
    return this.#moderation.changeRoom({ slow_mode: seconds });
  }

  changeRoom(patch: { readonly name?: string; readonly description?: string }): Promise<Result> {
    return this.#moderation.changeRoom(patch);
  }

  purge(): Promise<Result> {
    return this.#moderation.purge();
  }

  person(uid: string): ReadonlySignal<Person | null> {
    return this.#people.find(uid);
  }

  setReading(isReading: boolean): void {
    this.#state.unread.setReading(isReading);
  }

  dismiss(noticeId: number): void {
    this.#notices.dismiss(noticeId);
  }

  [Symbol.dispose](): void {
    const parts = [this.#link, this.#account, this.#state, this.#typing, this.#outbox];
    for (const part of [...parts, this.#people, this.#facts]) part[Symbol.dispose]();
    this.#rejoin[Symbol.dispose]();
    this.#stopReleasing();
  }

  #opened(): void {
    this.#account.open();
    const place = this.place.peek();
    if (this.#state.uid !== null && place !== 'none' && place !== 'deleted') this.#join();
    else this.#link.state = 'live';
  }

  #join(): void {
    const { uid } = this.#state;
    const join = ++this.#joins;
    this.#rejoin.clear();
    this.#link.ask('join', { uid }, (ack) => {
      if (ack !== null && join === this.#joins) this.#joined(ack);
    });
  }

  #joined(ack: WireAck): void {
    const { place, restraints } = this.#state;
    const error = errorOf(ack);
    this.#link.state = 'live';
    if (error === null) {
      place.value = 'here';
      this.#account.seated();
      this.#outbox.flush();
      return;
    }
    this.#notices.retract(error.text);
    if (error.code === 'roomNotFound') place.value = 'notFound';
    else if (error.code === 'banned') {
      place.value = 'refused';
      restraints.set({ kind: 'ban', until: error.until ?? null, text: error.text });
    } else {
      this.#rejoin.set(error.retryAfterMs ?? REJOIN_MS, () => {
        if (this.#link.isOpen) this.#join();
      });
    }
  }

  #reload(): void {
    this.#link.state = 'reloading';
    this.#state.startOver();
    this.#join();
  }

  #return(): void {
    const { uid } = this.#state;
    if (uid !== null) this.enter(uid);
  }

  #canSend(): boolean {
    return this.#link.isOpen && this.#state.isSeated && !this.#account.isPending;
  }

  #isUnslowed(): boolean {
    return (this.room.peek()?.slowMode ?? 0) === 0 || this.rights.peek().canModerate;
  }

  #taken(id: number | null): number {
    if (id === null || this.#isUnslowed()) return 0;
    const waitMs = (this.room.peek()?.slowMode ?? 0) * 1000;
    this.#state.restraints.slow(waitMs);
    return waitMs;
  }

  #refused(error: ChatError): void {
    this.#notices.retract(error.text);
    this.#state.restraints.refused(error);
  }

  /** Shown at once; the server's word comes before its acknowledgement. */
  async #react(id: number, emoji: string): Promise<Result> {
    const { timeline } = this.#state;
    const uid = this.me.peek()?.uid;
    if (uid !== undefined && this.#link.isOpen)
      timeline.show(id, (body) => toggled(body, emoji, uid));
    const answer = await this.#ask('react', { id, emoji });
    if (!answer.ok) timeline.restore(id);
    return answer;
  }

  #ask(event: string, payload: object): Promise<Result> {
    return new Promise((resolve) => {
      this.#link.ask(event, payload, (ack) => {
        const error = ack === null ? OFFLINE : errorOf(ack);
        resolve(error === null ? DONE : failed(error));
      });
    });
  }

  async #lookUp(uid: string): Promise<LookUp> {
    const path = `/users/${encodeURIComponent(uid)}`;
    const answer = await this.#rest.call<{ readonly user: WireUser }>('GET', path);
    if (answer.ok) this.#people.note(answer.value.user);
    return answer.ok || answer.error.code === 'userNotFound' ? 'done' : 'failed';
  }
}

/** Without empty lines before it and space behind it; a first line may be indented. */
function tidied(text: string): string {
  return text.replace(/^\s*\n/, '').trimEnd();
}
