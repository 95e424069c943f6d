import { isSameUser, type MemberRole, userKeyOf } from '@koine/contract';
import type { Actor } from '../core/actor.ts';
import type { Grant } from '../core/grants.ts';
import type { Audience } from './audience.ts';
import type { Connection } from './connection.ts';
import { CatchUp } from './history/catch-up.ts';
import type { SessionContext } from './hub.ts';
import { InOrder } from './in-order.ts';
import { BINARY, type Handler, handleItem, type Inbound } from './inbound.ts';
import { Inbox } from './inbox.ts';
import type { SlowClient } from './metrics.ts';
import {
  type ProtocolName,
  type RightsChange,
  roomOfTopic,
  roomTopic,
  type Topic,
  type UserChange,
  type Variant,
} from './protocol.ts';
import type { History, Session } from './session.ts';
import { type HeldKey, KeyEntry, type SessionsByKey } from './sessions-by-key.ts';
import { inSlices } from './slices.ts';
import { roomsOf, Subscription, subscriptionTo } from './subscription.ts';

/** Shared: most sessions have no more of it. */
const NONE: readonly never[] = [];

export class HubSession implements Session {
  readonly id: string;
  readonly number: number;
  readonly connection: Connection;
  readonly #context: SessionContext;
  /** Replaced, not changed: most sessions have one, and an array that grows has room for seventeen. */
  #subscriptions: readonly Subscription[] = NONE;
  /** Its protocol's. */
  #keys: HeldKey | null = null;
  #identity: Actor | null = null;
  #grant: Grant | null = null;
  endsAt: number | null = null;
  bannedFrom: Set<string | null> | null = null;
  #isOpen = true;
  #hasClosed = false;
  #handler: Handler | null = null;
  /** Made when first needed: most connections only listen. */
  #inbox: Inbox | null = null;
  #rooms: Map<string, MemberRole | null> | null = null;
  /** What is tracked; entering and leaving rooms wait for it. */
  #order: InOrder | null = null;

  constructor(id: string, connection: Connection, context: SessionContext) {
    this.id = id;
    this.connection = connection;
    this.#context = context;
    this.number = context.index.enter(this);
    context.metrics.connectionOpened(context.protocol.name);
  }

  get ip(): string {
    return this.connection.ip;
  }

  get protocol(): ProtocolName {
    return this.#context.protocol.name;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get identity(): Actor | null {
    return this.#identity;
  }

  get grant(): Grant | null {
    return this.#grant;
  }

  get reader(): Actor | null {
    return this.#context.protocol.reader?.(this) ?? this.#identity;
  }

  get presentIn(): Iterable<string> {
    return this.#rooms === null ? [] : [...this.#rooms.keys()];
  }

