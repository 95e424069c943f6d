import { KoineError, type Message, userKeyOf } from '@koine/contract';
import type { Actor } from '../../core/actor.ts';
import { COSTS } from '../../core/address-throttle.ts';
import type { SendPolicy } from '../../core/policies.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import type { Position } from '../../hub/history/since.ts';
import type { Session } from '../../hub/session.ts';
import {
  ackFrame,
  connectionStatusFrame,
  errorFrame,
  pongFrame,
  refOf,
  typingFrame,
} from './codec.ts';
import { codeOf, detailOf, type PlatformErrorCode } from './errors.ts';
import type { OnlineIds } from './online-ids.ts';
import type { ClientFrame, DataOf } from './schema.ts';

export interface RequestsDeps {
  readonly core: ProtocolCore;
  readonly policy: SendPolicy;
  readonly onlineIds: OnlineIds;
  readonly session: Session;
  readonly actor: Actor;
  readonly roomId: string;
  /** Whether the client asks for change numbers. */
  readonly isNumbered: boolean;
}

/** The part of a message that an acknowledgement tells; `changeSeq` null: nothing has changed. */
interface Done extends Pick<Message, 'id' | 'seq'> {
  readonly changeSeq: number | null;
}

/** What one client in one room asks for: commands to the core, and its answers to this client alone. */
export class Requests {
  readonly #deps: RequestsDeps;

  constructor(deps: RequestsDeps) {
    this.#deps = deps;
  }

  /** A promise where the client's later frames must wait, so that its commands take effect in their order. */
  handle(frame: ClientFrame): void | Promise<void> {
    const { actor, core, roomId, session } = this.#deps;
    if (frame.type === 'ping') {
      session.send(pongFrame(roomId, core.clock.now()));
      return;
    }
    if (frame.type === 'get_online_users') return this.#answerOnline();
    if (actor.user.kind === 'anonymous') {
      this.sendError('INSUFFICIENT_PERMISSIONS', 'Anonymous readers may only read', refOf(frame));
      return;
    }
    switch (frame.type) {
      case 'message':
        this.#send(frame.data);
        return;
      case 'typing':
        return this.#setTyping(frame.data.is_typing);
      case 'edit':
        return this.#acknowledge(frame, this.#edit(frame.data));
      case 'delete':
        return this.#acknowledge(frame, core.messages.delete(actor, roomId, frame.data.message_id));
      case 'react':
        return this.#acknowledge(frame, this.#react(frame.data));
      case 'read':
        return this.#acknowledge(frame, this.#markRead(frame.data.message_id));
    }
  }

  /** Who is here. `totalParticipants` as just read; `position`: where the client stands, in its welcome. */
  status(totalParticipants: number, position: Position | null = null): string {
    const { actor, core, onlineIds, roomId } = this.#deps;
    const status = {
      userId: actor.user.id,
      roomId,
      ...onlineIds.status(roomId),
      totalParticipants,
    };
    return connectionStatusFrame(status, core.clock.now(), position);
  }

  /** Tells a newcomer who is typing. */
  sendTyping(): void {
    const { actor, core, roomId, session } = this.#deps;
    for (const user of core.typing.inRoom(roomId)) {
      if (userKeyOf(user) === userKeyOf(actor.user)) continue;
      session.send(
        typingFrame({ type: 'typingChanged', roomId, user, isTyping: true, at: core.clock.now() }),
      );
    }
  }

  /** An `error` frame. */
  sendError(code: PlatformErrorCode, message: string, ref: string | null): void {
    const { core, roomId, session } = this.#deps;
    session.chargeAddress(COSTS.frame);
    session.send(errorFrame({ code, message, ref }, roomId, core.clock.now()));
  }

  /** The path of every message: nothing is awaited before the core has it. */
  #send(data: DataOf<'message'>): void {
    const { actor, core, policy, roomId, session } = this.#deps;
    const draft = {
      content: data.content,
      type: data.message_type ?? 'text',
      meta: data.meta ?? null,
      clientKey: data.client_key ?? null,
      replyTo: data.reply_to ?? null,
    };
    session.track(
      core.messages.send(actor, roomId, draft, policy),
      ({ message }) => this.#ack(message, message.clientKey),
      (error) => this.#refuse(error, draft.clientKey),
    );
  }

  #edit(data: DataOf<'edit'>): Promise<Done> {
    const { actor, core, policy, roomId } = this.#deps;
    const { message_id: id, content, edit_reason: reason = null } = data;
    return core.messages.edit(actor, roomId, id, content, reason, policy);
  }

  async #react(data: DataOf<'react'>): Promise<Done> {
    const { actor, core, roomId } = this.#deps;
    return (await core.messages.react(actor, roomId, data.message_id, data.emoji)).message;
  }

  /** `seq` of the answer: where the read mark stands, which never moves back. */
  async #markRead(messageId: string): Promise<Done> {
    const { actor, core, roomId } = this.#deps;
    const { id, seq } = await core.messages.get(actor, roomId, messageId);
    const readSeq = await core.members.markRead(actor, roomId, seq);
    return { id, seq: readSeq, changeSeq: null };
  }

  #setTyping(isTyping: boolean): void | Promise<void> {
    const { actor, core, roomId } = this.#deps;
    const { access, roomRules, typing } = core;
    const set = () => {
      if (isTyping) typing.start(roomId, actor);
      else typing.stop(roomId, userKeyOf(actor.user));
    };
    try {
      const rules = roomRules.peek(roomId);
      if (rules !== undefined && access.isOpenTo(actor, rules)) {
        access.assertMayWrite(actor, rules);
        set();
        return;
      }
    } catch (error) {
      this.#refuse(error, null);
      return;
    }
    return access
      .read(actor, roomId)
      .then((rules) => access.assertMayWrite(actor, rules))
      .then(set)
      .catch((error) => this.#refuse(error, null));
  }

  async #answerOnline(): Promise<void> {
    const { actor, core, roomId } = this.#deps;
    try {
      const { room } = await core.access.read(actor, roomId);
      this.#deps.session.send(this.status(room.memberCount));
    } catch (error) {
      this.#refuse(error, null);
    }
  }

  #acknowledge(frame: ClientFrame, work: Promise<Done>): Promise<void> {
    return work.then(
      (done) => this.#ack(done, null),
      (error) => this.#refuse(error, refOf(frame)),
    );
  }

  #ack({ id, seq, changeSeq }: Done, clientKey: string | null): void {
    const { core, isNumbered, roomId, session } = this.#deps;
    const change = isNumbered ? changeSeq : null;
    session.send(ackFrame({ clientKey, id, seq, change }, roomId, core.clock.now()));
  }

  #refuse(error: unknown, ref: string | null): void {
    if (error instanceof KoineError) this.sendError(codeOf(error), detailOf(error), ref);
    else this.#deps.session.failed(error);
  }
}
