import { KoineError } from '@koine/contract';
import type { Actor } from '../core/actor.ts';
import type { Budget, Budgets } from '../core/budgets.ts';
import type { SendPolicy } from '../core/policies.ts';
import type { ProtocolCore } from '../core/protocol-core.ts';
import type { Ack, EventHandler, RightsChange } from './protocol.ts';
import type { Session } from './session.ts';

type FrameTable = { readonly frame: Budget & { readonly by: 'connection' } };
type SendArguments = Parameters<ProtocolCore['messages']['send']>;
type Sent = Awaited<ReturnType<ProtocolCore['messages']['send']>>;

/** What the handlers of one protocol share. */
export interface BaseDeps {
  readonly core: Pick<ProtocolCore, 'messages'>;
  readonly budgets: Pick<Budgets<FrameTable>, 'rejectFrame' | 'countFrame'>;
  readonly policy: SendPolicy;
  readonly translations: Translations;
}

/** A protocol's frames where all do the same. */
export interface Translations {
  /** The frame or event of an error. */
  error(error: KoineError): string;
}

/** What every protocol's side of a session does: send messages and errors. */
export abstract class BaseHandler<Deps extends BaseDeps> {
  protected readonly session: Session;
  protected readonly deps: Deps;

  constructor(deps: Deps, session: Session) {
    this.deps = deps;
    this.session = session;
  }

  abstract rightsChanged(change: RightsChange): void;

  frameTooLarge(bytesMax: number): void {
    const text = `Frame too large (max ${bytesMax} bytes)`;
    this.sendError(new KoineError('invalidInput', {}, text));
  }

  protected sendError(error: KoineError): void {
    this.session.send(this.deps.translations.error(error));
  }

  /** Responds to a frame with an error, or with its being one too many; returns what was sent. A bug ends the session: `null`. */
  protected refuse(error: unknown): KoineError | null {
    if (!(error instanceof KoineError)) {
      this.session.failed(error);
      return null;
    }
    const sent = this.deps.budgets.rejectFrame('frame', this.session, error);
    this.sendError(sent);
    return sent;
  }

  /** Tracked (`Session.track`). A retry is no message, so it counts as a frame. */
  protected sendMessage(
    actor: Actor,
    roomId: string,
    draft: SendArguments[2],
    done: (sent: Sent) => void,
    refused: (error: unknown) => void = (error) => this.refuse(error),
  ): void {
    const { budgets, core, policy } = this.deps;
    const isRetry = draft.clientKey !== null;
    const flood = isRetry ? budgets.countFrame('frame', this.session) : null;
    const sending =
      flood === null
        ? core.messages.send(actor, roomId, draft, policy)
        : Promise.reject<Sent>(flood);
    this.session.track(sending, done, refused);
  }
}

export interface EventDeps extends BaseDeps {
  readonly translations: Translations & {
    /** What a client's callback is called with. */
    ack(error: KoineError): object;
  };
}

/** The same over Socket.IO, where a client may ask for an acknowledgement. */
export abstract class BaseEventHandler<Deps extends EventDeps>
  extends BaseHandler<Deps>
  implements EventHandler
{
  receive(
    event: string,
    [payload]: readonly unknown[],
    ack: Ack | undefined,
  ): void | Promise<void> {
    try {
      return this.handle(event, payload, ack)?.catch((error) => this.refuseWith(error, ack));
    } catch (error) {
      this.refuseWith(error, ack);
    }
  }

  /** What is thrown or rejected is an error to be sent. */
  protected abstract handle(
    event: string,
    payload: unknown,
    ack: Ack | undefined,
  ): void | Promise<void>;

  protected refuseWith(error: unknown, ack: Ack | undefined): void {
    const sent = this.refuse(error);
    if (sent !== null) ack?.(this.deps.translations.ack(sent));
  }
}
