import { DEFAULT_APP_ID, KoineError, type Message } from '@koine/contract';
import { type Actor, createActor } from '../../core/actor.ts';
import type { HeldToken } from '../../core/apps.ts';
import { assertId, foldUuid } from '../../core/ids.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import type { RoomRules } from '../../core/room-rules.ts';
import { BaseEventHandler, type EventDeps } from '../../hub/base-handler.ts';
import type { Position, ResumeFrom, Since } from '../../hub/history/since.ts';
import { type Ack, type RightsChange, userTopic } from '../../hub/protocol.ts';
import type { Session } from '../../hub/session.ts';
import { type Decoder, encode, wireMessage, wireMessages, wireRoom } from './codec.ts';
import type { DirectBudgets, DirectLimits } from './limits.ts';
import { historyOf } from './resume.ts';
import { FETCH_LIMIT, FETCH_OFFSET, type ServerEvents } from './schema.ts';

/** What a connection brought with it. */
export interface Credentials {
  /** What the user token says; `null`: none was needed, or none came. */
  readonly claims: HeldToken | null;
  /** Without it every event is refused; the connection serves another protocol. */
  readonly isAdmitted: boolean;
  /** Where the client stands, by room id; `null`: it does not ask for change numbers. */
  readonly since: ReadonlyMap<string, ResumeFrom> | null;
}

export interface DirectDeps extends EventDeps {
  readonly core: ProtocolCore;
  readonly limits: DirectLimits;
  readonly budgets: DirectBudgets;
  readonly decoder: Decoder;
}

/** One client: the user it is bound to, and what it asks for. */
export class DirectHandler extends BaseEventHandler<DirectDeps> {
  readonly #credentials: Credentials;
  /** Rooms that have been resumed, which is done once; `null`: none. */
  #resumed: Set<string> | null = null;
  /** Whom this socket is bound to. */
  #actor: Actor | null = null;

  constructor(deps: DirectDeps, session: Session, credentials: Credentials) {
    super(deps, session);
    this.#credentials = credentials;
    const { claims } = credentials;
    if (claims !== null) this.#bind(this.#actorOf(claims.userId));
  }

  /** A mute is reported when the user writes. */
  rightsChanged(change: RightsChange): void {
    switch (change.kind) {
      case 'roomDeleted':
        this.session.send(encode('error', { message: 'The conversation was deleted' }));
        return;
      case 'room':
        this.sendError(change.reason);
        return;
      case 'session':
        this.sendError(change.reason);
        if (change.reason.code === 'unauthorized') this.#end();
        return;
      case 'regained':
        this.session.send(encode('ban_ended', { roomId: change.roomId }));
        return;
      case 'restricted':
        return;
    }
  }

  protected handle(event: string, payload: unknown, ack: Ack | undefined): void | Promise<void> {
    if (!this.#credentials.isAdmitted) throw new KoineError('unauthorized');
    const { budgets, core } = this.deps;
    switch (event) {
      case 'register_user':
        budgets.chargeFor('frame', this.session.id);
        return this.#register(payload, ack);
      case 'join_chat':
        core.budgets.chargeFor('join', this.session.id);
        return this.#join(payload, ack);
      case 'send_message':
        return this.#send(payload, ack);
      case 'fetch_messages':
        budgets.chargeFor('read', this.session.id);
        return this.#fetch(payload, ack);
    }
  }

  async #register(payload: unknown, ack: Ack | undefined): Promise<void> {
    const userId = this.deps.decoder.register_user(payload);
    assertId(userId, 'user id');
    const actor = this.#claim(userId);
    await this.deps.core.access.assertNotBanned(actor);
    this.#bind(actor);
    this.session.listen(userTopic(actor.appId, userId));
    ack?.({ ok: true, userId });
  }

