import { setTimeout as pause } from 'node:timers/promises';
import type { RunningSubject } from '../peers/subjects.ts';
import { ClientGroup } from './client-group.ts';
import { MessageTemplate } from './message-index.ts';
import { Meter } from './meter.ts';
import type { RawClient } from './raw-client.ts';

export interface ClosedLoopOptions {
  readonly clients: number;
  readonly inFlight: number;
  readonly seconds: number;
  /** `shared`: everyone gets every message. `pairs`: two do. `own`: each client is alone in its room. */
  readonly rooms: 'shared' | 'pairs' | 'own';
}

/**
 * As many messages in flight as may be, all the time: a message is in flight until its own sender has it back, and then the
 * next one leaves. The next client in turn sends it, so that all clients send; in rooms of their own, the same one. Of all that
 * was sent, `missing` has not reached everyone once the server was idle.
 */
export async function closedLoop(
  { server, dialect }: RunningSubject,
  { clients, inFlight, seconds, rooms }: ClosedLoopOptions,
) {
  using group = await ClientGroup.connect({ port: server.port, dialect, count: clients });
  const loop = new Loop(group.clients, new MessageTemplate(dialect.wrap), rooms === 'own');
  loop.start(inFlight);
  await pause(warmUpMsOf(seconds));
  const meter = new Meter(server.pid);
  const from = group.messages;
  await pause(seconds * 1000);
  const deliveries = group.messages - from;
  const usage = meter.usage(deliveries);
  loop.stop();
  const readers = { shared: clients, pairs: 2, own: 1 }[rooms];
  const deliveriesPerSecond = deliveries / usage.seconds;
  return {
    deliveriesPerSecond,
    messagesPerSecond: deliveriesPerSecond / readers,
    ...usage,
    missing: await group.missing(loop.sent * readers),
    cutOff: group.closedCount,
  };
}

/** How long a load runs before a measurement of this length. */
export function warmUpMsOf(seconds: number): number {
  return Math.min(2, seconds) * 1000;
}

class Loop {
  sent = 0;
  readonly #clients: readonly RawClient[];
  readonly #template: MessageTemplate;
  readonly #areAlone: boolean;
  /** By client: messages sent, and those of them that have not come back. */
  readonly #sentBy: Uint32Array;
  readonly #inFlightOf: Uint32Array;
  #isRunning = true;

  constructor(clients: readonly RawClient[], template: MessageTemplate, areAlone: boolean) {
    this.#clients = clients;
    this.#template = template;
    this.#areAlone = areAlone;
    this.#sentBy = new Uint32Array(clients.length);
    this.#inFlightOf = new Uint32Array(clients.length);
  }

  start(inFlight: number): void {
    for (let i = 0; i < inFlight; i++) this.#sendNext();
  }

  stop(): void {
    this.#isRunning = false;
  }

  /** The next client in turn. */
  #sendNext(): void {
    const client = this.#clients[this.sent % this.#clients.length];
    if (client !== undefined) this.#send(client);
  }

  #send(client: RawClient): void {
    const { number } = client;
    const round = this.#sentBy[number] ?? 0;
    this.#sentBy[number] = round + 1;
    this.#inFlightOf[number] = (this.#inFlightOf[number] ?? 0) + 1;
    this.sent++;
    client.listener = this.#received;
    client.write(this.#template.frame(number + round * this.#clients.length, number));
  }

  readonly #received = (index: number, client: RawClient): void => {
    const { number } = client;
    if (index % this.#clients.length !== number) return;
    const inFlight = (this.#inFlightOf[number] ?? 0) - 1;
    this.#inFlightOf[number] = inFlight;
    // Nothing of its own to wait for: it need not read numbers.
    if (inFlight === 0) client.listener = null;
    if (!this.#isRunning) return;
    if (this.#areAlone) this.#send(client);
    else this.#sendNext();
  };
}
