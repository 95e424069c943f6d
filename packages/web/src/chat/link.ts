import { type ReadonlySignal, signal } from '@preact/signals';
import { Manager, type Socket } from 'socket.io-client';
import { Alarm } from './timers.ts';
import type { Connection } from './types.ts';
import type { Handler, Handlers, Position, WireAck } from './wire.ts';

const FIRST_WAIT_MS = 500;
const WAIT_MAX_MS = 30_000;
/** A connection that lasts this long was a good one: the next waits begin small again. */
const STEADY_MS = 10_000;

export interface LinkPort {
  /** Positions by room, from which the server is to go on. */
  since(): Readonly<Record<string, string>>;
  /** Connected: sign in, join. */
  opened(): void;
  closed(): void;
  /** An event of that name has come, before it is handled. */
  arrived(event: string): void;
  /** Whether an event of that name is to be handled now. */
  hears(event: string): boolean;
  readonly handlers: Handlers;
  /** A change number has come, at times with the epoch that it is of. */
  changed(change: number, epoch: string | null): void;
}

/** The socket, and its coming back by itself: exponential waits with jitter, the next try always known. */
export class Link implements Disposable {
  readonly #port: LinkPort;
  readonly #socket: Socket;
  readonly #connection = signal<Connection>({ state: 'connecting' });
  readonly #next = new Alarm();
  readonly #steady = new Alarm();
  /** Whoever waits for an acknowledgement. */
  readonly #asking = new Set<(ack: WireAck | null) => void>();
  #attempts = 0;

  constructor(origin: string, port: LinkPort) {
    this.#port = port;
    const options = { transports: ['websocket'], autoConnect: false, reconnection: false };
    this.#socket = new Manager(origin, options).socket('/', {
      auth: (use: (auth: object) => void) => use({ since: port.since() }),
    });
    for (const [name, handle] of Object.entries<Handler>(port.handlers))
      this.#socket.on(name, (payload: unknown) => {
        if (port.hears(name)) handle(payload);
      });
    this.#socket.onAny((name: string, payload: Partial<Position> | undefined) => {
      port.arrived(name);
      if (typeof payload?.change === 'number') port.changed(payload.change, payload.epoch ?? null);
    });
    this.#socket.on('connect', () => {
      this.#steady.set(STEADY_MS, () => {
        this.#attempts = 0;
      });
      port.opened();
    });
    this.#socket.on('connect_error', () => this.#lost());
    this.#socket.on('disconnect', () => this.#lost());
    globalThis.addEventListener?.('online', this.#online);
  }

  get connection(): ReadonlySignal<Connection> {
    return this.#connection;
  }

  get isOpen(): boolean {
    return this.#socket.connected;
  }

  /** What goes on while it is open. */
  set state(state: 'catchingUp' | 'reloading' | 'live') {
    this.#connection.value = { state };
  }

  open(): void {
    this.#next.clear();
    if (this.#socket.active) return;
    this.#connection.value = { state: 'connecting' };
    this.#socket.connect();
  }

  /** Comes back as nobody; whoever was signed in stays so elsewhere. */
  renew(): void {
    if (!this.isOpen) return;
    this.#socket.disconnect();
    this.open();
  }

  tell(event: string, payload: object): void {
    if (this.isOpen) this.#socket.emit(event, payload);
  }

  /** `null`: the connection ended first, or there is none. */
  ask(event: string, payload: object, answered: (ack: WireAck | null) => void): void {
    if (!this.isOpen) {
      answered(null);
      return;
    }
    this.#asking.add(answered);
    this.#socket.emit(event, payload, (ack: WireAck) => {
      if (this.#asking.delete(answered)) answered(ack);
    });
  }

  [Symbol.dispose](): void {
    globalThis.removeEventListener?.('online', this.#online);
    this.#next.clear();
    this.#steady.clear();
    this.#asking.clear();
    this.#socket.off();
    this.#socket.disconnect();
  }

  readonly #online = () => {
    if (this.#connection.peek().state === 'offline') this.open();
  };

  #lost(): void {
    this.#steady.clear();
    this.#socket.disconnect();
    const attempts = ++this.#attempts;
    const longestMs = Math.min(WAIT_MAX_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 16));
    const waitMs = Math.round(longestMs * (0.5 + Math.random() / 2));
    this.#connection.value = { state: 'offline', retryAt: Date.now() + waitMs, attempts };
    this.#next.set(waitMs, () => this.open());
    const asking = [...this.#asking];
    this.#asking.clear();
    this.#port.closed();
    for (const answered of asking) answered(null);
  }
}
