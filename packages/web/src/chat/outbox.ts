import { signal } from '@preact/signals';
import { randomKey } from '../lib/random-key.ts';
import { OFFLINE } from './results.ts';
import { Timer } from './timers.ts';
import type { ChatError, Outgoing } from './types.ts';
import { errorOf, type WireAck } from './wire.ts';

/** Longer waits are shown as failures. */
const WAIT_MAX_MS = 60_000;
/** Errors after which a retry may succeed. */
const RETRYABLE: ReadonlySet<string> = new Set([
  'slowMode',
  'rateLimited',
  'storageUnavailable',
  'shuttingDown',
]);
const RETRY_MS = 1000;

export interface OutboxPort {
  /** Whether something can be sent now: connected, no sign-in under way, in the room. */
  canSend(): boolean;
  /** Whether the next may be sent before this one is acknowledged: where there is no slow mode. */
  canPipeline(): boolean;
  /** Sends; `null` instead of the acknowledgement when the connection ended before it came. */
  emit(text: string, key: string, acknowledged: (ack: WireAck | null) => void): void;
  /** The server has taken one, as the message `id`; `null`: it was a command. How long, in ms, the next has to wait. */
  accepted(id: number | null): number;
  /** It refused one. */
  rejected(error: ChatError): void;
  hasMessage(id: number): boolean;
}

/**
 * How this works. An entry keeps its key until the server has responded, however often it is sent: the server stores one message
 * for one key. When the connection ends, all entries being sent wait again. An entry is removed when its message is in the
 * timeline, so that it is never seen twice or not at all.
 */
export class Outbox implements Disposable {
  readonly #port: OutboxPort;
  readonly entries = signal<readonly Outgoing[]>([]);
  /** Acknowledged, but the message has not come yet: key by message id. */
  readonly #accepted = new Map<number, string>();
  /** The message has come, but not the acknowledgement: these are not shown. */
  readonly #hidden = new Map<string, Outgoing>();
  /** Nothing is sent before, by `performance.now()`; `#later` fires then. */
  #heldUntil = 0;
  readonly #later = new Timer();

  constructor(port: OutboxPort) {
    this.#port = port;
  }

  add(text: string): string {
    const key = randomKey();
    const entry: Outgoing = { key, text, at: Date.now(), state: 'waiting', error: null };
    this.entries.value = [...this.entries.peek(), entry];
    this.flush();
    return key;
  }

  retry(key: string): void {
    this.#set(key, { state: 'waiting', error: null });
    this.flush();
  }

  /** `null`: it is gone, or on its way. */
  discard(key: string): string | null {
    const entry = this.#find(key);
    if (entry === undefined || entry.state === 'sending') return null;
    this.#remove(key);
    return entry.text;
  }

  clear(): void {
    this.entries.value = [];
    this.#accepted.clear();
    this.#hidden.clear();
    this.#later.clear();
    this.#heldUntil = 0;
  }

  /** Sends what waits, in its order, as far as that is possible now. */
  flush(): void {
    const waitMs = this.#heldUntil - performance.now();
    if (waitMs > 0) {
      this.#later.set(waitMs, () => this.flush());
      return;
    }
    for (const entry of this.entries.peek()) {
      if (!this.#port.canSend()) return;
      if (entry.state === 'sending' && !this.#port.canPipeline()) return;
      if (entry.state === 'waiting') {
        this.#send(entry);
        if (!this.#port.canPipeline()) return;
      }
    }
  }

  /** An own message has come. */
  arrived(id: number, text: string): void {
    const key = this.#accepted.get(id);
    if (key !== undefined) {
      this.#accepted.delete(id);
      this.#remove(key);
      this.flush();
      return;
    }
    const entry = this.entries.peek().find((sent) => sent.state === 'sending');
    if (entry === undefined || entry.text !== text) return;
    this.#hidden.set(entry.key, entry);
    this.#remove(entry.key);
  }

  /** Slow mode has ended. */
  release(): void {
    this.#heldUntil = 0;
    this.flush();
  }

  /** The timeline is another: what was taken is in it, or older, or gone. */
  settle(): void {
    for (const key of this.#accepted.values()) this.#remove(key);
    this.#accepted.clear();
  }

  [Symbol.dispose](): void {
    this.clear();
  }

  #send({ key, text }: Outgoing): void {
    this.#set(key, { state: 'sending', error: null });
    this.#port.emit(text, key, (ack) => this.#settled(key, ack));
  }

  #settled(key: string, ack: WireAck | null): void {
    const entry = this.#hidden.get(key) ?? this.#find(key);
    this.#hidden.delete(key);
    if (entry === undefined) return;
    const error = ack === null ? null : errorOf(ack);
    if (ack === null || error !== null) this.#show(entry);
    if (ack === null) this.#connectionLost(entry);
    else if (error !== null) this.#rejected(key, error);
    else this.#acknowledged(entry, ack);
  }

  #acknowledged(entry: Outgoing, ack: WireAck): void {
    const id = ack.result ?? null;
    if (id === null || this.#port.hasMessage(id)) this.#remove(entry.key);
    else this.#accepted.set(id, entry.key);
    this.#hold(this.#port.accepted(id));
    this.flush();
  }

  #rejected(key: string, error: ChatError): void {
    const waitMs = error.retryAfterMs ?? RETRY_MS;
    this.#port.rejected(error);
    if (RETRYABLE.has(error.code) && waitMs <= WAIT_MAX_MS) {
      this.#set(key, { state: 'waiting', error });
      this.#hold(waitMs);
      this.flush();
      return;
    }
    this.#set(key, { state: 'failed', error });
    this.flush();
  }

  /** Whether it was accepted is unknown: it is sent again under its key. A command has none, and must not run twice. */
  #connectionLost(entry: Outgoing): void {
    if (entry.text.startsWith('!')) this.#set(entry.key, { state: 'failed', error: OFFLINE });
    else this.#set(entry.key, { state: 'waiting', error: null });
  }

  /** A long wait is not worth holding: the server refuses at once. */
  #hold(waitMs: number): void {
    if (waitMs <= WAIT_MAX_MS) this.#heldUntil = performance.now() + waitMs;
  }

  #find(key: string): Outgoing | undefined {
    return this.entries.peek().find((entry) => entry.key === key);
  }

  #set(key: string, change: Pick<Outgoing, 'state' | 'error'>): void {
    this.entries.value = this.entries
      .peek()
      .map((entry) => (entry.key === key ? { ...entry, ...change } : entry));
  }

  /** The message that hid it was another with the same text. */
  #show(entry: Outgoing): void {
    if (this.#find(entry.key) === undefined) this.entries.value = [entry, ...this.entries.peek()];
  }

  #remove(key: string): void {
    this.entries.value = this.entries.peek().filter((entry) => entry.key !== key);
  }
}
