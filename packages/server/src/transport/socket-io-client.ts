import { KoineError } from '@koine/contract';
import { type Packet, PacketType } from 'socket.io-parser';
import { addressGroup } from '../core/address.ts';
import { COSTS } from '../core/address-throttle.ts';
import type { Timer } from '../core/ports/world.ts';
import type { Batch, Connection } from '../hub/connection.ts';
import type { EventClient } from '../hub/event-client.ts';
import type { FrameClient } from '../hub/hub.ts';
import type { Ack, Handshake } from '../hub/protocol.ts';
import { handshakeFrom, type KeptHandshake, keptOf } from './handshake.ts';
import type { TransportDeps } from './options.ts';
import {
  ackText,
  connectErrorText,
  connectText,
  DISCONNECT_TEXT,
  type Received,
  randomSid,
  readPacket,
} from './socket-io-packets.ts';

/** Close codes after which a client should reconnect by itself, as stock clients do when the transport closes. */
const RECONNECTS: ReadonlySet<number> = new Set([1001, 1011, 1012, 1013]);

/**
 * One Socket.IO client: packets in, packets out, over an underlying connection that carries texts in order and for
 * which this is a client of frames like any other. There is one namespace, the default one; a client may leave it and connect again.
 */
export class SocketIoClient implements Connection, FrameClient {
  readonly #shared: Pick<TransportDeps, 'budgets' | 'clock' | 'hub' | 'limits'>;
  readonly #underlying: Connection;
  /** What a later CONNECT needs of the request: as little as possible, since it is kept as long as the connection. */
  readonly #kept: KeptHandshake;
  #connectTimeout: Timer | null = null;
  /** Of the namespace. */
  #state: 'connected' | 'connecting' | 'disconnected' = 'disconnected';
  #client: EventClient | null = null;
  #isOver = false;
  #connects = 0;
  /** What was sent to a client whose CONNECT has no response yet. */
  #early: string[] | null = null;
  #attachmentsToSkip = 0;

  constructor(
    underlying: Connection,
    handshake: Handshake,
    shared: Pick<TransportDeps, 'budgets' | 'clock' | 'hub' | 'limits'>,
  ) {
    this.#underlying = underlying;
    this.#kept = keptOf(handshake, shared.hub.headersRead);
    this.#shared = shared;
    this.#awaitConnect();
  }

  /** Another one each time the client connects, so that what is left of an earlier time never touches the present one. */
  get id(): string {
    return this.#connects < 2 ? this.#underlying.id : `${this.#underlying.id}.${this.#connects}`;
  }

  get ip(): string {
    return this.#underlying.ip;
  }

  get bufferedBytes(): number {
    return this.#underlying.bufferedBytes;
  }

