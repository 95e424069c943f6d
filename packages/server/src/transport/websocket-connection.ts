import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { COSTS } from '../core/address-throttle.ts';
import type { Timer } from '../core/ports/world.ts';
import type { Batch, Connection } from '../hub/connection.ts';
import type { FrameClient } from '../hub/hub.ts';
import type { Connections } from './connections.ts';
import { bytesOf } from './framed-texts.ts';
import type { Heartbeats, Pulse } from './heartbeats.ts';
import { CLOSE_GRACE_MS, CUT_OFF_GRACE_MS, type TransportDeps } from './options.ts';
import { frameText } from './text-frame.ts';
import { ThrottledEvents } from './throttled-events.ts';

/** FIN, opcode ping, no payload. */
const PING = Buffer.from([0x89, 0]);

/** What all WebSocket connections share. */
export interface WebSocketShared extends TransportDeps {
  readonly connections: Connections;
  readonly heartbeats: Heartbeats;
}

/** Tells its connection directly: an idle client costs no table of listeners, which here would be a good part of it. */
export class ClientSocket extends WebSocket {
  connection: WebSocketConnection | null = null;

  /** `ws` closes with 1009 by itself: the protocol gets a word in before. */
  override close(code?: number, reason?: string | Buffer): void {
    if (code === 1009) this.connection?.frameTooLarge();
    if (code !== undefined && isRefusal(code)) this.connection?.chargeAddress(COSTS.refused);
    super.close(code, reason);
  }

  override emit(event: string | symbol, first?: unknown, second?: unknown): boolean {
    const throttled = this.connection?.throttled ?? null;
    if (throttled?.holds(() => this.#handle(event, first, second)) !== true)
      this.#handle(event, first, second);
    return true;
  }

  #handle(event: string | symbol, first: unknown, second: unknown): void {
    switch (event) {
      case 'message':
        // `ws` gives whole messages, each as one Buffer, unless told otherwise.
        if (Buffer.isBuffer(first)) this.connection?.received(first, second === true);
        break;
      case 'ping':
        if (Buffer.isBuffer(first)) this.connection?.pinged(first);
        break;
      case 'pong':
        this.connection?.ponged();
        break;
      case 'close':
        this.connection?.closed(typeof first === 'number' ? first : 1006);
        break;
      default:
      // Of 'error' nothing need be done: on bad frames `ws` closes with the right code (1002, 1007, 1009).
    }
  }
}

/** One WebSocket: `ws` reads, writing goes straight to the net socket. */
export class WebSocketConnection implements Connection, Pulse {
  readonly id: string;
  readonly ip: string;
  unansweredPings = 0;
  /** Of a client whose frames were refused. */
  throttled: ThrottledEvents | null = null;
  readonly #shared: WebSocketShared;
  readonly #webSocket: ClientSocket;
  readonly #socket: Socket;
  #client: FrameClient | null = null;
  /** False as soon as we close. */
  #isWritable = true;
  #isCorked = false;
  #isPaused = false;
  #heartbeatSlice = 0;
  #destruction: Timer | null = null;
  #drainWaiters: (() => void)[] | null = null;

  constructor(webSocket: ClientSocket, socket: Socket, ip: string, shared: WebSocketShared) {
    this.id = shared.connections.nextId();
    this.ip = ip;
    this.#shared = shared;
    this.#webSocket = webSocket;
    this.#socket = socket;
  }

