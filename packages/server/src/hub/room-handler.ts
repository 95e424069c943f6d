import { type ErrorCode, KoineError, type MemberRole, type Room } from '@koine/contract';
import type { Actor } from '../core/actor.ts';
import type { ProtocolCore } from '../core/protocol-core.ts';
import { type BaseDeps, BaseHandler, type Translations } from './base-handler.ts';
import type { Position, Since } from './history/since.ts';
import { type FrameHandler, type RightsChange, roomTopic } from './protocol.ts';
import type { History, Session } from './session.ts';

export interface Close {
  readonly code: number;
  readonly reason: string;
}

/** `Translations.close` where the protocol's document has no close codes of its own. */
export function closeIn(textOf: (error: KoineError) => string): (error: KoineError) => Close {
  return (error) => ({ code: CLOSE_CODES.get(error.code) ?? 1008, reason: textOf(error) });
}

const CLOSE_CODES: ReadonlyMap<ErrorCode, number> = new Map([
  ['shuttingDown', 1001],
  ['storageUnavailable', 1013],
]);

export interface RoomDeps extends BaseDeps {
  readonly core: Pick<ProtocolCore, 'messages' | 'rooms' | 'access'>;
  readonly translations: Translations & {
    /** With what a connection closes that is rejected for this. */
    close(error: KoineError): Close;
    /** Whether an error frame is sent before. */
    isSentBeforeClose(error: KoineError): boolean;
  };
}

/** What a client gets as it joins. */
export interface JoinFrames {
  /** `null`: it does not ask for change numbers. */
  welcome(at: Position | null): string;
  /** Of the past, welcome included, if it asks for change numbers; else it gets none. */
  history(since: Since): History;
}

/**
 * The side of a WebSocket protocol whose connections are in one room from the handshake to the end: what comes before it is
 * in waits, and out of its room it has no use.
 */
export abstract class RoomHandler<Deps extends RoomDeps>
  extends BaseHandler<Deps>
  implements FrameHandler
{
  /** Set while it comes in. */
  #joining: Promise<void> | null = null;

  receive(text: string): void | Promise<void> {
    if (this.#joining !== null) return this.#joining.then(() => this.receive(text));
    if (this.session.isOpen) return this.handle(text);
  }

  /** No text of any protocol is empty. */
  receiveBinary(): void | Promise<void> {
    return this.receive('');
  }

  /** A mute is sent when the user writes. */
  rightsChanged(change: RightsChange): void {
    if (change.kind === 'roomDeleted') this.reject(new KoineError('roomNotFound'));
    else if (change.kind === 'room' || change.kind === 'session') this.reject(change.reason);
  }

  /** One frame of a client that is in. */
  protected abstract handle(text: string): void | Promise<void>;

  /** Called once, by the constructor of the protocol's own. */
  protected join(joining: Promise<void>): void {
    this.#joining = joining
      .catch((error) => this.reject(error))
      .then(() => {
        this.#joining = null;
      });
  }

  /** The public room that the client asks for by uid, or the protocol's own, once the actor may read it; `null`: it has gone. */
  protected async enterPublic(
    actor: Actor,
    { uid, own }: { readonly uid: string | null; readonly own: Room },
  ): Promise<Room | null> {
    const { access, rooms } = this.deps.core;
    const room = uid === null ? own : await rooms.findPublic(uid);
    await access.read(actor, room.id);
    if (!this.session.isOpen) return null;
    this.enter(actor, null, room.id, null);
    return room;
  }

  protected enter(
    actor: Actor,
    grant: Session['grant'],
    roomId: string,
    role: MemberRole | null,
  ): void {
    this.session.identify(actor, grant);
    this.session.enterPresence(roomId, role);
  }

  /** Resolves when it has been welcomed; `live`: called when it receives all events. */
  protected async listen(
    roomId: string,
    since: Since | null,
    frames: JoinFrames,
    live: () => void = () => {},
  ): Promise<void> {
    const { session } = this;
    if (since === null) {
      session.send(frames.welcome(null));
      session.listen(roomTopic(roomId));
      live();
      return;
    }
    const history = frames.history(since);
    await new Promise<void>((welcomed) => {
      session.catchUp(roomId, 'change', history, welcomed).then(() => {
        welcomed();
        live();
      });
    });
  }

  /** Ends the session with the reason in the protocol's words; a bug, as one. */
  protected reject(error: unknown): void {
    if (!(error instanceof KoineError)) {
      this.session.failed(error);
      return;
    }
    const { translations } = this.deps;
    if (translations.isSentBeforeClose(error)) this.sendError(error);
    const { code, reason } = translations.close(error);
    this.session.close(code, reason);
  }

  /** As `refuse`. Errors of messages come by promise: so that errors keep the order of the frames, this one does too. */
  protected refuseInOrder(error: KoineError): void {
    const refuse = () => this.refuse(error);
    this.session.track(Promise.resolve(), refuse, refuse);
  }
}
