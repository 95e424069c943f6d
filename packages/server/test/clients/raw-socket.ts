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
  /** The whole frames that have come, once upgraded. */
  readonly frames: RawFrame[] = [];
  /** The connection is over, in whatever way. */
  readonly closed: Promise<void>;
  /** What has come and is not read as a frame. */
  #rest: Buffer = Buffer.alloc(0);
  #isUpgraded = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes) => {
      this.#rest = Buffer.concat([this.#rest, bytes]);
      if (this.#isUpgraded) this.#readFrames();
    });
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

  /** With a WebSocket handshake done. */
  static async upgrade(wsUrl: string): Promise<RawSocket> {
    const raw = await RawSocket.connect(wsUrl);
    const { host, pathname, search } = new URL(wsUrl);
    const lines = [
      `GET ${pathname}${search} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ];
    raw.write(`${lines.join(LINE_END)}${HEAD_END}`);
    await raw.until(() => raw.#rest.includes(HEAD_END));
    const head = raw.#rest;
    if (!head.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(head.toString());
    raw.#isUpgraded = true;
    raw.#rest = head.subarray(head.indexOf(HEAD_END) + HEAD_END.length);
    raw.#readFrames();
    return raw;
  }

  /** What has come of an HTTP answer. */
  get answer(): string {
    return this.#rest.toString('latin1');
  }

  write(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** A text frame, as a client sends it. */
  sendText(text: string): void {
    this.write(maskedFrame(1, Buffer.from(text)));
  }

  /** Resolves when what has come is enough; rejects when the connection ends before. */
  async until(isEnough: () => boolean): Promise<void> {
    const over = this.closed.then(() => {
      throw new Error('the connection ended');
    });
    over.catch(() => {});
    while (!isEnough()) await Promise.race([once(this.socket, 'data'), over]);
  }

  stopReading(): void {
    this.socket.pause();
  }

  readOn(): void {
    this.socket.resume();
  }

  /** The texts of the text frames that have come. */
  get texts(): string[] {
    return this.frames.filter(({ opcode }) => opcode === 1).map(({ payload }) => `${payload}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await this.closed;
  }

  #readFrames(): void {
    const bytes = this.#rest;
    let at = 0;
    while (at + 2 <= bytes.length) {
      const short = (bytes[at + 1] ?? 0) & 0x7f;
      const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
      if (start > bytes.length) break;
      const end = start + lengthAt(bytes, at + 2, short);
      if (end > bytes.length) break;
      this.frames.push({ opcode: (bytes[at] ?? 0) & 0x0f, payload: bytes.subarray(start, end) });
      at = end;
    }
    this.#rest = bytes.subarray(at);
  }
}

const LINE_END = '\r\n';
const HEAD_END = '\r\n\r\n';

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
