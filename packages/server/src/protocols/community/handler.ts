import { KoineError, type Message, type User, userKeyOf } from '@koine/contract';
import type { Actor } from '../../core/actor.ts';
import { COSTS } from '../../core/address-throttle.ts';
import type { Holder } from '../../core/sign-ins.ts';
import { BaseEventHandler, type EventDeps } from '../../hub/base-handler.ts';
import type { ResumeFrom } from '../../hub/history/since.ts';
import { type Ack, type RightsChange, roomTopic, type UserChange } from '../../hub/protocol.ts';
import type { Session } from '../../hub/session.ts';
import type { Visit } from './accounts.ts';
import { changeText, decodeJoin, decodeLogin, decodeSend, encode, wireRoom } from './codec.ts';
import { runCommand } from './commands/index.ts';
import { isCommand } from './commands/parse.ts';
import type { CommunityContext } from './context.ts';
import { extraNamed } from './extras.ts';
import { profileOfAccount } from './profiles.ts';
import { historyOf } from './resume.ts';
import type { RoomUsers } from './room-users.ts';
import type { SystemType } from './schema.ts';
import { ackOf, badRequest, notSignedIn, rejectionOf, WORDS } from './words.ts';

export interface CommunityDeps extends CommunityContext, EventDeps {
  readonly core: CommunityContext['core'];
  readonly budgets: CommunityContext['budgets'];
  readonly roomUsers: RoomUsers;
}

/** One socket: who is signed in on it, and the one room that it reads. */
export class CommunityHandler extends BaseEventHandler<CommunityDeps> {
  readonly visit: Visit;
  readonly #isNumbered: boolean;
  /** Rooms to resume: each once; `null`: none (any more). */
  #since: Map<string, ResumeFrom> | null;
  #user: User | null = null;
  #actor: Actor | null = null;
  #roomId: string | null = null;
  #roomUid = '';
  /** Why it may not write here, as last sent. Who is banned reads on, as anybody may, but is not one of the room's users. */
  #restriction: KoineError | null = null;
  /** The latest `auth_updated`. */
  #sentAuth = '';

  /** `since`: where the client stands, by room uid or id; `null`: it does not ask for change numbers. */
  constructor(
    deps: CommunityDeps,
    session: Session,
    visit: Visit,
    since: ReadonlyMap<string, ResumeFrom> | null,
  ) {
    super(deps, session);
    this.visit = visit;
    this.#isNumbered = since !== null;
    // Most clients have none, and an empty map is as large as all else that an idle one keeps.
    this.#since = since === null || since.size === 0 ? null : new Map(since);
  }

  get user(): User | null {
    return this.#user;
  }

  get roomId(): string | null {
    return this.#roomId;
  }

  get ip(): string {
    return this.session.ip;
  }

  /** Reading needs no account: who is banned by account reads on, and who is signed out too. */
  rightsChanged(change: RightsChange): void {
    switch (change.kind) {
      case 'roomDeleted':
        this.#roomDeleted();
        return;
      case 'room':
        this.#remove(change.reason);
        return;
      case 'session':
        this.sendSystem('warning', WORDS.signedOut);
        this.signOut();
        return;
      case 'restricted':
        this.#restrict(change.reason);
        return;
      case 'regained':
        this.#sendRestriction(null);
        return;
    }
  }

  closed(): void {
    this.#roomId = null;
    this.#user = null;
    this.#actor = null;
  }

  sendSystem(type: SystemType, text: string): void {
    this.session.send(encode('system', { type, text }));
  }

