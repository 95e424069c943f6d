import { DEFAULT_APP_ID, KoineError, type Room } from '@koine/contract';
import { type Actor, plainActor } from '../../core/actor.ts';
import { addressGroup } from '../../core/address.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import { hasControlCharacters, isBlank, isKeyTooLong } from '../../core/text.ts';
import { parseSince } from '../../hub/history/since.ts';
import type { Handshake } from '../../hub/protocol.ts';
import { type RoomDeps, RoomHandler } from '../../hub/room-handler.ts';
import type { Session } from '../../hub/session.ts';
import { decode, messageFrame } from './codec.ts';
import type { ReactionsLimits } from './limits.ts';
import { historyOf } from './resume.ts';
import type { ClientFrame } from './schema.ts';
import { INVALID_FORMAT } from './words.ts';

export interface ReactionsDeps extends RoomDeps {
  readonly core: ProtocolCore;
  readonly limits: ReactionsLimits;
  readonly defaultRoom: Room;
  /** How many of the newest messages a new connection is sent; `null`: all. */
  readonly replayLimit: number | null;
}

const ANONYMOUS = 'Anonymous';

/** Where a connection is once let in. */
interface JoinedRoom {
  readonly userId: string;
  readonly roomId: string;
  /** The user under the name given last. */
  actor: Actor;
}

/** One connection to the feed. */
export class ReactionsHandler extends RoomHandler<ReactionsDeps> {
  #joined: JoinedRoom | null = null;

  constructor(deps: ReactionsDeps, session: Session, handshake: Handshake) {
    super(deps, session);
    this.join(this.#join(handshake));
  }

  protected handle(text: string): void | Promise<void> {
    const place = this.#joined;
    if (place === null) return;
    const frame = decode(text);
    if (frame === null) this.#refuseFrame();
    else if (frame.type === 'send_message') this.#send(place, frame.data);
    else return this.#react(place, frame.data);
  }

  async #join({ query }: Handshake): Promise<void> {
    const { core, defaultRoom: own } = this.deps;
    const { session } = this;
    const since = parseSince(query);
    const userId = `user_${core.secrets.hmac(addressGroup(session.ip)).slice(0, 12)}`;
    // Until it says something a client has no name; in other protocols' lists of who is here the id stands for it.
    const actor = actorOf(userId, userId, session.ip);
    const room = await this.enterPublic(actor, { uid: query.get('room'), own });
    if (room === null) return;
    this.#joined = { userId, roomId: room.id, actor };
    // Not waited for: it lasts as long as the client reads, and what the client says meanwhile need not wait for it.
    const variant = since === null ? 'plain' : 'change';
    const { epoch } = core;
    const { replayLimit } = this.deps;
    session.catchUp(room.id, variant, historyOf(since, { epoch, replayLimit }));
  }

  #send(place: JoinedRoom, data: Extract<ClientFrame, { type: 'send_message' }>['data']): void {
    const name = authorName(data.author_name);
    const isKeyBad = isKeyTooLong(data.client_key, this.deps.limits.clientKeyCharsMax);
    if (name === null || isKeyBad) {
      this.#refuseFrame();
      return;
    }
    if (name !== place.actor.user.name) place.actor = actorOf(place.userId, name, this.session.ip);
    const clientKey = data.client_key ?? null;
    const replyTo = data.reply_to ?? null;
    const draft = { content: data.text, type: 'text', meta: null, clientKey, replyTo };
    this.sendMessage(place.actor, place.roomId, draft, ({ message, isDuplicate }) => {
      // Without a number: the client may not have come so far yet.
      if (isDuplicate) this.session.send(messageFrame(message, null));
    });
  }

  /** Holds back what the client sends next: a toggle depends on the one before. */
  #react(
    place: JoinedRoom,
    data: Extract<ClientFrame, { type: 'add_reaction' }>['data'],
  ): Promise<void> {
    return this.deps.core.messages
      .react(place.actor, place.roomId, data.message_id, data.emoji)
      .then(
        () => {},
        (error) => {
          this.refuse(error);
        },
      );
  }

  #refuseFrame(): void {
    this.refuseInOrder(new KoineError('invalidInput', {}, INVALID_FORMAT));
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
