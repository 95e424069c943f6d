import { COSTS } from '../core/address-throttle.ts';
import type { HubSession } from './hub-session.ts';
import type { Ack, Protocol } from './protocol.ts';

/** A client of the event protocols, as its transport sees it: a session of each, on one connection. */
export class EventClient {
  readonly #sessions: readonly HubSession[];
  readonly #owners: ReadonlyMap<string, number>;

  constructor(sessions: readonly HubSession[], owners: ReadonlyMap<string, number>) {
    this.#sessions = sessions;
    this.#owners = owners;
  }

  /** An event that no protocol knows is ignored, or, where the client asks for an acknowledgement, refused. Not before it has opened. */
  receive(name: string, args: readonly unknown[], ack: Ack | undefined): void {
    const owner = this.#owners.get(name);
    if (owner !== undefined) {
      this.#sessions[owner]?.receive({ name, args, ack });
      return;
    }
    this.#sessions[0]?.chargeAddress(COSTS.frame);
    ack?.(UNKNOWN_EVENT);
  }

  /** As `FrameClient.frameTooLarge`: sent by the protocols that the client has used, by all if it has used none. */
  frameTooLarge(): void {
    const used = this.#sessions.filter(({ hasReceived }) => hasReceived);
    for (const session of used.length > 0 ? used : this.#sessions) session.frameTooLarge();
  }

  closed(code: number): void {
    for (const session of this.#sessions) session.closed(code);
  }

  /** Closed (1013) because its reader was too far behind. */
  cutOff(): void {
    for (const session of this.#sessions) session.cutOff();
  }
}

/** As each protocol acknowledges errors: one with `error`, the other with `message`. */
const UNKNOWN_EVENT = { ok: false, error: 'Unknown event', message: 'Unknown event' } as const;

/** Event → place of its protocol in the list. */
export function eventOwnersOf(protocols: readonly Protocol[]): ReadonlyMap<string, number> {
  const owners = new Map<string, number>();
  for (const [index, protocol] of protocols.entries()) {
    if (protocol.framing !== 'socket.io') continue;
    for (const name of protocol.events) {
      if (owners.has(name)) throw new Error(`two protocols take the event ${name}`);
      owners.set(name, index);
    }
  }
  return owners;
}
