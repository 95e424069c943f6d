import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Timer } from '../core/ports/world.ts';
import type { Batch, Connection } from '../hub/connection.ts';
import type { FrameClient } from '../hub/hub.ts';
import type { FrameProtocol, Opening } from '../hub/protocol.ts';
import { frameText } from '../hub/text-frame.ts';
import type { Connections } from './connections.ts';
import type { Heartbeats, Pulse } from './heartbeats.ts';
import { CLOSE_GRACE_MS, CUT_OFF_GRACE_MS, type TransportDeps } from './options.ts';

/** FIN, opcode ping, no payload. */
const PING = Buffer.from([0x89, 0]);

/** What all WebSocket connections share. */
interface Shared extends TransportDeps {
  readonly connections: Connections;
  readonly heartbeats: Heartbeats;
}

export interface WebSocketTransport {
  /** Takes over the socket of an upgrade request. `ws` answers a malformed handshake itself. */
  accept(
    request: IncomingMessage,
    socket: Socket,
    head: Buffer,
    protocol: FrameProtocol,
    opening: Opening,
  ): void;
}

/** WebSocket (RFC 6455) by `ws`, which does the handshake and the reading; writing goes straight to the socket. */
export function createWebSocketTransport(shared: Shared): WebSocketTransport {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: shared.limits.frameBytesMax,
    WebSocket: ClientSocket,
  });
  return {
    accept(request, socket, head, protocol, opening) {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const connection = new WebSocketConnection(webSocket, socket, opening.ip, shared);
        connection.begin(protocol, opening);
      });
    },
  };
}

/** Tells its connection directly: an idle client costs no table of listeners, which here would be a good part of it. */
class ClientSocket extends WebSocket {
  connection: WebSocketConnection | null = null;

  override emit(event: string | symbol, ...args: readonly unknown[]): boolean {
    const [first, second] = args;
    switch (event) {
      case 'message':
        // `ws` gives whole messages, each as one Buffer, unless told otherwise.
        if (Buffer.isBuffer(first)) this.connection?.received(first, second === true);
        return true;
      case 'pong':
        this.connection?.answered();
        return true;
      case 'close':
        this.connection?.closed(typeof first === 'number' ? first : 1006);
        return true;
      default:
        // Of 'error' nothing need be done: on bad frames `ws` closes with the right code (1002, 1007, 1009).
        return true;
    }
  }
}

class WebSocketConnection implements Connection, Pulse {
  readonly id: string;
  readonly ip: string;
  unansweredPings = 0;
  readonly #shared: Shared;
  readonly #webSocket: ClientSocket;
  readonly #socket: Socket;
  #client: FrameClient | null = null;
  /** False as soon as we close. */
  #isWritable = true;
  #isCorked = false;
  #heartbeatSlice = 0;
  #destruction: Timer | null = null;
  #drainWaiters: (() => void)[] | null = null;

  constructor(webSocket: ClientSocket, socket: Socket, ip: string, shared: Shared) {
    this.id = shared.connections.nextId();
    this.ip = ip;
    this.#shared = shared;
    this.#webSocket = webSocket;
    this.#socket = socket;
  }

  begin(protocol: FrameProtocol, opening: Opening): void {
    const { connections, heartbeats, hub } = this.#shared;
    this.#webSocket.connection = this;
    connections.add(this);
    this.#heartbeatSlice = heartbeats.add(this);
    this.#client = hub.openFrames(protocol, this, opening);
  }

  send(text: string): void {
    if (!this.#isOpen || this.#isTooFarBehind()) return;
    this.#cork();
    this.#socket.write(frameText(text));
  }

  write(batch: Batch): void {
    if (!this.#isOpen || this.#isTooFarBehind()) return;
    // A batch at the end of the turn is the last write there: it needs no gathering.
    if (!this.#shared.hub.turn.isFlushing) this.#cork();
    this.#socket.write(batch.bytes(''));
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

  pause(): void {
    this.#webSocket.pause();
  }

  resume(): void {
    this.#webSocket.resume();
  }

  /** Called by the turn. */
  flush(): void {
    this.#isCorked = false;
    this.#socket.uncork();
  }

  ping(): void {
    if (this.#isOpen && !this.#isTooFarBehind()) this.#socket.write(PING);
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

  answered(): void {
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

  /** Whether frames may be written: no close frame has been, neither ours nor the answer to the client's. */
  get #isOpen(): boolean {
    return this.#isWritable && this.#webSocket.readyState === WebSocket.OPEN;
  }

  #cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    this.#socket.cork();
    this.#shared.hub.turn.flushConnection(this);
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
