import type { Socket } from 'node:net';
import type { Socket as EngineSocket } from 'engine.io';
import type { WebSocket } from 'ws';
import { COSTS } from '../core/address-throttle.ts';
import type { Batch } from '../hub/connection.ts';
import type { FrameClient } from '../hub/hub.ts';
import {
  type EngineInternals,
  internalsOf,
  netSocketUnder,
  webSocketUnder,
} from './engine-io-internals.ts';
import { EngineServerSocket } from './engine-io-server-socket.ts';
import { bytesOf } from './framed-texts.ts';
import { CLOSE_GRACE_MS } from './options.ts';
import { isRejection, type SharedTransport, SocketConnection } from './socket-connection.ts';
import { frameText } from './text-frame.ts';

/** Engine.IO's packet type "message", which goes before each Socket.IO packet on a websocket. */
const MESSAGE = '4';
const UNCOMPRESSED = { compress: false };

/**
 * A client of engine.io's: one that begins by polling. Texts take one of two ways: once it has a websocket, when engine.io
 * holds nothing back, straight to the net socket; else through engine.io, which carries them over polling and over the
 * upgrade. Either way in order.
 */
export class EngineConnection extends SocketConnection {
  protected webSocket: WebSocket | null = null;
  protected socket: Socket | null = null;
  readonly #engine: EngineSocket;
  readonly #internals: EngineInternals | null;
  /** Characters that engine.io holds until the client polls again. */
  #queuedChars = 0;

  constructor(engine: EngineSocket, ip: string, shared: SharedTransport) {
    super(ip, shared);
    this.#engine = engine;
    this.#internals = internalsOf(engine);
    this.#findSocket();
  }

  /** Of the session, by which its requests name it. */
  get sid(): string {
    return this.#internals?.id ?? '';
  }

  begin(client: FrameClient): void {
    const engine = this.#engine;
    this.client = client;
    this.shared.connections.add(this);
    engine.on('message', (data: string | Buffer) => this.#received(data));
    engine.on('upgrading', () => this.chargeAddress(COSTS.frame));
    engine.on('upgrade', () => this.#findSocket());
    // By poll each request is charged.
    engine.on('packet', ({ type }: { readonly type: string }) => {
      if (type !== 'message' && this.webSocket !== null) this.chargeAddress(COSTS.frame);
    });
    engine.on('drain', () => {
      this.#queuedChars = 0;
      this.releaseDrainWaiters();
    });
    engine.on('close', (reason: string) => this.#closed(reason));
  }

  get bufferedBytes(): number {
    return this.#queuedChars + (this.socket?.writableLength ?? 0);
  }

  send(text: string): void {
    if (!this.isOpen || this.isTooFarBehind()) return;
    const socket = this.#directSocket();
    if (socket === null) {
      this.#writeThroughEngine(text);
      return;
    }
    this.cork();
    socket.write(frameText(text, MESSAGE));
  }

  write(batch: Batch): void {
    if (!this.isOpen || this.isTooFarBehind()) return;
    const socket = this.#directSocket();
    if (socket === null) {
      for (const text of batch.texts) this.send(text);
      return;
    }
    if (!this.shared.hub.tick.isFlushing) this.cork();
    socket.write(bytesOf(batch, MESSAGE));
  }

  /** Engine.IO has no codes. */
  close(code: number, _reason: string): void {
    if (this.isEnding) return;
    if (isRejection(code)) this.chargeAddress(COSTS.refused);
    this.endWriting(CLOSE_GRACE_MS);
    this.#engine.close();
  }

  /** engine.io pings by itself, and ends clients that do not answer. */
  ping(): void {}

  get hasAnswered(): boolean {
    return !this.isEnding;
  }

  destroy(): void {
    this.#engine.close(true);
    this.socket?.destroy();
  }

  protected get isOpen(): boolean {
    return !this.isEnding;
  }

  protected override get needsDrain(): boolean {
    return this.#queuedChars > 0 || super.needsDrain;
  }

  protected closeSlow(): void {
    this.#engine.close(this.socket === null);
  }

  /** The net socket if writing to it keeps the order: nothing is in engine.io, and nothing changes transports. */
  #directSocket(): Socket | null {
    const engine = this.#internals;
    if (this.socket === null || engine === null) return null;
    if (engine.writeBuffer.length > 0 || engine.upgrading) return null;
    return engine.readyState === 'open' && engine.transport.name === 'websocket'
      ? this.socket
      : null;
  }

  #writeThroughEngine(text: string): void {
    // Before the write: the `drain` that follows may come within it.
    this.#queuedChars += text.length;
    this.#engine.write(text, UNCOMPRESSED);
  }

  #received(data: string | Buffer): void {
    if (this.isEnding) return;
    // Polling cannot be paused; a client that posts on while its earlier events wait is stopped.
    if (this.isPaused && this.webSocket === null) this.#engine.close();
    else if (typeof data === 'string') this.client?.receiveText(data);
    else this.client?.receiveBinary();
  }

  #closed(reason: string): void {
    this.#outliveBySocket();
    this.ended(reason === 'transport close' ? 1000 : 1006);
  }

  /** The engine is closed; its websocket may still be sending its last, for a while. */
  #outliveBySocket(): void {
    if (this.socket === null || this.socket.destroyed) {
      this.gone();
      return;
    }
    this.destroyAfter(CLOSE_GRACE_MS);
    this.socket.once('close', () => this.gone());
  }

  #findSocket(): void {
    this.webSocket = webSocketUnder(this.#engine);
    if (this.webSocket instanceof EngineServerSocket) this.webSocket.connection = this;
    this.socket = netSocketUnder(this.webSocket);
  }
}