  send(text: string): void {
    if (this.#state === 'connected') this.#underlying.send(text);
    else if (this.#state === 'connecting') this.#hold(text);
  }

  write(batch: Batch): void {
    if (this.#state === 'connected') this.#underlying.write(batch);
    else if (this.#state === 'connecting') for (const text of batch.texts) this.#hold(text);
  }

  drained(): Promise<void> {
    return this.#underlying.drained();
  }

  close(code: number, reason: string): void {
    if (this.#isOver) return;
    if (this.#state === 'connected' && !RECONNECTS.has(code))
      this.#underlying.send(DISCONNECT_TEXT);
    this.#end(code, reason);
  }

  chargeAddress(cost: number): void {
    this.#underlying.chargeAddress(cost);
  }

  ping(): void {
    this.#underlying.ping();
  }

  get hasAnswered(): boolean {
    return this.#underlying.hasAnswered;
  }

  pause(): void {
    this.#underlying.pause();
  }

  resume(): void {
    this.#underlying.resume();
  }

  receiveText(text: string): void {
    if (this.#isOver) return;
    const received = this.#decode(text);
    if (received === null || this.#attachmentsToSkip > 0) {
      this.#endMalformed();
      return;
    }
    this.#attachmentsToSkip = received.attachments;
    this.#handle(received.packet);
  }

  receiveBinary(): void {
    if (this.#isOver) return;
    if (this.#attachmentsToSkip === 0) this.#endMalformed();
    else this.#attachmentsToSkip--;
  }

  frameTooLarge(): void {
    if (this.#state === 'connected') this.#client?.frameTooLarge();
  }

  closed(code: number): void {
    const client = this.#detach();
    // It may close within a write; the hub is notified later.
    if (client !== null) queueMicrotask(() => client.closed(code));
  }

  cutOff(): void {
    this.#detach()?.cutOff();
  }

  /** `null`: malformed, at which the stock server closes too. */
  #decode(text: string): Received | null {
    try {
      return readPacket(text);
    } catch {
      return null;
    }
  }

  #handle(packet: Packet): void {
    if (packet.type === PacketType.CONNECT) {
      this.#connect(packet);
      return;
    }
    if (this.#state !== 'connected' || packet.nsp !== '/') {
      this.#endMalformed();
      return;
    }
    switch (packet.type) {
      case PacketType.EVENT:
        this.#event(packet);
        break;
      case PacketType.DISCONNECT:
        this.#leave();
        break;
      case PacketType.ACK:
        // Of nothing that was asked.
        this.chargeAddress(COSTS.frame);
        break;
      default:
        this.#endMalformed();
    }
  }

  #connect(packet: Packet): void {
    if (packet.nsp !== '/') {
      this.chargeAddress(COSTS.frame);
      this.#underlying.send(connectErrorText(packet.nsp, 'Invalid namespace'));
      return;
    }
    if (this.#state !== 'disconnected') {
      this.#endMalformed();
      return;
    }
    const { budgets } = this.#shared;
    const tooMany = budgets.checkFor('refusedConnect', addressGroup(this.ip));
    if (tooMany !== null) {
      this.chargeAddress(COSTS.frame);
      this.#underlying.send(connectErrorText('/', tooMany.message));
      return;
    }
    // Going and coming again within a connection is work that no budget pays for.
    if (this.#connects++ > 0) this.chargeAddress(COSTS.frame);
    this.#state = 'connecting';
    const auth: unknown = packet.data;
    const { hub } = this.#shared;
    const { client, opened } = hub.openEvents(this, handshakeFrom(this.#kept, this.ip), auth);
    this.#client = client;
    opened.then(
      () => this.#connected(client),
      (error: unknown) => this.#refused(client, error),
    );
  }

  #connected(client: EventClient): void {
    if (this.#client !== client) return;
    this.#connectTimeout?.cancel();
    this.#connectTimeout = null;
    this.#state = 'connected';
    const early = this.#early;
    this.#early = null;
    this.#underlying.send(connectText(randomSid()));
    for (const text of early ?? []) this.#underlying.send(text);
  }

  /** The client may ask again, with better credentials. */
  #refused(client: EventClient, error: unknown): void {
    if (this.#client !== client) return;
    this.#client = null;
    this.#state = 'disconnected';
    this.#early = null;
    this.chargeAddress(COSTS.refused);
    this.#shared.budgets.recordFor('refusedConnect', addressGroup(this.ip));
    const message = error instanceof KoineError ? error.message : 'Internal error';
    this.#underlying.send(connectErrorText('/', message));
  }

  /** Out of the namespace. The connection stays, for a while, in which the client may connect again. */
  #leave(): void {
    const client = this.#client;
    this.#client = null;
    this.#state = 'disconnected';
    this.#awaitConnect();
    client?.closed(1000);
  }

  #awaitConnect(): void {
    const { clock, limits } = this.#shared;
    this.#connectTimeout = clock.after(limits.socketIoConnectTimeoutMs, () =>
      this.#end(1008, 'Not connected in time'),
    );
  }

  #event(packet: Packet): void {
    const data: unknown = packet.data;
    if (!Array.isArray(data)) {
      this.#endMalformed();
      return;
    }
    const [name, ...args]: unknown[] = data;
    this.#client?.receive(String(name), args, this.#ackOf(packet.id));
  }

  /** Acknowledges once, and to no client that has connected later. */
  #ackOf(id: number | undefined): Ack | undefined {
    if (id === undefined) return undefined;
    const client = this.#client;
    let isAcknowledged = false;
    return (...args) => {
      if (isAcknowledged || this.#client !== client) return;
      isAcknowledged = true;
      this.send(ackText(id, args));
    };
  }

  #hold(text: string): void {
    this.#early ??= [];
    this.#early.push(text);
  }

  #endMalformed(): void {
    this.#end(1002, 'Malformed packet');
  }

  /** The hub is notified at once that the client is gone: the connection may take a while to close. */
  #end(code: number, reason: string): void {
    if (this.#isOver) return;
    this.closed(code);
    this.#underlying.close(code, reason);
  }

  /** The client, if the hub still has it. */
  #detach(): EventClient | null {
    this.#isOver = true;
    this.#connectTimeout?.cancel();
    this.#connectTimeout = null;
    this.#state = 'disconnected';
    this.#early = null;
    const client = this.#client;
    this.#client = null;
    return client;
  }
}
