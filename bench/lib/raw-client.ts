import { connect, type Socket } from 'node:net';
import type { Dialect } from '../dialects/dialect.ts';
import { clientFrame, PONG } from './client-frame.ts';
import { FrameReader, type FrameSink } from './frame-reader.ts';
import { indexIn } from './message-index.ts';

const HANDSHAKE_END = Buffer.from('\r\n\r\n');
const ENGINE_PING = '2'.charCodeAt(0);
const ENGINE_PONG = clientFrame('3');

/** All clients read into this one buffer: a read is handled before the next begins. */
const inbox = Buffer.allocUnsafe(1 << 20);

/** Called with the number of each message that a client receives. */
export type Listener = (index: number, client: RawClient) => void;

/**
 * A client on a bare TCP socket that counts complete chat messages: cheap enough not to be what is measured. Everything else
 * that it receives it reads only until it is in, then answers pings.
 */
export class RawClient implements FrameSink {
  readonly number: number;
  readonly ready: Promise<void>;
  /** Messages received. */
  messages = 0;
  /** The server has closed, or the connection is gone. */
  isClosed = false;
  /** Reading the numbers costs time: only while a listener needs them. */
  listener: Listener | null = null;
  readonly #dialect: Dialect;
  readonly #socket: Socket;
  readonly #reader = new FrameReader(this);
  #isUpgraded = false;
  #isReady = false;
  #becomeReady = () => {};
  #fail = (_why: string) => {};

  constructor(port: number, dialect: Dialect, number: number) {
    this.number = number;
    this.#dialect = dialect;
    this.ready = new Promise((resolve, reject) => {
      this.#becomeReady = resolve;
      this.#fail = (why) => reject(new Error(`client ${number} is not let in: ${why}`));
    });
    const onread = {
      buffer: inbox,
      callback: (bytes: number) => {
        this.#read(inbox.subarray(0, bytes));
        return true;
      },
    };
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
    this.#socket.on('error', ({ message }) => this.#closed(message));
    this.#socket.on('close', () => this.#closed('the connection was closed'));
    this.#socket.write(
      `GET ${dialect.path(number)} HTTP/1.1\r\nHost: bench\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
  }

  write(frame: Buffer): void {
    this.#socket.write(frame);
  }

  /** By a reset, so that thousands of them leave no ports waiting. */
  destroy(): void {
    this.#socket.resetAndDestroy();
  }

  text(data: Buffer, start: number, end: number): void {
    const { at, byte } = this.#dialect.messageMark;
    if (data[start + at] === byte && start + at < end) {
      this.messages++;
      this.listener?.(indexIn(data, start, end), this);
    } else if (!this.#isReady) {
      this.#handshake(data.toString('latin1', start, end));
    } else if (end - start === 1 && data[start] === ENGINE_PING) {
      this.#socket.write(ENGINE_PONG);
    }
  }

  ping(): void {
    this.#socket.write(PONG);
  }

  closing(): void {
    this.#closed('the server has closed');
  }

  #read(chunk: Buffer): void {
    if (this.#isUpgraded) {
      this.#reader.read(chunk);
      return;
    }
    const end = chunk.indexOf(HANDSHAKE_END);
    const answer = chunk.toString('latin1', 0, end < 0 ? undefined : end);
    if (end < 0 || !answer.startsWith('HTTP/1.1 101')) {
      this.#fail(answer);
      return;
    }
    this.#isUpgraded = true;
    if (this.#dialect.readyMark === null) this.#enter();
    this.#reader.read(chunk.subarray(end + HANDSHAKE_END.length));
  }

  #handshake(frame: string): void {
    const { readyMark, steps } = this.#dialect;
    for (const { after, send } of steps) {
      if (!frame.startsWith(after)) continue;
      for (const text of send(this.number, frame)) this.#socket.write(clientFrame(text));
    }
    if (readyMark !== null && frame.startsWith(readyMark)) this.#enter();
  }

  #enter(): void {
    this.#isReady = true;
    this.#becomeReady();
  }

  #closed(why: string): void {
    this.isClosed = true;
    this.#fail(why);
  }
}
