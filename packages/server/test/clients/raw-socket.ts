import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A frame of RFC 6455. */
export interface RawFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** A TCP connection that does what no stock client does: stops reading, sends what it likes, answers nothing. */
export class RawSocket implements AsyncDisposable {
  readonly socket: Socket;
  /** The connection is over, in whatever way. */
  readonly closed: Promise<void>;
  readonly #received: Buffer[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes) => this.#received.push(bytes));
    // Being cut off is what many a test is about.
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  static async connect(url: string): Promise<RawSocket> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new RawSocket(socket);
  }

  /** With a WebSocket handshake done: what it has received begins with the first frame. */
  static async upgrade(wsUrl: string): Promise<RawSocket> {
    const raw = await RawSocket.connect(wsUrl);
    const { host, pathname, search } = new URL(wsUrl);
    raw.write(
      [
        `GET ${pathname}${search} HTTP/1.1`,
        `Host: ${host}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        '\r\n',
      ].join('\r\n'),
    );
    const end = '\r\n\r\n';
    let head = raw.received;
    while (!head.includes(end)) {
      await once(raw.socket, 'data');
      head = raw.received;
    }
    if (!head.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(head.toString());
    raw.#received.splice(0, Number.POSITIVE_INFINITY, head.subarray(head.indexOf(end) + 4));
    return raw;
  }

  write(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  stopReading(): void {
    this.socket.pause();
  }

  readOn(): void {
    this.socket.resume();
  }

  get received(): Buffer {
    return Buffer.concat(this.#received);
  }

  /** The whole frames that have come. */
  get frames(): RawFrame[] {
    const frames: RawFrame[] = [];
    const bytes = this.received;
    for (let at = 0; at + 2 <= bytes.length; ) {
      const short = (bytes[at + 1] ?? 0) & 0x7f;
      const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
      if (start > bytes.length) break;
      const length = lengthAt(bytes, at + 2, short);
      if (start + length > bytes.length) break;
      const opcode = (bytes[at] ?? 0) & 0x0f;
      frames.push({ opcode, payload: bytes.subarray(start, start + length) });
      at = start + length;
    }
    return frames;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await this.closed;
  }
}

function lengthAt(bytes: Buffer, at: number, short: number): number {
  if (short < 126) return short;
  return short === 126 ? bytes.readUInt16BE(at) : Number(bytes.readBigUInt64BE(at));
}

/** A client's frame: masked, as it must be. */
export function maskedFrame(opcode: number, payload: Uint8Array, isFinal = true): Buffer {
  const mask = randomBytes(4);
  const head =
    payload.length < 126
      ? Buffer.from([0, payload.length | 0x80])
      : Buffer.from([0, 126 | 0x80, payload.length >> 8, payload.length & 0xff]);
  head[0] = opcode | (isFinal ? 0x80 : 0);
  const body = Uint8Array.from(payload, (byte, i) => byte ^ (mask[i % 4] ?? 0));
  return Buffer.concat([head, mask, body]);
}
