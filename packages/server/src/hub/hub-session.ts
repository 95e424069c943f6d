import { isSameUser, type MemberRole, userKeyOf } from '@koine/contract';
import type { Actor } from '../core/actor.ts';
import { atTime } from '../core/at-time.ts';
import type { Grant } from '../core/grants.ts';
import type { Timer } from '../core/ports/world.ts';
import type { Audience } from './audience.ts';
import { CatchUp } from './catch-up.ts';
import { catchUpFailed } from './catch-up-failed.ts';
import type { Connection } from './connection.ts';
import {
  BINARY,
  type Handler,
  handleItem,
  type Inbound,
  tellClosed,
  tellTooLarge,
} from './handler.ts';
import { InOrder } from './in-order.ts';
import { Inbox } from './inbox.ts';
import type { SlowClient } from './metrics.ts';
import {
  type ProtocolName,
  type RightsChange,
  roomOfTopic,
  roomTopic,
  type Topic,
  type Variant,
} from './protocol.ts';
import type { RightsHolder } from './rights.ts';
import { newSeat, releaseSeat, roomsOf, type Seat, seatAt } from './seat.ts';
import type { History, Session } from './session.ts';
import type { SessionContext } from './session-context.ts';
import { inSlices } from './slices.ts';
import { slowClientOf } from './slow-client.ts';

export class HubSession implements Session, RightsHolder {
  readonly id: string;
  readonly connection: Connection;
  readonly #context: SessionContext;
  /** Replaced, not changed: most sessions have one seat, and an array that grows has room for seventeen. */
  #seats: readonly Seat[] = [];
  #identity: Actor | null = null;
  #grant: Grant | null = null;
  /** Runs when the grant ends; most have none. */
  #expiry: Timer | null = null;
  #isOpen = true;
  #hasClosed = false;
  #handler: Handler | null = null;
  /** Made when first needed: most connections only listen. */
  #inbox: Inbox<Inbound> | null = null;
  #rooms: Map<string, MemberRole | null> | null = null;
  /** What is tracked; comings and goings stand behind it. */
  #order: InOrder | null = null;

