import type { Socket } from 'node:net';
import { KoineError } from '@koine/contract';
import type { Socket as EngineSocket } from 'engine.io';
import { type Packet, PacketType } from 'socket.io-parser';
import type { WebSocket } from 'ws';
import type { Timer } from '../core/ports/world.ts';
import type { Batch, Connection } from '../hub/connection.ts';
import type { EventClient } from '../hub/event-sessions.ts';
import type { Ack, Opening } from '../hub/protocol.ts';
import { frameText } from '../hub/text-frame.ts';
import type { EngineShared } from './engine-io.ts';
import {
  type EngineInternals,
  internalsOf,
  netSocketUnder,
  webSocketUnder,
} from './engine-io-internals.ts';
import { CLOSE_GRACE_MS, CUT_OFF_GRACE_MS } from './options.ts';
import {
  ackText,
  connectErrorText,
  connectText,
  DISCONNECT_TEXT,
  type Received,
} from './socket-io-packets.ts';

/** How long a client may take to ask for the namespace, ms; as the stock server. */
const CONNECT_TIMEOUT_MS = 45_000;
/** Engine.IO's packet type "message", which goes before each Socket.IO packet on a websocket. */
const MESSAGE = '4';
const UNCOMPRESSED = { compress: false };
/** Close codes after which a client should come back by itself, as stock clients do when the transport closes. */
const COME_BACK: ReadonlySet<number> = new Set([1001, 1011, 1012, 1013]);

/**
 * One Socket.IO client. Packets take one of two roads: on a websocket, when engine.io holds nothing back, straight to the
 * net socket; else through engine.io, which carries them over polling and over the upgrade. Either way in order.
 */
export class EngineConnection implements Connection {
  readonly id: string;
  readonly ip: string;
  readonly #shared: EngineShared;
  readonly #engine: EngineSocket;
  readonly #internals: EngineInternals | null;
  /** `null` while polling, as is the socket under it. */
  #webSocket: WebSocket | null = null;
  #socket: Socket | null = null;
  /** Until the namespace is connected. */
  #opening: Opening | null;
  #client: EventClient | null = null;
  #isConnected = false;
  #isOver = false;
  #isCorked = false;
  #isPaused = false;
  /** What was sent to a client whose CONNECT is not answered yet. */
  #early: string[] = [];
  /** Characters that engine.io holds until the client polls again. */
  #queuedChars = 0;
  #attachmentsToSkip = 0;
  #connectTimeout: Timer | null;
  #destruction: Timer | null = null;
  #drainWaiters: (() => void)[] = [];

  constructor(engine: EngineSocket, opening: Opening, shared: EngineShared) {
    this.id = shared.connections.nextId();
    this.ip = opening.ip;
    this.#shared = shared;
    this.#engine = engine;
    this.#internals = internalsOf(engine);
    this.#findSocket();
    this.#opening = opening;
    this.#connectTimeout = shared.clock.after(CONNECT_TIMEOUT_MS, () => engine.close());
  }

