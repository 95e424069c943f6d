import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';

type ClientOptions = Partial<ManagerOptions & SocketOptions>;

/** A stock `socket.io-client` that keeps what it is sent, event by event, until a test asks for it. */
export class EventClient implements AsyncDisposable {
  readonly socket: Socket;
  /** Every event in the order in which it came, as [name, payload]. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into payloads whose shapes they assert.
  readonly log: [string, any][] = [];
  readonly #unread: [string, unknown][] = [];
  readonly #waiting: { readonly name: string; readonly take: (payload: unknown) => void }[] = [];

  private constructor(url: string, options: ClientOptions) {
    this.socket = io(url, { forceNew: true, reconnection: false, ...options });
    this.socket.onAny((name: string, payload: unknown) => this.#keep(name, payload));
  }

  /** Connects, by websocket by default; rejects with the error of `connect_error`. */
  static async open(url: string, options: ClientOptions = {}): Promise<EventClient> {
    const client = new EventClient(url, { transports: ['websocket'], ...options });
    await new Promise<void>((resolve, reject) => {
      client.socket.once('connect', resolve);
      client.socket.once('connect_error', (error) => {
        client.socket.disconnect();
        reject(error);
      });
    });
    return client;
  }

  emit(event: string, ...args: unknown[]): void {
    this.socket.emit(event, ...args);
  }

  /** Emits with a callback; what it is called with. */
  // biome-ignore lint/suspicious/noExplicitAny: as `log`.
  ask(event: string, ...args: unknown[]): Promise<any> {
    return this.socket.emitWithAck(event, ...args);
  }

  /** The next event of that name that was not asked for yet. */
  // biome-ignore lint/suspicious/noExplicitAny: as `log`.
  next(name: string): Promise<any> {
    const index = this.#unread.findIndex(([unread]) => unread === name);
    if (index >= 0) return Promise.resolve(this.#unread.splice(index, 1)[0]?.[1]);
    return new Promise((take) => this.#waiting.push({ name, take }));
  }

  /** Names of the events that have come and were not asked for. */
  get pending(): readonly string[] {
    return this.#unread.map(([name]) => name);
  }

  /** Drops them. */
  forget(): void {
    this.#unread.length = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.disconnect();
  }

  #keep(name: string, payload: unknown): void {
    this.log.push([name, payload]);
    const index = this.#waiting.findIndex((waiting) => waiting.name === name);
    if (index < 0) this.#unread.push([name, payload]);
    else this.#waiting.splice(index, 1)[0]?.take(payload);
  }
}
