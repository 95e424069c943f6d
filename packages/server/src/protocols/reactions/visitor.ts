import { DEFAULT_APP_ID, KoineError, type Room } from '@koine/contract';
import { type Actor, plainActor } from '../../core/actor.ts';
import { addressGroup } from '../../core/address.ts';
import type { SendPolicy } from '../../core/policies.ts';
import type { Log } from '../../core/ports/world.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import { hasControlCharacters, isBlank } from '../../core/text.ts';
import { frameTooLargeText } from '../../hub/frame-too-large.ts';
import { parseSince } from '../../hub/history/since.ts';
import type { FrameHandler, Opening } from '../../hub/protocol.ts';
import type { Session } from '../../hub/session.ts';
import { decode, errorFrame, messageFrame } from './codec.ts';
import type { ReactionsBudgets } from './limits.ts';
import { historyOf } from './resume.ts';
import type { ClientFrame } from './schema.ts';
import { INVALID_FORMAT, wordsOf } from './words.ts';

export interface ReactionsDeps {
  readonly core: ProtocolCore;
  readonly budgets: ReactionsBudgets;
  readonly policy: SendPolicy;
  readonly defaultRoom: Room;
  /** How many of the newest messages a new connection is sent; `null`: all. */
  readonly replayLimit: number | null;
  readonly log: Log;
}

const ANONYMOUS = 'Anonymous';

/** Where a visitor is once let in. */
interface Place {
  readonly userId: string;
  readonly roomId: string;
  /** The user under the name given last. */
  actor: Actor;
}

/** One connection to the wall. */
export class Visitor implements FrameHandler {
  readonly #deps: ReactionsDeps;
  readonly #session: Session;
  readonly #joining: Promise<void>;
  #place: Place | null = null;

  constructor(deps: ReactionsDeps, session: Session, opening: Opening) {
    this.#deps = deps;
    this.#session = session;
    this.#joining = this.#join(opening).catch((error) => turnAway(session, error, deps.log));
  }

  receive(text: string): void | Promise<void> {
    if (this.#place === null) return this.#joining.then(() => this.#hear(text));
    return this.#hear(text);
  }

  receiveBinary(): void | Promise<void> {
    if (this.#place === null) return this.#joining.then(() => this.#sayBad());
    this.#sayBad();
  }

  frameTooLarge(bytesMax: number): void {
    this.#say(frameTooLargeText(bytesMax));
  }

  async #join(opening: Opening): Promise<void> {
    const { core, defaultRoom } = this.#deps;
    const session = this.#session;
    const since = parseSince(opening.query);
    const userId = `user_${core.secrets.hmac(addressGroup(session.ip)).slice(0, 12)}`;
    // Until it says something a visitor has no name; in other protocols' lists of who is here the id stands for it.
    const actor = actorOf(userId, userId, session.ip);
    const uid = opening.query.get('room');
    const room = uid === null ? defaultRoom : await core.rooms.findPublic(uid);
    await core.access.read(actor, room.id);
    if (!session.isOpen) return;
    this.#place = { userId, roomId: room.id, actor };
    session.identify(actor, null);
    session.enterPresence(room.id, null);
    // Not waited for: it lasts as long as the client reads, and what the client says meanwhile need not wait for it.
    const variant = since === null ? 'plain' : 'change';
    const { replayLimit } = this.#deps;
    session.catchUp(room.id, variant, historyOf(since, { epoch: core.epoch, replayLimit }));
  }

  #hear(text: string): void | Promise<void> {
    const place = this.#place;
    if (place === null) return;
    const frame = decode(text);
    // Refusals of messages come by promise: so that errors keep the order of the frames, this one does too.
    if (frame === null) this.#inOrder(() => this.#sayBad());
    else if (frame.type === 'send_message') this.#send(place, frame.data);
    else return this.#react(place, frame.data);
  }

  #send(place: Place, data: Extract<ClientFrame, { type: 'send_message' }>['data']): void {
    const name = authorName(data.author_name);
    if (name === null) {
      this.#inOrder(() => this.#sayBad());
      return;
    }
    if (name !== place.actor.user.name) place.actor = actorOf(place.userId, name, this.#session.ip);
    const { budgets, core, policy } = this.#deps;
    const clientKey = data.client_key ?? null;
    // A retry is no message, so it counts as a frame.
    const flood = clientKey === null ? null : budgets.refusedFrame('frame', this.#session.id);
    if (flood !== null) {
      this.#inOrder(() => this.#refuse(flood));
      return;
    }
    const draft = { content: data.text, type: 'text', meta: null, clientKey };
    this.#session.track(
      core.messages.send(place.actor, place.roomId, draft, policy),
      ({ message, isDuplicate }) => {
        if (!isDuplicate) return;
        // Without a number: the client may not have come so far yet.
        this.#session.send(messageFrame(message, null));
      },
      (error) => this.#refuse(error),
    );
  }

  /** Holds back what the client sends next: a toggle depends on the one before. */
  #react(
    place: Place,
    data: Extract<ClientFrame, { type: 'add_reaction' }>['data'],
  ): Promise<void> {
    return this.#deps.core.messages
      .react(place.actor, place.roomId, data.message_id, data.emoji)
      .then(
        () => {},
        (error) => this.#refuse(error),
      );
  }

  #refuse(error: unknown): void {
    const { budgets } = this.#deps;
    if (error instanceof KoineError)
      this.#say(wordsOf(budgets.answerTo('frame', this.#session.id, error)));
    else turnAway(this.#session, error, this.#deps.log);
  }

  /** After the answers of the frames before. */
  #inOrder(say: () => void): void {
    this.#session.track(Promise.resolve(), say, say);
  }

  /** Of what is no frame of this protocol. */
  #sayBad(): void {
    const flood = this.#deps.budgets.refusedFrame('frame', this.#session.id);
    this.#say(flood === null ? INVALID_FORMAT : wordsOf(flood));
  }

  #say(text: string): void {
    this.#session.send(errorFrame(text));
  }
}

/** Trimmed; without one, or with nothing to see in it, `Anonymous`. `null`: not on one line. */
function authorName(given: string | undefined): string | null {
  const name = given?.toWellFormed().trim() ?? '';
  if (hasControlCharacters(name)) return null;
  return isBlank(name) ? ANONYMOUS : name;
}

function actorOf(userId: string, name: string, ip: string): Actor {
  const user = { id: userId, appId: DEFAULT_APP_ID, name, avatarUrl: null } as const;
  return plainActor({ ...user, kind: 'anonymous' }, ip);
}

/** Ends a session: with the reason as the last frame, or, on a bug, with a log entry. */
export function turnAway(session: Session, error: unknown, log: Log): void {
  if (!(error instanceof KoineError)) {
    log.error({ err: error, protocol: 'reactions', session: session.id }, 'session failed');
    session.close(1011, 'Internal error');
    return;
  }
  const words = wordsOf(error);
  session.send(errorFrame(words));
  session.close(closeCode(error), words);
}

function closeCode({ code }: KoineError): number {
  if (code === 'shuttingDown') return 1001;
  return code === 'storageUnavailable' ? 1013 : 1008;
}
