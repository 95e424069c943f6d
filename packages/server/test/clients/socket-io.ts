import { io, type Socket } from 'socket.io-client';
import type { Static, TSchema } from 'typebox';
import type { Closing, ReceivedMessage } from './chat-client.ts';
import { Mailbox } from './mailbox.ts';
import type { reader } from './reader.ts';

export interface EventOptions {
  readonly transports?: ('websocket' | 'polling')[];
  readonly auth?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A stock `socket.io-client` that reads every event `{event, data}` as its protocol's document has it. */
export class EventSocket<Schema extends TSchema> {
  readonly events = new Mailbox<Static<Schema>>();
  readonly received = new Mailbox<ReceivedMessage>();
  /** Socket.IO has no codes: the stock client's word for it as the reason, 0 as the code. */
  readonly closed: Promise<Closing>;
  readonly #socket: Socket;

  constructor(
    url: string,
    read: ReturnType<typeof reader<Schema>>,
    /** The message that an event is, if it is one. */
    receivedOf: (event: Static<Schema>) => ReceivedMessage | null,
    { transports = ['websocket'], auth = {}, headers = {} }: EventOptions,
  ) {
    const given = { transports, auth, extraHeaders: { ...headers } };
    this.#socket = io(url, { ...given, forceNew: true, reconnection: false });
    const { events } = this;
    const end = (reason: Error) => {
      events.end(reason);
      this.received.end(reason);
    };
    this.#socket.onAny((event: string, data: unknown) => {
      try {
        const known = read({ event, data });
        events.put(known);
        const message = receivedOf(known);
        if (message !== null) this.received.put(message);
      } catch (error) {
        end(error instanceof Error ? error : new Error(String(error)));
      }
    });
    this.closed = new Promise((resolve) => {
      this.#socket.once('disconnect', (reason) => {
        resolve({ code: 0, reason });
        end(new Error(`disconnected: ${reason}`));
      });
    });
  }

  /** Rejects with the words of `connect_error`. */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.once('connect', resolve);
      this.#socket.once('connect_error', (error) => {
        this.#socket.disconnect();
        reject(error);
      });
    });
  }

  emit(event: string, ...args: unknown[]): void {
    this.#socket.emit(event, ...args);
  }

  /** Emits with a callback: what it is called with. Rejects when the connection ends before. */
  ask(event: string, ...args: unknown[]): Promise<unknown> {
    const over = this.closed.then(({ reason }) => {
      throw new Error(`disconnected: ${reason}`);
    });
    return Promise.race([this.#socket.emitWithAck(event, ...args), over]);
  }

  /** Ends the connection without a goodbye. */
  drop(): void {
    this.#socket.io.engine.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.disconnect();
  }
}
