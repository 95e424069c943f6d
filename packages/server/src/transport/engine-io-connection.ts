import type { Socket } from 'node:net';
import type { Socket as EngineSocket } from 'engine.io';
import type { WebSocket } from 'ws';
import { COSTS } from '../core/address-throttle.ts';
import type { Timer } from '../core/ports/world.ts';
import type { Batch, Connection } from '../hub/connection.ts';
import type { FrameClient } from '../hub/hub.ts';
import type { Connections } from './connections.ts';
import {
  type EngineInternals,
  internalsOf,
  netSocketUnder,
  webSocketUnder,
} from './engine-io-internals.ts';
import { EngineServerSocket } from './engine-io-server-socket.ts';
import { bytesOf } from './framed-texts.ts';
import { CLOSE_GRACE_MS, CUT_OFF_GRACE_MS, type TransportDeps } from './options.ts';
import { frameText } from './text-frame.ts';
import { ThrottledEvents } from './throttled-events.ts';
import { isRefusal } from './websocket-connection.ts';

/** Engine.IO's packet type "message", which goes before each Socket.IO packet on a websocket. */
const MESSAGE = '4';
const UNCOMPRESSED = { compress: false };

export interface EngineShared extends TransportDeps {
  readonly connections: Connections;
}

/**
 * A client of engine.io's: one that begins by polling. Texts take one of two roads: once it has a websocket, when engine.io
 * holds nothing back, straight to the net socket; else through engine.io, which carries them over polling and over the
 * upgrade. Either way in order.
 */
export class EngineConnection implements Connection {
  readonly id: string;
  readonly ip: string;
  readonly #shared: EngineShared;
  readonly #engine: EngineSocket;
  readonly #internals: EngineInternals | null;
  #client: FrameClient | null = null;
  /** `null` while polling, as is the socket under it. */
  #webSocket: WebSocket | null = null;
  #socket: Socket | null = null;
  #isOver = false;
  #isCorked = false;
  #isPaused = false;
  #throttled: ThrottledEvents | null = null;
  /** Characters that engine.io holds until the client polls again. */
  #queuedChars = 0;
  #destruction: Timer | null = null;
  #drainWaiters: (() => void)[] = [];

  constructor(engine: EngineSocket, ip: string, shared: EngineShared) {
    this.id = shared.connections.nextId();
    this.ip = ip;
    this.#shared = shared;
    this.#engine = engine;
    this.#internals = internalsOf(engine);
    this.#findSocket();
  }

  begin(client: FrameClient): void {
    const engine = this.#engine;
    this.#client = client;
    this.#shared.connections.add(this);
    engine.on('message', (data: string | Buffer) => this.#received(data));
    engine.on('upgrading', () => this.chargeAddress(COSTS.frame));
    engine.on('upgrade', () => this.#findSocket());
    // By poll each request is charged.
    engine.on('packet', ({ type }: { readonly type: string }) => {
      if (type !== 'message' && this.#webSocket !== null) this.chargeAddress(COSTS.frame);
    });
    engine.on('drain', () => {
      this.#queuedChars = 0;
      this.#releaseDrainWaiters();
    });
    engine.on('close', (reason: string) => this.#closed(reason));
  }

  get bufferedBytes(): number {
    return this.#queuedChars + (this.#socket?.writableLength ?? 0);
  }

  send(text: string): void {
    if (this.#isOver || this.#isTooFarBehind()) return;
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
    const socket = this.#directSocket();
    if (socket === null) {
      for (const text of batch.texts) this.send(text);
      return;
    }
    if (!this.#shared.hub.tick.isFlushing) this.#cork(socket);
    socket.write(bytesOf(batch, MESSAGE));
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

  /** Engine.IO has no codes. */
  close(code: number, _reason: string): void {
    if (this.#isOver) return;
    if (isRefusal(code)) this.chargeAddress(COSTS.refused);
    this.#end(CLOSE_GRACE_MS);
    this.#engine.close();
  }

  /** engine.io asks by itself, and ends who does not answer. */
  ping(): void {}

  get hasAnswered(): boolean {
    return !this.#isOver;
  }

  chargeAddress(cost: number): void {
    this.#throttled ??= new ThrottledEvents(this.#shared.throttle, this.ip, {
      pause: () => this.#webSocket?.pause(),
      resume: () => {
        if (!this.#isPaused) this.#webSocket?.resume();
      },
    });
    this.#throttled.charge(cost);
    if (this.#webSocket instanceof EngineServerSocket) this.#webSocket.throttled = this.#throttled;
  }

  pause(): void {
    this.#isPaused = true;
    this.#webSocket?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#throttled?.isHolding !== true) this.#webSocket?.resume();
  }

  /** Called by the tick. */
  flush(): void {
    this.#isCorked = false;
    this.#socket?.uncork();
  }

  destroy(): void {
    this.#engine.close(true);
    this.#socket?.destroy();
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
    if (this.#isPaused && this.#webSocket === null) this.#engine.close();
    else if (typeof data === 'string') this.#client?.receiveText(data);
    else this.#client?.receiveBinary();
  }

  #cork(socket: Socket): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    socket.cork();
    this.#shared.hub.tick.flushConnection(this);
  }

  /** Cuts the client off if it is. */
  #isTooFarBehind(): boolean {
    if (this.bufferedBytes <= this.#shared.limits.outboxBytesMax) return false;
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
    this.#releaseDrainWaiters();
    this.#destruction = this.#shared.clock.after(graceMs, () => this.destroy());
  }

  #closed(reason: string): void {
    this.#isOver = true;
    this.#releaseDrainWaiters();
    this.#outliveBySocket();
    this.#client?.closed(reason === 'transport close' ? 1000 : 1006);
    this.#client = null;
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

  /** Of the session, by which its requests name it. */
  get sid(): string {
    return this.#internals?.id ?? '';
  }

  #findSocket(): void {
    this.#webSocket = webSocketUnder(this.#engine);
    if (this.#webSocket instanceof EngineServerSocket) {
      this.#webSocket.closing = (code) => {
        if (code === 1009) this.#client?.frameTooLarge();
        if (isRefusal(code)) this.chargeAddress(COSTS.refused);
      };
      this.#webSocket.pinged = () => this.chargeAddress(COSTS.frame);
    }
    this.#socket = netSocketUnder(this.#webSocket);
  }

  #releaseDrainWaiters(): void {
    const waiters = this.#drainWaiters;
    this.#drainWaiters = [];
    for (const resolve of waiters) resolve();
  }
}