  begin(): void {
    const engine = this.#engine;
    this.#shared.connections.add(this);
    engine.on('message', (data: string | Buffer) => this.#received(data));
    engine.on('upgrade', () => this.#findSocket());
    engine.on('drain', () => {
      this.#queuedChars = 0;
      this.#releaseDrainWaiters();
    });
    engine.on('close', (reason: string) => this.#closed(reason));
  }

  send(text: string): void {
    if (this.#isOver || this.#isTooFarBehind()) return;
    if (!this.#isConnected) {
      this.#early.push(text);
      return;
    }
    const socket = this.#directSocket();
    if (socket === null) {
      this.#writeThroughEngine(text);
      return;
    }
    this.#cork(socket);
    socket.write(frameText(text, MESSAGE));
  }

  write(batch: Batch): void {
    if (this.#isOver || this.#isTooFarBehind()) return;
    const socket = this.#isConnected ? this.#directSocket() : null;
    if (socket === null) {
      for (const text of batch.texts) this.send(text);
      return;
    }
    if (!this.#shared.hub.turn.isFlushing) this.#cork(socket);
    socket.write(batch.bytes(MESSAGE));
  }

  drained(): Promise<void> {
    // The socket's own mark, not one of ours: only beyond it does the socket tell when it has drained.
    const isDrained = this.#queuedChars === 0 && this.#socket?.writableNeedDrain !== true;
    if (this.#isOver || isDrained) return Promise.resolve();
    return new Promise((resolve) => {
      this.#drainWaiters.push(resolve);
      this.#socket?.once('drain', () => this.#releaseDrainWaiters());
    });
  }

  close(code: number, _reason: string): void {
    if (this.#isOver) return;
    if (this.#isConnected && !COME_BACK.has(code)) this.send(DISCONNECT_TEXT);
    this.#end(CLOSE_GRACE_MS);
    this.#engine.close();
  }

  pause(): void {
    this.#isPaused = true;
    this.#webSocket?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#webSocket?.resume();
  }

  /** Called by the turn. */
  flush(): void {
    this.#isCorked = false;
    this.#socket?.uncork();
  }

  destroy(): void {
    this.#engine.close(true);
    this.#socket?.destroy();
  }

  get #unsent(): number {
    return this.#queuedChars + (this.#socket?.writableLength ?? 0);
  }

  /** The net socket if writing to it keeps the order: nothing is in engine.io, and nothing changes transports. */
  #directSocket(): Socket | null {
    const engine = this.#internals;
    if (this.#socket === null || engine === null) return null;
    if (engine.writeBuffer.length > 0 || engine.upgrading) return null;
    return engine.readyState === 'open' && engine.transport.name === 'websocket'
      ? this.#socket
      : null;
  }

  #writeThroughEngine(text: string): void {
    // Before the write: the `drain` that says it has left may come within it.
    this.#queuedChars += text.length;
    this.#engine.write(text, UNCOMPRESSED);
  }

  #received(data: string | Buffer): void {
    if (this.#isOver) return;
    // Polling cannot be paused; a client that posts on while its earlier events wait is stopped.
    if (this.#isPaused && this.#webSocket === null) {
      this.#engine.close();
      return;
    }
    if (typeof data !== 'string') {
      if (this.#attachmentsToSkip === 0) this.#engine.close();
      else this.#attachmentsToSkip--;
      return;
    }
    const received = this.#decode(data);
    if (received === null || this.#attachmentsToSkip > 0) {
      this.#engine.close();
      return;
    }
    this.#attachmentsToSkip = received.attachments;
    this.#handle(received.packet);
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
      this.#engine.close();
      return;
    }
    switch (packet.type) {
      case PacketType.EVENT:
        this.#event(packet);
        break;
      case PacketType.DISCONNECT:
        this.#engine.close();
        break;
      case PacketType.ACK:
        break;
      default:
        this.#engine.close();
    }
  }

  #connect(packet: Packet): void {
    if (packet.nsp !== '/' || this.#opening === null) {
      this.#writeThroughEngine(connectErrorText(packet.nsp, 'Invalid namespace'));
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
    this.#early = [];
    this.send(connectText(this.id));
    for (const text of early) this.send(text);
  }

  /** The client may ask again, with better credentials. */
  #refused(error: unknown): void {
    if (this.#isOver) return;
    this.#client = null;
    this.#early = [];
    const message = error instanceof KoineError ? error.message : 'Internal error';
    this.#writeThroughEngine(connectErrorText('/', message));
  }

  #event(packet: Packet): void {
    const data: unknown = packet.data;
    if (!Array.isArray(data)) {
      this.#engine.close();
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

  #cork(socket: Socket): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    socket.cork();
    this.#shared.hub.turn.flushConnection(this);
  }

  /** Cuts the client off if it is. */
  #isTooFarBehind(): boolean {
    if (this.#unsent <= this.#shared.limits.outboxBytesMax) return false;
    this.#end(CUT_OFF_GRACE_MS);
    // The hub is told later: it may be in the midst of handing out a batch.
    queueMicrotask(() => {
      this.#client?.cutOff();
      this.#client = null;
      this.#engine.close(this.#socket === null);
    });
    return true;
  }

  #end(graceMs: number): void {
    this.#isOver = true;
    this.#early = [];
    this.#releaseDrainWaiters();
    this.#destruction = this.#shared.clock.after(graceMs, () => this.destroy());
  }

  #closed(reason: string): void {
    this.#isOver = true;
    this.#connectTimeout?.cancel();
    this.#releaseDrainWaiters();
    this.#outliveBySocket();
    const client = this.#client;
    this.#client = null;
    // Engine.IO may close within a write; the hub is told later.
    queueMicrotask(() => client?.closed(reason === 'transport close' ? 1000 : 1006));
  }

  /** The engine is closed; its websocket may still be sending its last, for a while. */
  #outliveBySocket(): void {
    const { connections, clock } = this.#shared;
    const socket = this.#socket;
    const gone = () => {
      this.#destruction?.cancel();
      connections.remove(this);
    };
    if (socket === null || socket.destroyed) {
      gone();
      return;
    }
    this.#destruction ??= clock.after(CLOSE_GRACE_MS, () => socket.destroy());
    socket.once('close', gone);
  }

  #findSocket(): void {
    this.#webSocket = webSocketUnder(this.#engine);
    this.#socket = netSocketUnder(this.#webSocket);
  }

  #releaseDrainWaiters(): void {
    const waiters = this.#drainWaiters;
    this.#drainWaiters = [];
    for (const resolve of waiters) resolve();
  }
}
