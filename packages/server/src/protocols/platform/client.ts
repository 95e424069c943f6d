import { KoineError, type MemberRole } from '@koine/contract';
import type { Actor } from '../../core/actor.ts';
import type { SendPolicy } from '../../core/policies.ts';
import type { Log } from '../../core/ports/world.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import { frameTooLargeText } from '../../hub/frame-too-large.ts';
import { catchUpNumbered } from '../../hub/history/resume.ts';
import { type Position, parseSince } from '../../hub/history/since.ts';
import { type FrameHandler, type Opening, roomTopic } from '../../hub/protocol.ts';
import type { Session } from '../../hub/session.ts';
import { admit, roomIn } from './admission.ts';
import { decode, errorFrame, FrameFault } from './codec.ts';
import type { ConnectionLimit } from './connection-limit.ts';
import { CLOSES, type Close, closeOf, codeOf, detailOf } from './errors.ts';
import type { PlatformBudgets } from './limits.ts';
import type { OnlineIds } from './online-ids.ts';
import { Requests } from './requests.ts';
import { historyOf } from './resume.ts';
import { ownRoomId } from './room-id.ts';
import type { ClientFrame } from './schema.ts';

export interface ClientDeps {
  readonly core: ProtocolCore;
  readonly budgets: PlatformBudgets;
  readonly policy: SendPolicy;
  readonly log: Log;
  readonly connections: ConnectionLimit;
  readonly onlineIds: OnlineIds;
}

/** One connection to one room: coming, what is let through, and going. */
export class Client implements FrameHandler {
  readonly #deps: ClientDeps;
  readonly #session: Session;
  readonly #joining: Promise<void>;
  /** Set once it is let in. */
  #requests: Requests | null = null;
  /** Counted against its user's connections. */
  #counted: Actor | null = null;

  constructor(deps: ClientDeps, session: Session, opening: Opening) {
    this.#deps = deps;
    this.#session = session;
    this.#joining = this.#join(opening).catch((error) => this.#turnAway(error));
  }

  receive(text: string): void | Promise<void> {
    if (this.#requests === null) return this.#joining.then(() => this.#hear(text));
    return this.#hear(text);
  }

  receiveBinary(): void {
    this.#close(CLOSES.unsupportedData);
  }

  frameTooLarge(bytesMax: number): void {
    const message = frameTooLargeText(bytesMax);
    const refusal = { code: 'VALIDATION_ERROR', message, ref: null } as const;
    this.#session.send(errorFrame(refusal, null, this.#deps.core.clock.now()));
  }

  closed(): void {
    if (this.#counted !== null) this.#deps.connections.leave(this.#counted, this.#session);
    this.#counted = null;
  }

  async #join(opening: Opening): Promise<void> {
    const { core, connections } = this.#deps;
    const session = this.#session;
    const { actor, grant } = await admit(core, opening);
    const since = parseSince(opening.query);
    const roomId = await ownRoomId(core, actor.appId, roomIn(opening.path));
    if (!session.isOpen) return;
    const waiting = connections.enter(actor, session);
    if (waiting !== undefined) await waiting;
    if (!session.isOpen) {
      connections.leave(actor, session);
      return;
    }
    this.#counted = actor;
    const role = await this.#belong(actor, roomId);
    const rules = await core.access.read(actor, roomId);
    await core.grants.confirm(actor.appId, actor.user.id, grant);
    if (!session.isOpen) return;
    session.identify(actor, grant);
    session.enterPresence(roomId, role);
    const isNumbered = since !== null;
    const failed = (error: unknown) => this.#turnAway(error);
    const { onlineIds, policy } = this.#deps;
    const deps = { core, policy, onlineIds, session, actor, roomId, isNumbered, failed };
    const requests = new Requests(deps);
    if (since === null) {
      session.send(requests.status(rules.room.memberCount));
      session.listen(roomTopic(roomId));
      requests.sendTyping();
    } else {
      const welcome = (at: Position) => requests.status(rules.room.memberCount, at);
      const history = historyOf(since, { core, roomId, welcome });
      await catchUpNumbered(session, roomId, history, () => requests.sendTyping());
    }
    this.#requests = requests;
  }

  /** A named user becomes a participant of a public room by coming; an anonymous reader is none. */
  async #belong(actor: Actor, roomId: string): Promise<MemberRole | null> {
    const { access, members } = this.#deps.core;
    const rules = await access.read(actor, roomId);
    if (actor.user.kind === 'anonymous') return null;
    const role = await access.roleOf(rules, actor.user);
    if (role !== null || rules.room.kind !== 'public') return role;
    return (await members.join(actor, roomId)).role;
  }

  #hear(text: string): void | Promise<void> {
    const requests = this.#requests;
    if (requests === null || !this.#session.isOpen) return;
    const frame = decode(text);
    if (this.#isFlood(frame)) {
      this.#close(CLOSES.rateLimited);
      return;
    }
    if (frame instanceof FrameFault) {
      requests.say('VALIDATION_ERROR', frame.message, frame.ref);
      return;
    }
    return requests.obey(frame);
  }

  #isFlood(frame: ClientFrame | FrameFault): boolean {
    // The document's own example sends one with every key stroke.
    if (!(frame instanceof FrameFault) && frame.type === 'typing') return false;
    return this.#deps.budgets.refusedFrame('frame', this.#session.id) !== null;
  }

  /** Not let in, or a bug. What is wrong with a parameter no close reason can say, so a frame says it first. */
  #turnAway(error: unknown): void {
    const { core, log } = this.#deps;
    const session = this.#session;
    if (!(error instanceof KoineError)) {
      log.error({ err: error, protocol: 'platform', session: session.id }, 'session failed');
      this.#close(CLOSES.serverError);
      return;
    }
    if (error.code === 'invalidInput') {
      const refusal = { code: codeOf(error), message: detailOf(error), ref: null };
      session.send(errorFrame(refusal, null, core.clock.now()));
    }
    this.#close(closeOf(error));
  }

  #close({ code, reason }: Close): void {
    this.#session.close(code, reason);
  }
}