  get rooms(): readonly string[] {
    return [...new Set([...this.presentIn, ...roomsOf(this.#subscriptions)])];
  }

  isIn(roomId: string): boolean {
    return this.#rooms?.has(roomId) === true || this.isListening(roomTopic(roomId));
  }

  leaveRoom(roomId: string): void {
    this.unlisten(roomTopic(roomId));
    this.leavePresence(roomId);
  }

  rightsChanged(change: RightsChange): void {
    if (!this.#isOpen) return;
    // Too early for the protocol: the client reconnects, and is checked again.
    if (this.#handler === null) this.close(1012, 'Rights have changed');
    else this.#notify((handler) => handler.rightsChanged(change));
  }

  identify(identity: Actor | null, grant: Grant | null): void {
    if (!this.#isOpen) return;
    this.#grant = grant;
    this.#become(identity);
    this.#context.rights.identified(this);
  }

  send(text: string): void {
    if (!this.#isOpen || this.#hasClosed) return;
    for (const subscription of this.#subscriptions) subscription.audience.flushMember(subscription);
    this.connection.send(text);
  }

  close(code: number, reason: string): void {
    if (!this.#isOpen) return;
    this.#leave();
    if (!this.#hasClosed) this.connection.close(code, reason);
  }

  listen(topic: Topic, variant: Variant = 'plain'): void {
    if (!this.#isOpen || this.#hasClosed) return;
    const known = subscriptionTo(this.#subscriptions, topic);
    if (known?.audience.variant === variant && known.catchUp === null) return;
    const roomId = roomOfTopic(topic);
    if (roomId !== null && !this.#context.rights.mayRead(this, roomId)) return;
    const subscription = this.#subscribe(topic, variant);
    subscription.audience.add(subscription);
  }

  unlisten(topic: Topic): void {
    const subscription = subscriptionTo(this.#subscriptions, topic);
    if (subscription !== undefined) this.#unsubscribe(subscription);
  }

  isListening(topic: Topic): boolean {
    return subscriptionTo(this.#subscriptions, topic) !== undefined;
  }

  async catchUp(
    roomId: string,
    variant: Variant,
    history: History,
    begun: () => void = () => {},
  ): Promise<void> {
    if (!this.#isOpen || this.#hasClosed) return;
    if (!this.#context.rights.mayRead(this, roomId)) return;
    const topic = roomTopic(roomId);
    // Until the end of a stream a client that asks for numbers gets none.
    const meanwhile = history.kind === 'stream' ? 'plain' : variant;
    const pending = this.#subscribe(topic, meanwhile);
    const catchUp = new CatchUp(this, this.#context, {
      roomId,
      variant: meanwhile,
      history,
      begun,
      goLive: (already) => {
        pending.audience.removePending(catchUp);
        pending.catchUp = null;
        const live = meanwhile === variant ? pending : this.#subscribe(topic, variant);
        live.already = already;
        live.audience.add(live);
      },
    });
    pending.catchUp = catchUp;
    pending.audience.addPending(catchUp);
    await catchUp.run();
  }

  enterPresence(roomId: string, role: MemberRole | null): void {
    if (!this.#isOpen) return;
    const identity = this.#identity;
    if (identity === null) throw new Error('presence needs an identity: identify() comes first');
    if (this.#rooms?.has(roomId) === true && this.#rooms.get(roomId) === role) return;
    if (!this.#context.rights.mayBePresent(this, roomId)) return;
    this.#rooms ??= new Map();
    const isIn = this.#rooms.has(roomId);
    this.#rooms.set(roomId, role);
    const { presence } = this.#context;
    if (!isIn) this.#inOrder(() => presence.enter(roomId, identity.user, role));
  }

  leavePresence(roomId: string): void {
    if (this.#rooms?.delete(roomId) !== true || this.#identity === null) return;
    this.#leaveRoom(roomId, this.#identity);
  }

  enterKey<Key>(sessions: SessionsByKey<Key>, key: Key): void {
    if (!this.#isOpen) return;
    sessions.add(key, this);
    this.#keys = new KeyEntry(sessions, key, this.#keys);
  }

  userChanged(event: UserChange): void {
    this.#notify((handler) => handler.userChanged?.(event));
  }

  chargeAddress(cost: number): void {
    if (this.#grant?.kind !== 'key') this.connection.chargeAddress(cost);
  }

  track<T>(work: Promise<T>, done: (value: T) => void, failed: (error: unknown) => void): void {
    this.#order ??= new InOrder((error) => this.failed(error));
    this.#order.track(work, done, failed);
  }

  /** The protocol's side of this session. Where the session has closed meanwhile, so does the handler. */
  attach(handler: Handler): void {
    this.#handler = handler;
    if (this.#hasClosed) this.#notifyClosed();
  }

  receive(item: Inbound): void {
    if (!this.#isOpen) return;
    this.#context.metrics.frameReceived(this.#context.protocol.name);
    this.#inbox ??= new Inbox(this, this.#context.limits.inboxFramesMax);
    this.#inbox.push(item);
  }

  receiveText(text: string): void {
    this.receive(text);
  }

  receiveBinary(): void {
    this.receive(BINARY);
  }

  /** Whether its client has ever spoken this protocol. */
  get hasReceived(): boolean {
    return this.#inbox !== null;
  }

  frameTooLarge(): void {
    const { frameBytesMax } = this.#context.limits;
    this.#notify((handler) => handler.frameTooLarge(frameBytesMax));
  }

  /** The connection is gone, with this close code. What the client had sent is handled before it leaves. */
  closed(code: number): void {
    if (this.#hasClosed) return;
    this.#hasClosed = true;
    this.#unsubscribeAll();
    this.#context.index.leave(this);
    this.#context.metrics.connectionClosed(this.#context.protocol.name, code);
    const end = () => {
      this.#leave();
      this.#notifyClosed();
    };
    if (this.#isOpen && this.#inbox !== null) this.#inbox.whenIdle(end);
    else end();
  }

  /** The connection was cut off because its reader was too far behind. */
  cutOff(): void {
    if (!this.#hasClosed) this.#recordCutOff();
    this.closed(1013);
  }

  /** More waits for its reader than may. */
  closeSlow(): void {
    this.#recordCutOff();
    this.close(1013, 'Too slow');
  }

  /** As an operator sees it. */
  describe(): SlowClient {
    const { id: sessionId, ip, protocol } = this;
    const { bufferedBytes } = this.connection;
    const identity = this.#identity?.user ?? null;
    const user = identity && { appId: identity.appId, id: identity.id, name: identity.name };
    return { sessionId, protocol, ip, user, roomIds: roomsOf(this.#subscriptions), bufferedBytes };
  }

  handle(item: Inbound): void | Promise<void> {
    const handler = this.#handler;
    if (this.#isOpen && handler !== null) return handleItem(handler, item);
  }

  /** A bug: ends this session only. */
  failed(error: unknown): void {
    this.#logBug(error, 'session failed');
    this.close(1011, this.#context.protocol.failure ?? 'Internal error');
  }

  ping(): void {
    if (this.#isOpen && !this.#hasClosed) this.connection.ping();
  }

  get hasAnswered(): boolean {
    return this.connection.hasAnswered;
  }

  /** Presence and index move from the old user to the new one. */
  #become(identity: Actor | null): void {
    const before = this.#identity;
    this.#identity = identity;
    if (before !== null && identity !== null && isSameUser(before.user, identity.user)) return;
    const rooms = [...(this.#rooms ?? [])];
    if (before !== null) {
      this.#context.index.users.remove(userKeyOf(before.user), this);
      this.#rooms = null;
      for (const [roomId] of rooms) this.#leaveRoom(roomId, before);
    }
    if (identity === null) return;
    this.#context.index.users.add(userKeyOf(identity.user), this);
    for (const [roomId, role] of rooms) this.enterPresence(roomId, role);
  }

  /** Another subscription to this topic ends. */
  #subscribe(topic: Topic, variant: Variant): Subscription {
    const { index, protocol } = this.#context;
    // Entered before the old one is left, so that the topic's entry stays and with it what has been delivered.
    const audience = index.enterAudience(topic, protocol.name, variant);
    const known = subscriptionTo(this.#subscriptions, topic);
    if (known !== undefined) this.#unsubscribe(known, audience);
    const subscription = new Subscription(this, audience);
    this.#subscriptions = this.#subscriptions.concat(subscription);
    return subscription;
  }

  #unsubscribe(subscription: Subscription, next?: Audience): void {
    this.#subscriptions = this.#subscriptions.filter((other) => other !== subscription);
    subscription.end(this.#context.index, next);
  }

  #unsubscribeAll(): void {
    const subscriptions = this.#subscriptions;
    const { index } = this.#context;
    this.#subscriptions = NONE;
    this.#inSlices(subscriptions, (subscription) => subscription.end(index));
  }

  #inSlices<Item>(items: readonly Item[], handle: (item: Item) => void): void {
    inSlices(items, handle, (error) => this.#logBug(error, 'closing a session failed'));
  }

  #recordCutOff(): void {
    this.#context.metrics.slowReaderCutOff(this.#context.protocol.name, this.describe());
  }

  /** Gives up subscriptions, index and presence. */
  #leave(): void {
    if (!this.#isOpen) return;
    this.#unsubscribeAll();
    this.#inbox?.clear();
    this.#isOpen = false;
    const { index } = this.#context;
    index.banned.delete(this);
    for (let key = this.#keys; key !== null; key = key.next) key.remove(this);
    const identity = this.#identity;
    if (identity === null) return;
    index.users.remove(userKeyOf(identity.user), this);
    const rooms = [...this.presentIn];
    this.#rooms = null;
    this.#inSlices(rooms, (roomId) => this.#leaveRoom(roomId, identity));
  }

  #leaveRoom(roomId: string, { user }: Actor): void {
    const { presence } = this.#context;
    this.#inOrder(() => presence.leave(roomId, userKeyOf(user)));
  }

  /** After all that was tracked before. */
  #inOrder(run: () => void): void {
    if (this.#order === null) run();
    else this.#order.after(run);
  }

  #notify(notify: (handler: Handler) => void): void {
    try {
      if (this.#handler !== null) notify(this.#handler);
    } catch (error) {
      this.failed(error);
    }
  }

  #notifyClosed(): void {
    const handler = this.#handler;
    this.#handler = null;
    try {
      handler?.closed?.();
    } catch (error) {
      this.#logBug(error, 'closing a session failed');
    }
  }

  #logBug(error: unknown, message: string): void {
    const { log, protocol } = this.#context;
    log.error({ err: error, protocol: protocol.name, session: this.id }, message);
  }
}
