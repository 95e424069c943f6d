import type { KoineError, MemberRole } from '@koine/contract';
import type { Actor } from '../../core/actor.ts';
import { COSTS } from '../../core/address-throttle.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import { type Position, parseSince, type Since } from '../../hub/history/since.ts';
import type { Handshake } from '../../hub/protocol.ts';
import { type RoomDeps, RoomHandler } from '../../hub/room-handler.ts';
import type { Session } from '../../hub/session.ts';
import { admit, roomIn } from './admission.ts';
import { decode, FrameError } from './codec.ts';
import type { ConnectionLimit } from './connection-limit.ts';
import { CLOSES } from './errors.ts';
import type { OnlineIds } from './online-ids.ts';
import { Requests } from './requests.ts';
import { historyOf } from './resume.ts';
import { ownRoomId } from './room-id.ts';
import type { ClientFrame } from './schema.ts';

export interface PlatformDeps extends RoomDeps {
  readonly core: ProtocolCore;
  readonly connections: ConnectionLimit;
  readonly onlineIds: OnlineIds;
}

/** One connection to one room: coming, what is let through, and going. */
export class PlatformHandler extends RoomHandler<PlatformDeps> {
  /** Set once it is let in. */
  #requests: Requests | null = null;

  constructor(deps: PlatformDeps, session: Session, handshake: Handshake) {
    super(deps, session);
    this.join(this.#join(handshake));
  }

  override receiveBinary(): void {
    const { code, reason } = CLOSES.unsupportedData;
    this.session.close(code, reason);
  }

  async #join(handshake: Handshake): Promise<void> {
    const { core, connections } = this.deps;
    const { session } = this;
    const { actor, grant } = await admit(core, handshake);
    const since = parseSince(handshake.query);
    const roomId = await ownRoomId(core, actor.appId, roomIn(handshake.path));
    if (!session.isOpen) return;
    const waiting = connections.enter(actor, session);
    if (waiting !== undefined) await waiting;
    if (!session.isOpen) return;
    const role = await this.#belong(actor, roomId);
    const rules = await core.access.read(actor, roomId);
    await core.grants.confirm(actor.appId, actor.user.id, grant);
    if (!session.isOpen) return;
    this.enter(actor, grant, roomId, role);
    const isNumbered = since !== null;
    const { onlineIds, policy } = this.deps;
    const deps = { core, policy, onlineIds, session, actor, roomId, isNumbered };
    const requests = new Requests(deps);
    const welcome = (at: Position | null) => requests.status(rules.room.memberCount, at);
    const history = (from: Since) => historyOf(from, { core, roomId, welcome });
    await this.listen(roomId, since, { welcome, history }, () => requests.sendTyping());
    this.#requests = requests;
  }

  /** A named user becomes a participant of a public room by coming; an anonymous reader is none. */
  async #belong(actor: Actor, roomId: string): Promise<MemberRole | null> {
    const { access, members } = this.deps.core;
    const rules = await access.read(actor, roomId);
    if (actor.user.kind === 'anonymous') return null;
    const role = await access.roleOf(rules, actor.user);
    if (role !== null || rules.room.kind !== 'public') return role;
    return (await members.join(actor, roomId)).role;
  }

  protected handle(text: string): void | Promise<void> {
    const requests = this.#requests;
    if (requests === null) return;
    const frame = decode(text);
    const flood = this.#flood(frame);
    if (flood !== null) this.reject(flood);
    else if (frame instanceof FrameError)
      requests.sendError('VALIDATION_ERROR', frame.message, frame.ref);
    else return requests.handle(frame);
  }

  #flood(frame: ClientFrame | FrameError): KoineError | null {
    // The document's own example sends one with every key stroke.
    if (!(frame instanceof FrameError) && frame.type === 'typing') {
      this.session.chargeAddress(COSTS.frame);
      return null;
    }
    return this.deps.budgets.countFrame('frame', this.session);
  }
}