  /** `open` says who hears the client; it may send already. */
  begin(open: (connection: Connection) => FrameClient): void {
    const { connections, heartbeats } = this.#shared;
    this.#webSocket.connection = this;
    connections.add(this);
    this.#heartbeatSlice = heartbeats.add(this);
    // Nobody comes without being told something, mostly later in this tick.
    this.#cork();
    this.#client = open(this);
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  send(text: string): void {
    this.sendFrame(frameText(text, this.prefix));
  }

  write(batch: Batch): void {
    if (!this.#isOpen || this.#isTooFarBehind()) return;
    // A batch at the end of the tick is the last write there: it needs no gathering.
    if (!this.#shared.hub.tick.isFlushing) this.#cork();
    this.#socket.write(bytesOf(batch, this.prefix));
  }

  drained(): Promise<void> {
    // The socket's own mark, not one of ours: only beyond it does the socket tell when it has drained.
    if (!this.#isOpen || !this.#socket.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      if (this.#drainWaiters === null) {
        this.#drainWaiters = [];
        this.#socket.once('drain', () => this.#releaseDrainWaiters());
      }
      this.#drainWaiters.push(resolve);
    });
  }

  close(code: number, reason: string): void {
    if (!this.#isWritable) return;
    this.#endWriting(CLOSE_GRACE_MS);
    this.#webSocket.close(code, fitReason(reason));
  }

  chargeAddress(cost: number): void {
    this.throttled ??= new ThrottledEvents(this.#shared.throttle, this.ip, {
      pause: () => this.#webSocket.pause(),
      resume: () => {
        if (!this.#isPaused) this.#webSocket.resume();
      },
    });
    this.throttled.charge(cost);
  }

  pause(): void {
    this.#isPaused = true;
    this.#webSocket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (this.throttled?.isHolding !== true) this.#webSocket.resume();
  }

  /** Called by the tick. */
  flush(): void {
    this.#isCorked = false;
    this.#socket.uncork();
  }

  get hasAnswered(): boolean {
    return this.unansweredPings === 0;
  }

  ping(): void {
    // Its answer would not be read.
    if (this.throttled?.isHolding === true) return;
    this.unansweredPings++;
    if (this.#isOpen && !this.#isTooFarBehind()) this.#socket.write(this.pingFrame);
  }

  expire(): void {
    this.#socket.destroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** `data` is UTF-8, checked, when it is not binary. */
  received(data: Buffer, isBinary: boolean): void {
    this.unansweredPings = 0;
    if (isBinary) this.#client?.receiveBinary();
    else this.#client?.receiveText(data.toString());
  }

  frameTooLarge(): void {
    if (this.#isOpen) this.#client?.frameTooLarge();
  }

  /** Answers like anything that is sent: anyone who pings and does not read is cut off. */
  pinged(data: Buffer): void {
    this.unansweredPings = 0;
    this.chargeAddress(COSTS.frame);
    if (this.#isOpen && !this.#isTooFarBehind()) this.#webSocket.pong(data);
  }

  /** One that was not asked for is work too. */
  ponged(): void {
    if (this.unansweredPings === 0) this.chargeAddress(COSTS.frame);
    this.unansweredPings = 0;
  }

  closed(code: number): void {
    const { connections, heartbeats } = this.#shared;
    this.#isWritable = false;
    this.#destruction?.cancel();
    this.#destruction = null;
    heartbeats.remove(this, this.#heartbeatSlice);
    connections.remove(this);
    this.#releaseDrainWaiters();
    this.#client?.closed(code);
    this.#client = null;
  }

  /** What is put before each text, inside its frame. */
  protected get prefix(): string {
    return '';
  }

  /** What asks the client whether it lives. */
  protected get pingFrame(): Buffer {
    return PING;
  }

  protected get client(): FrameClient | null {
    return this.#client;
  }

  protected get shared(): WebSocketShared {
    return this.#shared;
  }

  protected sendFrame(frame: Buffer): void {
    if (!this.#isOpen || this.#isTooFarBehind()) return;
    this.#cork();
    this.#socket.write(frame);
  }

  /** Whether frames may be written: no close frame has been, neither ours nor the answer to the client's. */
  get #isOpen(): boolean {
    return this.#isWritable && this.#webSocket.readyState === WebSocket.OPEN;
  }

  #cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    this.#socket.cork();
    this.#shared.hub.tick.flushConnection(this);
  }

  /** Cuts the client off if it is. */
  #isTooFarBehind(): boolean {
    if (this.#socket.writableLength <= this.#shared.limits.outboxBytesMax) return false;
    this.#endWriting(CUT_OFF_GRACE_MS);
    this.#webSocket.close(1013, 'Too slow');
    // The hub is told later: it may be in the midst of handing out a batch.
    queueMicrotask(() => {
      this.#client?.cutOff();
      this.#client = null;
    });
    return true;
  }

  /** A close frame comes next; then the client has this long until the socket is destroyed. */
  #endWriting(graceMs: number): void {
    this.#isWritable = false;
    this.#releaseDrainWaiters();
    this.#destruction = this.#shared.clock.after(graceMs, () => this.#socket.destroy());
  }

  #releaseDrainWaiters(): void {
    const waiters = this.#drainWaiters;
    this.#drainWaiters = null;
    for (const resolve of waiters ?? []) resolve();
  }
}

/** A close frame has room for 123 bytes. */
function fitReason(reason: string): string {
  let fitting = reason.slice(0, 123);
  while (Buffer.byteLength(fitting) > 123) fitting = fitting.slice(0, -1);
  return fitting;
}

/** Whether a close code says that the client has done what it may not. */
export function isRefusal(code: number): boolean {
  return code >= 4000 || REFUSALS.has(code);
}

const REFUSALS: ReadonlySet<number> = new Set([1002, 1003, 1007, 1008, 1009]);
