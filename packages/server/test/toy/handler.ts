import { DEFAULT_APP_ID, KoineError, type Message, type Room } from '@koine/contract';
import { type Actor, plainActor } from '../../src/core/actor.ts';
import type { ProtocolCore } from '../../src/core/protocol-core.ts';
import { type ResumeFrames, resumeHistory } from '../../src/hub/history/resume.ts';
import { type Position, parseSince, type Since } from '../../src/hub/history/since.ts';
import type { Handshake } from '../../src/hub/protocol.ts';
import { type RoomDeps, RoomHandler } from '../../src/hub/room-handler.ts';
import type { Session } from '../../src/hub/session.ts';
import { textDraft } from '../../src/testing/messages.ts';

const line = (type: string, fields: object): string => JSON.stringify({ type, ...fields });
export const errorLine = ({ message }: KoineError): string => line('error', { message });
export const said = ({ sender, content: text }: Message, change: number | null): string =>
  line('said', { by: sender.name, text, change });

interface ToyDeps extends RoomDeps {
  readonly core: ProtocolCore;
  readonly own: Room;
}

/** One connection: each frame is a message's text. */
export class ToyHandler extends RoomHandler<ToyDeps> {
  #place: { readonly actor: Actor; readonly roomId: string } | null = null;

  constructor(deps: ToyDeps, session: Session, handshake: Handshake) {
    super(deps, session);
    this.join(this.#join(handshake, deps));
  }

  protected handle(content: string): void {
    if (this.#place === null) return;
    const { actor, roomId } = this.#place;
    const draft = textDraft(content);
    this.sendMessage(actor, roomId, draft, ({ message }) => {
      this.session.send(line('stored', { seq: message.seq }));
    });
  }

  async #join({ path, query }: Handshake, { core, own }: ToyDeps): Promise<void> {
    const name = path.slice('/toy/'.length);
    if (name === '') throw new KoineError('invalidInput', { field: 'name' }, 'A name is required');
    const since = parseSince(query);
    const user = { id: `toy:${name}`, appId: DEFAULT_APP_ID, name, avatarUrl: null } as const;
    const actor = plainActor({ ...user, kind: 'anonymous' }, this.session.ip);
    const room = await this.enterPublic(actor, { uid: query.get('room'), own });
    if (room === null) return;
    const welcome = (at: Position | null) => line('welcome', { name, ...at });
    const frames: ResumeFrames = {
      welcome: (at) => [welcome(at)],
      resumed: (range) => [line('resumed', range)],
      encode: ({ messages, knownSeq }) =>
        messages.filter(({ seq }) => seq > knownSeq).map((one) => said(one, one.changeSeq)),
      resync: () => [line('resync', {})],
    };
    const history = (from: Since) => resumeHistory(from, core.epoch, frames);
    await this.listen(room.id, since, { welcome, history });
    this.#place = { actor, roomId: room.id };
  }
}
