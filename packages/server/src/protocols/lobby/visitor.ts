import { DEFAULT_APP_ID, KoineError, type Room, type Sender } from '@koine/contract';
import { type Actor, plainActor } from '../../core/actor.ts';
import type { SendPolicy } from '../../core/policies.ts';
import type { Log } from '../../core/ports/world.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import { frameTooLargeText } from '../../hub/frame-too-large.ts';
import { catchUpNumbered } from '../../hub/history/resume.ts';
import { type Position, parseSince } from '../../hub/history/since.ts';
import { type FrameHandler, type Opening, roomTopic } from '../../hub/protocol.ts';
import type { Session } from '../../hub/session.ts';
import { parseClientId, takenName } from './client-id.ts';
import { decode, errorFrame, messageFrame, systemFrame } from './codec.ts';
import type { LobbyBudgets } from './limits.ts';
import { historyOf } from './resume.ts';
import { wordsOf } from './words.ts';

export interface LobbyDeps {
  readonly core: ProtocolCore;
  readonly budgets: LobbyBudgets;
  readonly policy: SendPolicy;
  readonly defaultRoom: Room;
  /** Where this server is reached, e.g. `http://127.0.0.1:8080`; avatars are shown as URLs below it. */
  readonly origin: () => string;
  readonly log: Log;
}

/** Where a visitor is once let in. */
interface Place {
  readonly actor: Actor;
  readonly roomId: string;
}

/** One lobby connection. */
export class Visitor implements FrameHandler {
  readonly #deps: LobbyDeps;
  readonly #session: Session;
  readonly #joining: Promise<void>;
  #place: Place | null = null;

  constructor(deps: LobbyDeps, session: Session, opening: Opening) {
    this.#deps = deps;
    this.#session = session;
    this.#joining = this.#join(opening).catch((error) => turnAway(session, error, deps));
  }

  receive(text: string): void | Promise<void> {
    if (this.#place === null) return this.#joining.then(() => this.#hear(text));
    this.#hear(text);
  }

  receiveBinary(): void | Promise<void> {
    const refuse = () => this.#sayBad('Invalid JSON format');
    if (this.#place === null) return this.#joining.then(refuse);
    refuse();
  }

  frameTooLarge(bytesMax: number): void {
    this.#say(frameTooLargeText(bytesMax));
  }

  async #join(opening: Opening): Promise<void> {
    const { core, defaultRoom } = this.#deps;
    const session = this.#session;
    const clientId = parseClientId(opening);
    if (!(await core.names.isFree(clientId))) throw takenName();
    const since = parseSince(opening.query);
    const user: Sender = {
      id: `lobby:${clientId}`,
      appId: DEFAULT_APP_ID,
      name: clientId,
      avatarUrl: null,
      kind: 'anonymous',
    };
    const actor = plainActor(user, session.ip);
    const uid = opening.query.get('room');
    const room = uid === null ? defaultRoom : await core.rooms.findPublic(uid);
    await core.access.read(actor, room.id);
    if (!session.isOpen) return;
    session.identify(actor, null);
    session.enterPresence(room.id, null);
    if (since === null) {
      session.send(this.#welcome(clientId, room.id, null));
      session.listen(roomTopic(room.id));
    } else {
      const welcome = (at: Position) => this.#welcome(clientId, room.id, at);
      const history = historyOf(since, { ...this.#deps, welcome });
      await catchUpNumbered(session, room.id, history);
    }
    this.#place = { actor, roomId: room.id };
  }

  #welcome(clientId: string, roomId: string, at: Position | null): string {
    const { clock, presence } = this.#deps.core;
    const text = `Welcome to the chat, ${clientId}!`;
    return systemFrame(text, clock.now(), presence.count(roomId), at);
  }

  #hear(text: string): void {
    const place = this.#place;
    if (place === null) return;
    const frame = decode(text);
    if (typeof frame === 'string') {
      // Refusals of messages come by promise: so that errors keep the order of the frames, this one does too.
      this.#inOrder(() => this.#sayBad(frame));
      return;
    }
    const { budgets, core, policy } = this.#deps;
    const clientKey = frame.client_key ?? null;
    // A retry is no message, so it counts as a frame.
    const flood = clientKey === null ? null : budgets.refusedFrame('frame', this.#session.id);
    if (flood !== null) {
      this.#inOrder(() => this.#refuse(flood));
      return;
    }
    const draft = { content: frame.message, type: 'text', meta: null, clientKey };
    this.#session.track(
      core.messages.send(place.actor, place.roomId, draft, policy),
      ({ message, isDuplicate }) => {
        if (!isDuplicate) return;
        // Without a number: the client may not have come so far yet.
        this.#session.send(messageFrame(message, this.#deps.origin(), null));
      },
      (error) => this.#refuse(error),
    );
  }

  #refuse(error: unknown): void {
    const { budgets } = this.#deps;
    if (error instanceof KoineError)
      this.#say(wordsOf(budgets.answerTo('frame', this.#session.id, error)));
    else turnAway(this.#session, error, this.#deps);
  }

  /** After the answers of the frames before. */
  #inOrder(say: () => void): void {
    this.#session.track(Promise.resolve(), say, say);
  }

  /** Of what is no frame of this protocol. */
  #sayBad(text: string): void {
    const flood = this.#deps.budgets.refusedFrame('frame', this.#session.id);
    this.#say(flood === null ? text : wordsOf(flood));
  }

  #say(text: string): void {
    this.#session.send(errorFrame(text, this.#deps.core.clock.now()));
  }
}

/** Ends a session: with the reason as the last frame, or, on a bug, with a log entry. */
export function turnAway(
  session: Session,
  error: unknown,
  { core, log }: Pick<LobbyDeps, 'core' | 'log'>,
): void {
  if (!(error instanceof KoineError)) {
    log.error({ err: error, protocol: 'lobby', session: session.id }, 'session failed');
    session.close(1011, 'Internal error');
    return;
  }
  const words = wordsOf(error);
  session.send(errorFrame(words, core.clock.now()));
  session.close(closeCode(error), words);
}

function closeCode({ code }: KoineError): number {
  if (code === 'shuttingDown') return 1001;
  return code === 'storageUnavailable' ? 1013 : 1008;
}