  async #join(payload: unknown, ack: Ack | undefined): Promise<void> {
    const { core, decoder } = this.deps;
    const { userId, targetUserId } = decoder.join_chat(payload);
    const actor = this.#claim(userId);
    await core.access.assertNotBanned(actor);
    const room = await core.rooms.startConversation(actor, targetUserId);
    await core.access.read(actor, room.id);
    this.#assertRoomFor(room.id);
    this.#bind(actor);
    this.session.enterPresence(room.id, 'member');
    let joined: ServerEvents['room_joined'] = { roomId: room.id, room: wireRoom(room) };
    const welcome = (at: Position | null) => {
      joined = { ...joined, ...at };
      return [encode('room_joined', joined)];
    };
    const since = this.#takeSince(room.id);
    const history = historyOf(since, { epoch: core.epoch, roomId: room.id, welcome });
    await this.session.catchUp(room.id, since === null ? 'plain' : 'change', history);
    ack?.({ ok: true, ...joined });
  }

  /** Each room that a connection has joined costs it memory, and its end some work. */
  #assertRoomFor(roomId: string): void {
    const present = Array.from(this.session.presentIn);
    const max = this.deps.limits.roomsPerConnectionMax;
    if (present.length < max || present.includes(roomId)) return;
    throw new KoineError('tooMany', { limit: max }, `Too many conversations joined (max ${max})`);
  }

  /** Where to resume from: done once for a room, if the connection asked for it. */
  #takeSince(roomId: string): Since | null {
    const { since } = this.#credentials;
    if (since === null) return null;
    const from = since.get(roomId);
    if (from === undefined || this.#resumed?.has(roomId) === true) return 'now';
    this.#resumed ??= new Set();
    this.#resumed.add(roomId);
    return from;
  }

  #send(payload: unknown, ack: Ack | undefined): void | Promise<void> {
    const { core, decoder } = this.deps;
    const sent = decoder.send_message(payload);
    const { senderId, body, client_key: clientKey, reply_to: replyTo = null } = sent;
    const roomId = foldUuid(sent.roomId);
    const actor = this.#bound(senderId);
    const post = (rules: RoomRules) => {
      assertConversation(rules);
      const draft = {
        content: body,
        type: 'text',
        meta: null,
        clientKey: clientKey ?? null,
        replyTo,
      };
      this.sendMessage(
        actor,
        roomId,
        draft,
        ({ message }) => ack?.(this.#sent(message)),
        (error) => this.refuseWith(error, ack),
      );
    };
    // A room in memory is written to in this very tick, so that a client's messages keep their order.
    const rules = core.roomRules.peek(roomId);
    return rules === undefined ? core.access.read(actor, roomId).then(post) : post(rules);
  }

  /** The acknowledgement of a message. */
  #sent(message: Message) {
    const { seq, changeSeq: change } = message;
    const sent = { ok: true, message: wireMessage(message) };
    return this.#credentials.since === null ? sent : { ...sent, seq, change };
  }

  async #fetch(payload: unknown, ack: Ack | undefined): Promise<void> {
    const { core, decoder } = this.deps;
    const asked = decoder.fetch_messages(payload);
    const { limit = FETCH_LIMIT, offset = FETCH_OFFSET } = asked;
    const roomId = foldUuid(asked.roomId);
    const actor = this.#bound(null);
    assertConversation(await core.access.read(actor, roomId));
    const page = await core.messages.history(actor, {
      roomId,
      direction: 'older',
      before: null,
      after: null,
      limit,
      skip: offset,
      withDeleted: false,
    });
    const messages = wireMessages(page.messages);
    const more = { roomId, messages, offset: offset + messages.length };
    this.session.send(encode('more_messages', more));
    ack?.({ ok: true, ...more });
  }

  /** Anyone who claims a user id: the one that the socket is bound to, or anyone while it is unbound. */
  #claim(userId: string): Actor {
    if (this.#actor === null) return this.#actorOf(userId);
    if (this.#actor.user.id !== userId) throw signedInAs(this.#actor);
    return this.#actor;
  }

  /** The bound user. For an unbound socket no room exists. */
  #bound(claimedId: string | null): Actor {
    if (this.#actor === null) throw new KoineError('roomNotFound');
    if (claimedId !== null && claimedId !== this.#actor.user.id) throw signedInAs(this.#actor);
    return this.#actor;
  }

  #bind(actor: Actor): void {
    if (this.#actor !== null) return;
    this.#actor = actor;
    this.session.identify(actor, this.#credentials.claims?.grant ?? null);
  }

  #actorOf(userId: string): Actor {
    const { claims } = this.#credentials;
    const appId = claims?.appId ?? DEFAULT_APP_ID;
    const name = claims?.userName ?? userId;
    return createActor({
      appId,
      user: { id: userId, appId, name, avatarUrl: null, kind: 'external' },
      power: 'user',
      roles: [],
      ip: this.session.ip,
      rooms: claims?.rooms ?? null,
      choosesId: claims === null,
    });
  }

  /** Anyone who came with a token goes with it. Without one the connection stays: it may serve another protocol. */
  #end(): void {
    const { grant, identity } = this.session;
    // A code after which stock clients come back, with a new token.
    if (grant !== null) this.session.close(1012, 'Unauthorized');
    else if (identity !== null) this.session.unlisten(userTopic(identity.appId, identity.user.id));
  }
}

/** Through this protocol only conversations of two can be reached; that one of them asks is for the core to say. */
function assertConversation({ room }: RoomRules): void {
  if (room.kind !== 'direct') throw new KoineError('roomNotFound');
}

function signedInAs(actor: Actor): KoineError {
  return new KoineError('conflict', {}, `You are signed in as ${actor.user.id}`);
}