  constructor(id: string, connection: Connection, context: SessionContext) {
    this.id = id;
    this.connection = connection;
    this.#context = context;
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
    return [...new Set([...this.presentIn, ...roomsOf(this.#seats)])];
  }

  isIn(roomId: string): boolean {
    return this.#rooms?.has(roomId) === true || this.isListening(roomTopic(roomId));
  }

  leaveRoom(roomId: string): void {
    this.unlisten(roomTopic(roomId));
    this.leavePresence(roomId);
  }

  rightsChanged(change: RightsChange): void {
    this.#context.protocol.rightsChanged(this, change);
  }

  endAt(expiresAt: number | null): void {
    this.#expiry?.cancel();
    this.#expiry = null;
    if (expiresAt === null || !this.#isOpen) return;
    const { clock, rights } = this.#context;
    this.#expiry = atTime(clock, expiresAt, () => rights.expired(this));
  }

  identify(identity: Actor | null, grant: Grant | null): void {
    if (!this.#isOpen) return;
    this.#grant = grant;
    this.#become(identity);
    this.endAt(null);
    this.#context.rights.identified(this);
  }

  send(text: string): void {
    if (!this.#isOpen || this.#hasClosed) return;
    for (const seat of this.#seats) seat.audience.settle(seat);
    this.connection.send(text);
  }

  close(code: number, reason: string): void {
    if (!this.#isOpen) return;
    this.#leave();
    if (!this.#hasClosed) this.connection.close(code, reason);
  }

  listen(topic: Topic, variant: Variant = 'plain'): void {
    if (!this.#isOpen || this.#hasClosed) return;
    const known = seatAt(this.#seats, topic);
    if (known?.audience.variant === variant && known.catchUp === null) return;
    const roomId = roomOfTopic(topic);
    if (roomId !== null && !this.#context.rights.mayTake(this, roomId)) return;
    const seat = this.#sit(topic, variant);
    seat.audience.add(seat);
  }

  unlisten(topic: Topic): void {
    const seat = seatAt(this.#seats, topic);
    if (seat !== undefined) this.#vacate(seat);
  }

  isListening(topic: Topic): boolean {
    return seatAt(this.#seats, topic) !== undefined;
  }

  async catchUp(
    roomId: string,
    variant: Variant,
    history: History,
    begun: () => void = () => {},
  ): Promise<void> {
    if (!this.#isOpen || this.#hasClosed) return;
    const { messages, shelves, limits, protocol, rights, topics } = this.#context;
    if (!rights.mayTake(this, roomId)) return;
    const topic = roomTopic(roomId);
    // Until the end of a stream a client that asks for numbers gets none.
    const meanwhile = history.kind === 'stream' ? 'plain' : variant;
    const seat = this.#sit(topic, meanwhile);
    const catchUp = new CatchUp({
      session: this,
      connection: this.connection,
      place: { roomId, protocol: protocol.name, variant: meanwhile },
      history,
      messages,
      shelves,
      outboxBytesMax: limits.outboxBytesMax,
      deliveredSeq: () => topics.get(topic)?.changeSeq ?? 0,
      overflowed: () => {
        this.#noteCutOff();
        this.close(1013, 'Too slow');
      },
      begun,
      goLive: (covered) => {
        seat.audience.removeAside(catchUp);
        seat.catchUp = null;
        const live = meanwhile === variant ? seat : this.#sit(topic, variant);
        live.covered = covered;
        live.audience.add(live);
      },
    });
    seat.catchUp = catchUp;
    seat.audience.addAside(catchUp);
    try {
      await catchUp.run();
    } catch (error) {
      if (this.#isOpen && seat.catchUp === catchUp) catchUpFailed(this, rights, roomId, error);
    }
  }

  enterPresence(roomId: string, role: MemberRole | null): void {
    if (!this.#isOpen) return;
    const identity = this.#identity;
    if (identity === null) throw new Error('presence needs an identity: identify() comes first');
    if (this.#rooms?.has(roomId) === true && this.#rooms.get(roomId) === role) return;
    if (!this.#context.rights.mayBePresent(this, roomId)) return;
    this.#rooms ??= new Map();
    this.#rooms.set(roomId, role);
    const { presence } = this.#context;
    this.#inOrder(() => presence.enter(roomId, identity.user, role, this.id));
  }

  leavePresence(roomId: string): void {
    if (this.#rooms?.delete(roomId) !== true || this.#identity === null) return;
    this.#leaveRoom(roomId, this.#identity);
  }

  track<T>(work: Promise<T>, done: (value: T) => void, failed: (error: unknown) => void): void {
    this.#order ??= new InOrder((error) => this.failed(error));
    this.#order.track(work, done, failed);
  }

  /** The protocol's side of this session. Closed meanwhile: it is told so. */
  attach(handler: Handler): void {
    this.#handler = handler;
    if (this.#hasClosed) this.#tellClosed();
  }

  receive(item: Inbound): void {
    if (!this.#isOpen) return;
    this.#context.metrics.frameReceived(this.#context.protocol.name);
    this.#inbox ??= new Inbox<Inbound>(this, this.#context.limits.inboxFramesMax);
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
    try {
      if (this.#handler !== null) tellTooLarge(this.#handler, this.#context.limits.frameBytesMax);
    } catch (error) {
      this.failed(error);
    }
  }

  /** The connection is gone, with this close code. What the client had said is handled before it leaves. */
  closed(code: number): void {
    if (this.#hasClosed) return;
    this.#hasClosed = true;
    this.#vacateAll();
    this.#context.forget(this);
    this.#context.metrics.connectionClosed(this.#context.protocol.name, code);
    const end = () => {
      this.#leave();
      this.#tellClosed();
    };
    if (this.#isOpen && this.#inbox !== null) this.#inbox.whenIdle(end);
    else end();
  }

  /** The connection was cut off because its reader was too far behind. */
  cutOff(): void {
    if (!this.#hasClosed) this.#noteCutOff();
    this.closed(1013);
  }

  /** As an operator sees it. */
  describe(): SlowClient {
    return slowClientOf(this, roomsOf(this.#seats));
  }

  handle(item: Inbound): void | Promise<void> {
    const handler = this.#handler;
    if (this.#isOpen && handler !== null) return handleItem(handler, item);
  }

  /** A bug: ends this session only. */
  failed(error: unknown): void {
    this.#logMistake(error, 'session failed');
    this.close(1011, 'Internal error');
  }

  ping(): void {
    if (this.#isOpen && !this.#hasClosed) this.connection.ping();
  }

  get hasAnswered(): boolean {
    return this.connection.hasAnswered;
  }

  pause(): void {
    this.connection.pause();
  }

  resume(): void {
    this.connection.resume();
  }

  /** Presence and index move from whom it was to whom it is. */
  #become(identity: Actor | null): void {
    const before = this.#identity;
    this.#identity = identity;
    if (before !== null && identity !== null && isSameUser(before.user, identity.user)) return;
    const rooms = [...(this.#rooms ?? [])];
    if (before !== null) {
      this.#context.users.remove(before, this);
      this.#rooms = null;
      for (const [roomId] of rooms) this.#leaveRoom(roomId, before);
    }
    if (identity === null) return;
    this.#context.users.add(identity, this);
    for (const [roomId, role] of rooms) this.enterPresence(roomId, role);
  }

  /** Takes a seat; one elsewhere under this topic is given up. */
  #sit(topic: Topic, variant: Variant): Seat {
    const { topics, protocol } = this.#context;
    // Entered before the old seat is left, so that the topic's entry stays and with it what has been delivered.
    const audience = topics.enter(topic, protocol.name, variant);
    const known = seatAt(this.#seats, topic);
    if (known !== undefined) this.#vacate(known, audience);
    const seat = newSeat(this, audience);
    this.#seats = this.#seats.concat(seat);
    return seat;
  }

  #vacate(seat: Seat, next?: Audience): void {
    this.#seats = this.#seats.filter((other) => other !== seat);
    releaseSeat(seat, this.#context.topics, next);
  }

  #vacateAll(): void {
    const seats = this.#seats;
    const { topics } = this.#context;
    this.#seats = [];
    this.#inSlices(seats, (seat) => releaseSeat(seat, topics));
  }

  #inSlices<Item>(items: readonly Item[], handle: (item: Item) => void): void {
    inSlices(items, handle, (error) => this.#logMistake(error, 'closing a session failed'));
  }

  #noteCutOff(): void {
    this.#context.metrics.slowReaderCutOff(this.#context.protocol.name, this.describe());
  }

  /** Gives up seats, index and presence. */
  #leave(): void {
    if (!this.#isOpen) return;
    this.#vacateAll();
    this.#inbox?.clear();
    this.#isOpen = false;
    this.#expiry?.cancel();
    this.#expiry = null;
    this.#context.rights.closed(this);
    const identity = this.#identity;
    if (identity === null) return;
    this.#context.users.remove(identity, this);
    const rooms = [...this.presentIn];
    this.#rooms = null;
    this.#inSlices(rooms, (roomId) => this.#leaveRoom(roomId, identity));
  }

  #leaveRoom(roomId: string, { user }: Actor): void {
    const { presence } = this.#context;
    this.#inOrder(() => presence.leave(roomId, userKeyOf(user), this.id));
  }

  /** Behind all that was tracked before. */
  #inOrder(run: () => void): void {
    if (this.#order === null) run();
    else this.#order.behind(run);
  }

  #tellClosed(): void {
    const handler = this.#handler;
    this.#handler = null;
    try {
      if (handler !== null) tellClosed(handler);
    } catch (error) {
      this.#logMistake(error, 'closing a session failed');
    }
  }

  #logMistake(error: unknown, message: string): void {
    const { log, protocol } = this.#context;
    log.error({ err: error, protocol: protocol.name, session: this.id }, message);
  }
}
