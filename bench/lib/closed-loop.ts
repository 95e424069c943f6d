import { setTimeout as pause } from 'node:timers/promises';
import type { Crowd } from './crowd.ts';
import type { MessageTemplate } from './message-index.ts';
import { Meter, type Usage } from './meter.ts';
import type { RawClient } from './raw-client.ts';

export interface ClosedLoopOptions {
  readonly crowd: Crowd;
  readonly template: MessageTemplate;
  readonly serverPid: number;
  readonly inFlight: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** `shared`: everyone gets every message. `pairs`: two do. `own`: each client is alone in its room. */
  readonly rooms: 'shared' | 'pairs' | 'own';
}

export interface ClosedLoopResult {
  readonly deliveriesPerSecond: number;
  readonly messagesPerSecond: number;
  readonly usage: Usage;
  /** Of all that was sent, what has not reached everyone once the server had gone quiet. */
  readonly missing: number;
}

/**
 * As many messages in flight as may be, all the time: a message is in flight until its own sender has it back, and then the
 * next one leaves. The next client in turn sends it, so that all clients send; in rooms of their own, the same one.
 */
export async function closedLoop(options: ClosedLoopOptions): Promise<ClosedLoopResult> {
  const { crowd, serverPid, warmUpMs, measureMs, rooms } = options;
  const loop = new Loop(options);
  const before = crowd.messages;
  loop.start();
  await pause(warmUpMs);
  const meter = new Meter(serverPid);
  const from = crowd.messages;
  await pause(measureMs);
  const deliveries = crowd.messages - from;
  const usage = meter.usage();
  loop.stop();
  const readers = { shared: crowd.clients.length, pairs: 2, own: 1 }[rooms];
  const missing = await crowd.missing(before + loop.sent * readers);
  const deliveriesPerSecond = deliveries / usage.seconds;
  return { deliveriesPerSecond, messagesPerSecond: deliveriesPerSecond / readers, usage, missing };
}

class Loop {
  sent = 0;
  readonly #options: ClosedLoopOptions;
  readonly #clients: readonly RawClient[];
  /** By client: messages sent, and those of them that have not come back. */
  readonly #sentBy: Uint32Array;
  readonly #inFlightOf: Uint32Array;
  #isRunning = true;

  constructor(options: ClosedLoopOptions) {
    this.#options = options;
    this.#clients = options.crowd.clients;
    this.#sentBy = new Uint32Array(this.#clients.length);
    this.#inFlightOf = new Uint32Array(this.#clients.length);
  }

  start(): void {
    for (let i = 0; i < this.#options.inFlight; i++) this.#sendNext();
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
    client.write(this.#options.template.frame(number + round * this.#clients.length, number));
  }

  readonly #received = (index: number, client: RawClient): void => {
    const { number } = client;
    if (index % this.#clients.length !== number) return;
    const inFlight = (this.#inFlightOf[number] ?? 0) - 1;
    this.#inFlightOf[number] = inFlight;
    // Nothing of its own to wait for: it need not read numbers.
    if (inFlight === 0) client.listener = null;
    if (!this.#isRunning) return;
    if (this.#options.rooms === 'own') this.#send(client);
    else this.#sendNext();
  };
}
