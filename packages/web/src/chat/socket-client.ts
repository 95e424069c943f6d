import { signal } from '@preact/signals';
import { Manager, type Socket } from 'socket.io-client';
import type { RoomState } from './room-state.ts';
import { Timer } from './timers.ts';
import type { Connection } from './types.ts';
import type { Handler, Position, WireAck } from './wire.ts';

const FIRST_WAIT_MS = 500;
const WAIT_MAX_MS = 30_000;
/** After a connection that lasted this long the waits begin small again. */
const STEADY_MS = 10_000;

/** The socket. It reconnects by itself: exponential backoff with jitter, the time of the next try always known. */
export class SocketClient implements Disposable {
  readonly #room: RoomState;
  readonly #socket: Socket;
  readonly connection = signal<Connection>({ state: 'connecting' });
  readonly #next = new Timer();
  readonly #steady = new Timer();
  /** Callbacks that wait for an acknowledgement. */
  readonly #pending = new Set<(ack: WireAck | null) => void>();
  #attempts = 0;

  /** `opened`: connected, so that one can sign in and join; all else goes to `room`. */
  constructor(origin: string, room: RoomState, opened: () => void) {
    this.#room = room;
    const options = { transports: ['websocket'], autoConnect: false, reconnection: false };
    this.#socket = new Manager(origin, options).socket('/', {
      auth: (use: (auth: object) => void) => use({ since: room.since }),
    });
    for (const [name, handle] of Object.entries<Handler>(room.handlers))
      this.#socket.on(name, (payload: unknown) => {
        if (room.accepts(name)) handle(payload);
      });
    this.#socket.onAny((name: string, payload: Partial<Position> | undefined) => {
      room.arrived(name);
      if (typeof payload?.change === 'number') room.changed(payload.change, payload.epoch ?? null);
    });
    this.#socket.on('connect', () => {
      this.#steady.set(STEADY_MS, () => {
        this.#attempts = 0;
      });
      opened();
    });
    this.#socket.on('connect_error', () => this.#disconnected());
    this.#socket.on('disconnect', () => this.#disconnected());
    globalThis.addEventListener?.('online', this.#online);
  }

  get isOpen(): boolean {
    return this.#socket.connected;
  }

  /** What happens while it is open. */
  set state(state: 'catchingUp' | 'reloading' | 'live') {
    this.connection.value = { state };
  }

  open(): void {
    this.#next.clear();
    if (this.#socket.active) return;
    this.connection.value = { state: 'connecting' };
    this.#socket.connect();
  }

  /** Connects again, anonymously; the sign-in stays valid elsewhere. */
  reconnect(): void {
    if (!this.isOpen) return;
    this.#socket.disconnect();
    this.open();
  }

  emit(event: string, payload: object): void {
    if (this.isOpen) this.#socket.emit(event, payload);
  }

  /** `null`: the connection ended first, or there is none. */
  request(event: string, payload: object, acknowledged: (ack: WireAck | null) => void): void {
    if (!this.isOpen) {
      acknowledged(null);
      return;
    }
    this.#pending.add(acknowledged);
    this.#socket.emit(event, payload, (ack: WireAck) => {
      if (this.#pending.delete(acknowledged)) acknowledged(ack);
    });
  }

  [Symbol.dispose](): void {
    globalThis.removeEventListener?.('online', this.#online);
    this.#next.clear();
    this.#steady.clear();
    this.#pending.clear();
    this.#socket.off();
    this.#socket.disconnect();
  }

  readonly #online = () => {
    if (this.connection.peek().state === 'offline') this.open();
  };

  #disconnected(): void {
    this.#steady.clear();
    this.#socket.disconnect();
    const attempts = ++this.#attempts;
    const longestMs = Math.min(WAIT_MAX_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 16));
    const waitMs = Math.round(longestMs * (0.5 + Math.random() / 2));
    this.connection.value = { state: 'offline', retryAt: Date.now() + waitMs, attempts };
    this.#next.set(waitMs, () => this.open());
    const pending = [...this.#pending];
    this.#pending.clear();
    this.#room.disconnected();
    for (const acknowledged of pending) acknowledged(null);
  }
}
