import { KoineError } from '@koine/contract';
import { type Packet, PacketType } from 'socket.io-parser';
import type { Timer } from '../core/ports/world.ts';
import type { Batch, Connection } from '../hub/connection.ts';
import type { EventClient } from '../hub/event-sessions.ts';
import type { FrameClient } from '../hub/hub.ts';
import type { Ack, Opening } from '../hub/protocol.ts';
import type { TransportDeps } from './options.ts';
import {
  ackText,
  connectErrorText,
  connectText,
  DISCONNECT_TEXT,
  type Received,
} from './socket-io-packets.ts';

/** How long a client may take to ask for the namespace, ms; as the stock server. */
const CONNECT_TIMEOUT_MS = 45_000;
/** Close codes after which a client should come back by itself, as stock clients do when the transport closes. */
const COME_BACK: ReadonlySet<number> = new Set([1001, 1011, 1012, 1013]);

/** What all Socket.IO clients share. */
export interface SocketIoShared extends Pick<TransportDeps, 'clock' | 'hub'> {
  /** Throws on a malformed packet. */
  readPacket(text: string): Received;
}

/**
 * One Socket.IO client in the default namespace: packets in, packets out, over a road (`Connection`) that carries texts in
 * order and that hears of this client as of any client of frames.
 */
export class SocketIoClient implements Connection, FrameClient {
  readonly #shared: SocketIoShared;
  readonly #road: Connection;
  /** Until the namespace is connected. */
  #opening: Opening | null;
  #connectTimeout: Timer | null;
  #client: EventClient | null = null;
  #isConnected = false;
  #isOver = false;
  /** What was sent to a client whose CONNECT is not answered yet. */
  #early: string[] | null = null;
  #attachmentsToSkip = 0;

  constructor(road: Connection, opening: Opening, shared: SocketIoShared) {
    this.#road = road;
    this.#opening = opening;
    this.#shared = shared;
    this.#connectTimeout = shared.clock.after(CONNECT_TIMEOUT_MS, () =>
      this.#end(1008, 'Not connected in time'),
    );
  }

  get id(): string {
    return this.#road.id;
  }

  get ip(): string {
    return this.#road.ip;
  }

  get bufferedBytes(): number {
    return this.#road.bufferedBytes;
  }

  send(text: string): void {
    if (this.#isOver) return;
    if (this.#isConnected) this.#road.send(text);
    else this.#keep(text);
  }

  write(batch: Batch): void {
    if (this.#isOver) return;
    if (this.#isConnected) this.#road.write(batch);
    else for (const text of batch.texts) this.#keep(text);
  }

  drained(): Promise<void> {
    return this.#road.drained();
  }

  close(code: number, reason: string): void {
    if (this.#isOver) return;
    if (this.#isConnected && !COME_BACK.has(code)) this.#road.send(DISCONNECT_TEXT);
    this.#end(code, reason);
  }

  pause(): void {
    this.#road.pause();
  }

  resume(): void {
    this.#road.resume();
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

  closed(code: number): void {
    const client = this.#letGo();
    // A road may close within a write; the hub is told later.
    if (client !== null) queueMicrotask(() => client.closed(code));
  }

  cutOff(): void {
    this.#letGo()?.cutOff();
  }

  /** `null`: malformed, at which the stock server closes too. */
  #decode(text: string): Received | null {
    try {
      return this.#shared.readPacket(text);
    } catch {
      return null;
    }
  }

  #handle(packet: Packet): void {
    if (packet.type === PacketType.CONNECT && this.#client === null) {
      this.#connect(packet);
      return;
    }
    if (!this.#isConnected || packet.nsp !== '/') {
      this.#endMalformed();
      return;
    }
    switch (packet.type) {
      case PacketType.EVENT:
        this.#event(packet);
        break;
      case PacketType.DISCONNECT:
        this.#end(1000, 'Bye');
        break;
      case PacketType.ACK:
        break;
      default:
        this.#endMalformed();
    }
  }

  #connect(packet: Packet): void {
    if (packet.nsp !== '/' || this.#opening === null) {
      this.#road.send(connectErrorText(packet.nsp, 'Invalid namespace'));
      return;
    }
    const auth: unknown = packet.data;
    const { client, opened } = this.#shared.hub.openEvents(this, this.#opening, auth);
    this.#client = client;
    opened.then(
      () => this.#connected(),
      (error: unknown) => this.#refused(error),
    );
  }

  #connected(): void {
    if (this.#isOver) return;
    this.#connectTimeout?.cancel();
    this.#connectTimeout = null;
    this.#opening = null;
    this.#isConnected = true;
    const early = this.#early;
    this.#early = null;
    this.#road.send(connectText(this.id));
    for (const text of early ?? []) this.#road.send(text);
  }

  /** The client may ask again, with better credentials. */
  #refused(error: unknown): void {
    if (this.#isOver) return;
    this.#client = null;
    this.#early = null;
    const message = error instanceof KoineError ? error.message : 'Internal error';
    this.#road.send(connectErrorText('/', message));
  }

  #event(packet: Packet): void {
    const data: unknown = packet.data;
    if (!Array.isArray(data)) {
      this.#endMalformed();
      return;
    }
    const [name, ...args]: unknown[] = data;
    if (typeof name !== 'string') return;
    this.#client?.receive(name, args, this.#ackOf(packet.id));
  }

  /** Answers once. */
  #ackOf(id: number | undefined): Ack | undefined {
    if (id === undefined) return undefined;
    let isAnswered = false;
    return (...args) => {
      if (isAnswered) return;
      isAnswered = true;
      this.send(ackText(id, args));
    };
  }

  #keep(text: string): void {
    this.#early ??= [];
    this.#early.push(text);
  }

  #endMalformed(): void {
    this.#end(1002, 'Malformed packet');
  }

  /** The hub is told at once that the client is gone: a road may take a while to close. */
  #end(code: number, reason: string): void {
    if (this.#isOver) return;
    this.closed(code);
    this.#road.close(code, reason);
  }

  /** The client, if the hub still has it. */
  #letGo(): EventClient | null {
    this.#isOver = true;
    this.#connectTimeout?.cancel();
    this.#connectTimeout = null;
    this.#opening = null;
    this.#early = null;
    const client = this.#client;
    this.#client = null;
    return client;
  }
}
