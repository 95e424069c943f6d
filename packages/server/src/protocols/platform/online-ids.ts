import type { CoreEvent } from '@koine/contract';
import type { Presence } from '../../core/presence.ts';

/**
 * Who is online in a room, as the JSON that goes between the brackets of `online_users`. In a room of thousands everyone who
 * comes is sent the list: as long as nobody leaves it is only added to, not made anew.
 */
export class OnlineIds {
  readonly #presence: Pick<Presence, 'online'>;
  readonly #texts = new Map<string, string>();

  constructor(presence: Pick<Presence, 'online'>) {
    this.#presence = presence;
  }

  text(roomId: string): string {
    const known = this.#texts.get(roomId);
    if (known !== undefined) return known;
    const ids = this.#presence.online(roomId);
    const text = ids.map(({ id }) => JSON.stringify(id)).join(',');
    if (ids.length > 0) this.#texts.set(roomId, text);
    return text;
  }

  /** Keeps the lists true. Before anyone is told of the event. */
  note(event: CoreEvent): void {
    if (event.type === 'userLeft') this.#texts.delete(event.roomId);
    if (event.type !== 'userJoined') return;
    const known = this.#texts.get(event.roomId);
    if (known === undefined) return;
    this.#texts.set(event.roomId, `${known},${JSON.stringify(event.user.id)}`);
  }
}