  /** Who is signed in. Throws `unauthorized`. */
  requireActor(): Actor {
    if (this.#actor === null) throw notSignedIn();
    return this.#actor;
  }

  /** The acknowledgement of what was done to a message. */
  doneTo({ number, seq, changeSeq: change }: Message) {
    const done = { error: null, success: true, result: number } as const;
    return this.#isNumbered ? { ...done, seq, change } : done;
  }

  /** The room that the socket is in. Throws `invalidInput`. */
  requireRoom(): string {
    if (this.#roomId === null) throw badRequest(WORDS.notInRoom);
    return this.#roomId;
  }

  async signIn({ user, grant }: Holder): Promise<void> {
    const { accounts, view } = this.deps;
    view.profiles.record(user);
    if (this.#roomId !== null && this.#user?.id !== user.id)
      this.session.leavePresence(this.#roomId);
    this.#user = user;
    this.#actor = accounts.actor(user, this.ip);
    this.session.identify(this.#actor, grant);
    this.#sendAuth();
    await this.enterRoom();
  }

  /** The socket stays in its room, as a reader. */
  signOut(): void {
    if (this.#user === null) return;
    if (this.#roomId !== null) this.session.leavePresence(this.#roomId);
    this.#user = null;
    this.#actor = null;
    this.#restriction = null;
    this.session.identify(null, null);
    this.#sendAuth();
  }

  /** As `signOut`, and the sign-in ends, wherever else it is used. A guest's token is stored nowhere: it runs out. */
  async logout(): Promise<void> {
    const { grant } = this.session;
    this.signOut();
    if (grant?.kind === 'signIn') await this.deps.core.signIns.end(grant.hash);
  }

  /** Leaves the room it was in, if any, and reads this one. Rejects with `roomNotFound`, or `banned` where its address is. */
  async join(uid: string): Promise<void> {
    const { accounts, core, roomUsers, view } = this.deps;
    const { id } = await core.rooms.findPublic(uid);
    await core.access.read(accounts.reader(this.ip), id);
    await view.profiles.warm(id);
    // Last, so that what has happened meanwhile is seen.
    const { room } = await core.access.read(accounts.reader(this.ip), id);
    if (!this.session.isOpen) return;
    if (this.#roomId !== id) {
      this.#depart();
      this.#roomId = id;
      this.#roomUid = room.uid;
    }
    const since = this.#takeSince(uid, id);
    const { epoch } = core;
    const history = historyOf(since ?? (this.#isNumbered ? 'now' : null), { epoch, uid, view });
    using users = roomUsers.watch(id);
    // From the look at the room to the beginning of listening there is no wait, so that no change falls between.
    this.session.send(encode('room_updated', { room: wireRoom(room) }));
    await this.session.catchUp(id, this.#isNumbered ? 'change' : 'plain', history);
    await this.enterRoom();
    if (this.#roomId !== id) return;
    // Entering may have notified everyone, and the newcomer with them.
    if (!users.isSent) this.session.send(roomUsers.text(id));
    for (const sender of core.typing.inRoom(id))
      this.session.send(encode('typing_changed', { user: view.sender(sender, id), typing: true }));
    this.sendAuthIfChanged();
  }

  /** `false`: it was in none. */
  leave(): boolean {
    const uid = this.#roomUid;
    if (!this.#depart()) return false;
    this.session.send(encode('room_left', { uid }));
    return true;
  }

  /** Puts it out of its room, with a word why. */
  #remove(rejection: KoineError): void {
    if (!this.leave()) return;
    this.sendSystem('error', this.#textOf(rejection));
    this.#sendRestriction(rejection);
  }

  /** Its room is no more. */
  #roomDeleted(): void {
    const uid = this.#roomUid;
    if (!this.#depart()) return;
    this.sendSystem('warning', WORDS.roomDeleted);
    this.session.send(encode('room_deleted', { uid }));
  }

  quit(): void {
    this.session.close(1000, 'Bye');
  }

  /** Becomes one of the room's users, unless banned. */
  async enterRoom(): Promise<void> {
    const actor = this.#actor;
    const roomId = this.#roomId;
    if (actor === null || roomId === null) return;
    const { access } = this.deps.core;
    try {
      const rules = await access.read(actor, roomId);
      if (this.#actor?.user.id !== actor.user.id || this.#roomId !== roomId) return;
      this.session.enterPresence(roomId, rules.staff.get(userKeyOf(actor.user)) ?? null);
      access.assertMayWrite(actor, rules);
      if (access.isOpenTo(actor, rules)) this.#sendRestriction(null);
    } catch (error) {
      if (!(error instanceof KoineError)) throw error;
      if (error.code === 'banned') this.#restrict(error);
      else if (error.code === 'muted') this.#sendRestriction(error);
      else throw error;
    }
  }

  /** Whether it may write in its room (`null`) was asked again. */
  #restrict(rejection: KoineError | null): void {
    if (rejection === null) {
      if (this.#restriction !== null) this.enterRoom().catch((error) => this.refuse(error));
      return;
    }
    if (rejection.code === 'banned' && this.#roomId !== null)
      this.session.leavePresence(this.#roomId);
    const sent = this.#restriction;
    if (sent?.code === rejection.code && sent.details.until === rejection.details.until) return;
    this.sendSystem('error', this.#textOf(rejection));
    this.#sendRestriction(rejection);
  }

  userChanged(event: UserChange): void {
    if (event.type === 'userUpdated') this.#refresh(event.user);
    else this.sendAuthIfChanged();
  }

  /** Its account has changed. */
  #refresh(user: User): void {
    this.#user = user;
    this.#actor = this.deps.accounts.actor(user, this.ip);
    this.session.identify(this.#actor, this.session.grant);
    this.#sendAuth();
  }

  /** Its room may give it another role than the one sent. */
  sendAuthIfChanged(): void {
    if (this.#user !== null && this.#authText() !== this.#sentAuth) this.#sendAuth();
  }

  protected handle(event: string, payload: unknown, ack: Ack | undefined): void | Promise<void> {
    if (event === 'sendMessage') return this.#handleMessage(payload, ack);
    // Typing is paced, not counted. Joining has a budget of its own, so that a client that reconnects is let in.
    if (event === 'join') this.deps.core.budgets.chargeFor('join', this.session.id);
    else if (event === 'typing') this.session.chargeAddress(COSTS.frame);
    else this.deps.budgets.chargeFor('event', this.session.id);
    switch (event) {
      case 'login':
        return this.#login(payload, ack);
      case 'join':
        return this.#enter(payload, ack);
      case 'logout':
        return this.#logout(ack);
      default:
        return this.#ask(event, payload, ack);
    }
  }

  /** What the document has no word for. */
  async #ask(event: string, payload: unknown, ack: Ack | undefined): Promise<void> {
    try {
      const answer = await extraNamed(event)?.(payload, this, this.deps);
      ack?.(answer);
    } catch (error) {
      if (ack === undefined || !(error instanceof KoineError)) throw error;
      ack(ackOf(error, this.deps.core.clock.now()));
    }
  }

  async #logout(ack: Ack | undefined): Promise<void> {
    await this.logout();
    ack?.({ error: null });
  }

  async #login(payload: unknown, ack: Ack | undefined): Promise<void> {
    const token = decodeLogin(payload);
    const holder = token === null ? null : await this.deps.accounts.findByToken(token, this.visit);
    if (holder === null) throw new KoineError('unauthorized', {}, WORDS.invalidLogin);
    await this.signIn(holder);
    ack?.({ error: null });
  }

  async #enter(payload: unknown, ack: Ack | undefined): Promise<void> {
    const uid = decodeJoin(payload);
    try {
      if (uid === null) throw new KoineError('roomNotFound');
      await this.join(uid);
      ack?.({ error: null });
    } catch (error) {
      if (!(error instanceof KoineError) || error.code !== 'roomNotFound') throw error;
      const message = this.#textOf(error);
      const timestamp = Math.floor(this.deps.core.clock.now() / 1000);
      this.session.send(encode('error', { timestamp, message }));
      ack?.(ackOf(error, this.deps.core.clock.now()));
    }
  }

  #handleMessage(payload: unknown, ack: Ack | undefined): void | Promise<void> {
    const sent = decodeSend(payload, this.deps.limits.clientKeyCharsMax);
    const { text, client_key: clientKey = null, reply_to: replyTo = null } = sent;
    if (isCommand(text)) return this.#command(text, ack);
    if (text.trim() === '') throw new KoineError('contentEmpty', { field: 'text' });
    const actor = this.requireActor();
    const roomId = this.requireRoom();
    const { view } = this.deps;
    const draft = { content: text, type: 'text', meta: null, clientKey, replyTo };
    this.sendMessage(
      actor,
      roomId,
      draft,
      ({ message, isDuplicate }) => {
        // Without a number: the client may not have come so far yet.
        if (isDuplicate) this.session.send(changeText('message', view.messageText(message), null));
        ack?.(this.doneTo(message));
        this.#restrict(null);
      },
      (error) => this.refuseWith(error, ack),
    );
  }

  async #command(text: string, ack: Ack | undefined): Promise<void> {
    this.deps.budgets.chargeFor('event', this.session.id);
    await runCommand(text, this, this.deps);
    ack?.({ error: null });
  }

  #depart(): boolean {
    const roomId = this.#roomId;
    if (roomId === null) return false;
    this.session.unlisten(roomTopic(roomId));
    this.session.leavePresence(roomId);
    this.#roomId = null;
    this.#restriction = null;
    return true;
  }

  #takeSince(uid: string, roomId: string): ResumeFrom | undefined {
    const since = this.#since?.get(uid) ?? this.#since?.get(roomId);
    this.#since?.delete(uid);
    this.#since?.delete(roomId);
    if (this.#since?.size === 0) this.#since = null;
    return since;
  }

  #sendAuth(): void {
    this.#sentAuth = this.#authText();
    this.session.send(this.#sentAuth);
  }

  #authText(): string {
    if (this.#user === null) return encode('auth_updated', { user: null });
    const user = this.deps.view.user(profileOfAccount(this.#user), this.#roomId);
    return encode('auth_updated', { user });
  }

  /** `null`: it may write here, which is sent only where it might not before. */
  #sendRestriction(rejection: KoineError | null): void {
    if (rejection === null && this.#restriction === null) return;
    this.#restriction = rejection;
    const kind = rejection === null ? null : rejection.code === 'banned' ? 'ban' : 'mute';
    this.session.send(encode('restriction', { kind, until: rejection?.details.until ?? null }));
  }

  #textOf(rejection: KoineError): string {
    return rejectionOf(rejection, this.deps.core.clock.now()).text;
  }
}
