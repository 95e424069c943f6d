import { connect, type Socket } from 'node:net';

/** All clients read into this one buffer: a read is handled before the next begins. */
const inbox = Buffer.allocUnsafe(1 << 20);
const HANDSHAKE_END = Buffer.from('\r\n\r\n');

/** A WebSocket client that only counts complete frames: cheap enough not to be what is measured. */
export class RawClient {
  readonly socket: Socket;
  readonly ready: Promise<void>;
  frames = 0;
  readonly #framesArrived: ((count: number) => void) | null;
  #isUpgraded = false;
  #becomeReady = () => {};
  /** Payload bytes of the frame under way that are still to come. */
  #missing = 0;
  /** The first bytes of a header that is not complete. */
  #head = Buffer.alloc(0);

  constructor(port: number, path: string, framesArrived: ((count: number) => void) | null = null) {
    this.#framesArrived = framesArrived;
    this.ready = new Promise((resolve) => {
      this.#becomeReady = resolve;
    });
    const onread = {
      buffer: inbox,
      callback: (bytes: number) => {
        this.#read(inbox.subarray(0, bytes));
        return true;
      },
    };
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
    this.socket.write(
      `GET ${path} HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
  }

  #read(chunk: Buffer): void {
    if (!this.#isUpgraded) {
      const end = chunk.indexOf(HANDSHAKE_END);
      if (end < 0) return;
      this.#isUpgraded = true;
      this.#becomeReady();
      this.#read(chunk.subarray(end + HANDSHAKE_END.length));
      return;
    }
    const data = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    const before = this.frames;
    let at = 0;
    if (this.#missing > 0) {
      if (this.#missing > data.length) {
        this.#missing -= data.length;
        return;
      }
      at = this.#missing;
      this.#missing = 0;
      this.frames++;
    }
    at = this.#countFrames(data, at);
    this.#head = at < data.length ? Buffer.from(data.subarray(at)) : EMPTY;
    if (this.frames > before) this.#framesArrived?.(this.frames - before);
  }

  /** Returns where an incomplete header begins, or the end. */
  #countFrames(data: Buffer, from: number): number {
    let at = from;
    const end = data.length;
    while (at + 2 <= end) {
      const length7 = (data[at + 1] ?? 0) & 127;
      const headerBytes = length7 === 126 ? 4 : length7 === 127 ? 10 : 2;
      if (at + headerBytes > end) return at;
      let length = length7;
      if (length7 === 126) length = data.readUInt16BE(at + 2);
      if (length7 === 127) length = data.readUInt32BE(at + 6);
      const next = at + headerBytes + length;
      if (next > end) {
        this.#missing = next - end;
        return end;
      }
      this.frames++;
      at = next;
    }
    return at;
  }
}

const EMPTY = Buffer.alloc(0);

/** A client's text frame, masked with zeros. */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const isLong = payload.length > 125;
  const head = Buffer.alloc(isLong ? 8 : 6);
  head[0] = 0x81;
  head[1] = 0x80 | (isLong ? 126 : payload.length);
  if (isLong) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}
