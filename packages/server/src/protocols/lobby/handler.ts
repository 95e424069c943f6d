import { DEFAULT_APP_ID, KoineError, type Room, type Sender } from '@koine/contract';
import { type Actor, plainActor } from '../../core/actor.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import { type Position, parseSince, type Since } from '../../hub/history/since.ts';
import type { Handshake } from '../../hub/protocol.ts';
import { type RoomDeps, RoomHandler } from '../../hub/room-handler.ts';
import type { Session } from '../../hub/session.ts';
import { parseClientId, takenName } from './client-id.ts';
import { decode, messageFrame, systemFrame } from './codec.ts';
import type { LobbyLimits } from './limits.ts';
import { historyOf } from './resume.ts';
import { numberOf } from './schema.ts';

export interface LobbyDeps extends RoomDeps {
  readonly core: ProtocolCore;
  readonly limits: LobbyLimits;
  readonly defaultRoom: Room;
  /** Where this server is reached, e.g. `http://127.0.0.1:8080`; avatars are shown as URLs below it. */
  readonly origin: () => string;
}

/** One connection to the lobby. */
export class LobbyHandler extends RoomHandler<LobbyDeps> {
  /** Where it is once let in. */
  #place: { readonly actor: Actor; readonly roomId: string } | null = null;

  constructor(deps: LobbyDeps, session: Session, handshake: Handshake) {
    super(deps, session);
    this.join(this.#join(handshake));
  }

  protected handle(text: string): void {
    const place = this.#place;
    if (place === null) return;
    const frame = decode(text, this.deps.limits.clientKeyCharsMax);
    if (typeof frame === 'string') {
      this.refuseInOrder(new KoineError('invalidInput', {}, frame));
      return;
    }
    const { message: content, client_key: clientKey = null, reply_to: answered = null } = frame;
    const replyTo = answered === null ? null : numberOf(answered);
    const draft = { content, type: 'text', meta: null, clientKey, replyTo };
    this.sendMessage(place.actor, place.roomId, draft, (sent) => {
      // Without a number: the client may not have come so far yet.
      if (sent.isDuplicate) this.session.send(messageFrame(sent.message, this.deps.origin(), null));
    });
  }

  async #join({ path, isPathValid, query }: Handshake): Promise<void> {
    const { core, defaultRoom: own } = this.deps;
    const clientId = parseClientId({ path, isPathValid });
    if (!(await core.names.isFree(clientId))) throw takenName();
    const since = parseSince(query);
    const user: Sender = {
      id: `lobby:${clientId}`,
      appId: DEFAULT_APP_ID,
      name: clientId,
      avatarUrl: null,
      kind: 'anonymous',
    };
    const actor = plainActor(user, this.session.ip);
    const room = await this.enterPublic(actor, { uid: query.get('room'), own });
    if (room === null) return;
    const text = `Welcome to the chat, ${clientId}!`;
    const welcome = (at: Position | null) =>
      systemFrame(text, core.clock.now(), core.presence.count(room.id), at);
    const history = (from: Since) => historyOf(from, { ...this.deps, welcome });
    await this.listen(room.id, since, { welcome, history });
    this.#place = { actor, roomId: room.id };
  }
}
