import type { Static, TSchema } from 'typebox';
import { WebSocket as WsWebSocket } from 'ws';
import type { Closing, ReceivedMessage } from './chat-client.ts';
import { Mailbox } from './mailbox.ts';
import { parseJson, type reader } from './reader.ts';

export interface SocketOptions {
  /** Which stock client: the package `ws`, or the `WebSocket` that Node and browsers have. */
  readonly stock?: 'ws' | 'node';
  /** `ws` only: the address to come from. */
  readonly localAddress?: string;
  /** `ws` only. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A stock WebSocket client that reads every frame as its protocol's document has it. */
export class FrameSocket<Schema extends TSchema> {
  readonly frames = new Mailbox<Static<Schema>>();
  readonly received = new Mailbox<ReceivedMessage>();
  readonly closed: Promise<Closing>;
  readonly #socket: WsWebSocket | WebSocket;
  readonly #opened: Promise<void>;

  constructor(
    url: string,
    read: ReturnType<typeof reader<Schema>>,
    /** The message that a frame is, if it is one. */
    receivedOf: (frame: Static<Schema>) => ReceivedMessage | null,
    options: SocketOptions = {},
  ) {
    const { stock = 'ws', localAddress, headers } = options;
    const socket =
      stock === 'node'
        ? new WebSocket(url)
        : new WsWebSocket(url, {
            ...(localAddress !== undefined && { localAddress }),
            ...(headers !== undefined && { headers: { ...headers } }),
          });
    this.#socket = socket;
    const { frames } = this;
    const end = (reason: Error) => {
      frames.end(reason);
      this.received.end(reason);
    };
    const { promise: opened, resolve: isOpen, reject: isRefused } = Promise.withResolvers<void>();
    const { promise: closed, resolve: isClosed } = Promise.withResolvers<Closing>();
    this.#opened = opened;
    this.closed = closed;
    // Who never waits for the opening is not to fail by it.
    opened.catch(() => {});
    const received = (data: unknown) => {
      try {
        const frame = read(parseJson(String(data)));
        frames.put(frame);
        const message = receivedOf(frame);
        if (message !== null) this.received.put(message);
      } catch (error) {
        end(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const over = (code: number, reason: string) => {
      isRefused(new Error(`closed before it opened: ${code} ${reason}`));
      isClosed({ code, reason });
      end(new Error(`the connection closed: ${code} ${reason}`));
    };
    if (socket instanceof WsWebSocket) {
      socket.on('open', isOpen);
      socket.on('message', received);
      socket.on('close', (code, reason) => over(code, reason.toString()));
      socket.on('error', isRefused);
    } else {
      socket.addEventListener('open', () => isOpen());
      socket.addEventListener('message', ({ data }) => received(data));
      socket.addEventListener('close', ({ code, reason }) => over(code, reason));
      socket.addEventListener('error', () => isRefused(new Error('the connection was refused')));
    }
  }

  /** Rejects when the upgrade is refused. */
  async open(): Promise<this> {
    await this.#opened;
    return this;
  }

  send(value: unknown): void {
    this.sendRaw(JSON.stringify(value));
  }

  /** Text as a text frame, bytes as a binary one. */
  sendRaw(data: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(data);
  }

  close(): Promise<Closing> {
    this.#socket.close();
    return this.closed;
  }

  drop(): void {
    if (this.#socket instanceof WsWebSocket) this.#socket.terminate();
    else this.#socket.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.drop();
    await this.closed;
  }
}
