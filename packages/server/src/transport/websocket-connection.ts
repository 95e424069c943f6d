import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { COSTS } from '../core/address-throttle.ts';
import type { Batch, Connection } from '../hub/connection.ts';
import type { FrameClient } from '../hub/hub.ts';
import { bytesOf } from './framed-texts.ts';
import type { ProbedConnection } from './heartbeats.ts';
import { CLOSE_GRACE_MS } from './options.ts';
import { type SharedTransport, SocketConnection } from './socket-connection.ts';
import { frameText } from './text-frame.ts';

/** FIN, opcode ping, no payload. */
const PING = Buffer.from([0x89, 0]);

/** Calls its connection directly: an idle client costs no table of listeners, which here would be a good part of it. */
export class ClientSocket extends WebSocket {
  connection: WebSocketConnection | null = null;

  override close(code?: number, reason?: string | Buffer): void {
    if (code !== undefined) this.connection?.closing(code);
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
export class WebSocketConnection extends SocketConnection implements ProbedConnection {
  unansweredPings = 0;
  protected readonly webSocket: ClientSocket;
  protected readonly socket: Socket;
  #heartbeatSlice = 0;

  constructor(webSocket: ClientSocket, socket: Socket, ip: string, shared: SharedTransport) {
    super(ip, shared);
    this.webSocket = webSocket;
    this.socket = socket;
  }

  /** `open` returns the client; it may send already. */
  begin(open: (connection: Connection) => FrameClient): void {
    const { connections, heartbeats } = this.shared;
    this.webSocket.connection = this;
    connections.add(this);
    this.#heartbeatSlice = heartbeats.add(this);
    // Every client is sent something first, mostly later in this tick.
    this.cork();
    this.client = open(this);
  }

  get bufferedBytes(): number {
    return this.socket.writableLength;
  }

  send(text: string): void {
    this.sendFrame(frameText(text, this.prefix));
  }

  write(batch: Batch): void {
    if (!this.isOpen || this.isTooFarBehind()) return;
    // A batch at the end of the tick is the last write there: it needs no gathering.
    if (!this.shared.hub.tick.isFlushing) this.cork();
    this.socket.write(bytesOf(batch, this.prefix));
  }

  close(code: number, reason: string): void {
    if (this.isEnding) return;
    this.endWriting(CLOSE_GRACE_MS);
    this.webSocket.close(code, fitReason(reason));
  }

  get hasAnswered(): boolean {
    return this.unansweredPings === 0;
  }

  ping(): void {
    // Its pong would not be read.
    if (this.throttled?.isHolding === true) return;
    this.unansweredPings++;
    if (this.isOpen && !this.isTooFarBehind()) this.socket.write(this.pingFrame);
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** `data` is UTF-8, checked, when it is not binary. */
  received(data: Buffer, isBinary: boolean): void {
    this.unansweredPings = 0;
    if (isBinary) this.client?.receiveBinary();
    else this.client?.receiveText(data.toString());
  }

  /** A pong is like anything that is sent: a client that pings and does not read is cut off. */
  pinged(data: Buffer): void {
    this.unansweredPings = 0;
    this.chargeAddress(COSTS.frame);
    if (this.isOpen && !this.isTooFarBehind()) this.webSocket.pong(data);
  }

  /** One that was not asked for is work too. */
  ponged(): void {
    if (this.unansweredPings === 0) this.chargeAddress(COSTS.frame);
    this.unansweredPings = 0;
  }

  closed(code: number): void {
    this.shared.heartbeats.remove(this, this.#heartbeatSlice);
    this.gone();
    this.ended(code);
  }

  /** What is put before each text, inside its frame. */
  protected get prefix(): string {
    return '';
  }

  /** What asks the client whether it lives. */
  protected get pingFrame(): Buffer {
    return PING;
  }

  /** No close frame has been written, neither ours nor the reply to the client's. */
  protected get isOpen(): boolean {
    return !this.isEnding && this.webSocket.readyState === WebSocket.OPEN;
  }

  protected sendFrame(frame: Buffer): void {
    if (!this.isOpen || this.isTooFarBehind()) return;
    this.cork();
    this.socket.write(frame);
  }

  protected closeSlow(): void {
    this.webSocket.close(1013, 'Too slow');
  }
}

/** A close frame has room for 123 bytes. */
function fitReason(reason: string): string {
  let fitting = reason.slice(0, 123);
  while (Buffer.byteLength(fitting) > 123) fitting = fitting.slice(0, -1);
  return fitting;
}
