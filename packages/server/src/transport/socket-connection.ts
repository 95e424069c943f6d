import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { COSTS } from '../core/address-throttle.ts';
import type { Timer } from '../core/ports/world.ts';
import type { Batch, Connection } from '../hub/connection.ts';
import type { FrameClient } from '../hub/hub.ts';
import type { Connections } from './connections.ts';
import type { Heartbeats } from './heartbeats.ts';
import { CUT_OFF_GRACE_MS, type TransportDeps } from './options.ts';
import { ThrottledEvents } from './throttled-events.ts';

/** What all connections share. */
export interface SharedTransport extends TransportDeps {
  readonly connections: Connections;
  readonly heartbeats: Heartbeats;
}

/**
 * What every connection does with its sockets: what is written in a tick leaves in one write, a reader too far behind is cut off,
 * and reading stops while the session or the address may take no more.
 */
export abstract class SocketConnection implements Connection {
  readonly id: string;
  readonly ip: string;
  /** Of a client whose frames were refused. */
  throttled: ThrottledEvents | null = null;
  protected readonly shared: SharedTransport;
  protected client: FrameClient | null = null;
  /** Set as soon as we close: nothing more is written. */
  protected isEnding = false;
  #isCorked = false;
  #isPaused = false;
  #destruction: Timer | null = null;
  #drainWaiters: (() => void)[] | null = null;

  constructor(ip: string, shared: SharedTransport) {
    this.id = shared.connections.nextId();
    this.ip = ip;
    this.shared = shared;
  }

  /** What reads; `null` while the client polls, as is the net socket under it. */
  protected abstract readonly webSocket: WebSocket | null;
  protected abstract readonly socket: Socket | null;
  /** Whether frames may be written. */
  protected abstract readonly isOpen: boolean;
  abstract readonly bufferedBytes: number;
  abstract readonly hasAnswered: boolean;
  abstract send(text: string): void;
  abstract write(batch: Batch): void;
  abstract close(code: number, reason: string): void;
  abstract ping(): void;
  /** At once, without a close frame. */
  abstract destroy(): void;
  protected abstract closeSlow(): void;

  drained(): Promise<void> {
    // The socket's own mark, not one of ours: only beyond it does the socket emit when it has drained.
    if (!this.isOpen || !this.needsDrain) return Promise.resolve();
    return new Promise((resolve) => {
      if (this.#drainWaiters === null) {
        this.#drainWaiters = [];
        this.socket?.once('drain', () => this.releaseDrainWaiters());
      }
      this.#drainWaiters.push(resolve);
    });
  }

  chargeAddress(cost: number): void {
    this.throttled ??= new ThrottledEvents(this.shared.throttle, this.ip, {
      pause: () => this.webSocket?.pause(),
      resume: () => {
        if (!this.#isPaused) this.webSocket?.resume();
      },
    });
    this.throttled.charge(cost);
  }

  pause(): void {
    this.#isPaused = true;
    this.webSocket?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (this.throttled?.isHolding !== true) this.webSocket?.resume();
  }

  /** Its websocket closes; `ws` does so by itself with 1009 and others: the protocol sends its error before. */
  closing(code: number): void {
    if (code === 1009 && this.isOpen) this.client?.frameTooLarge();
    if (isRejection(code)) this.chargeAddress(COSTS.refused);
  }

  /** Called at the end of the tick. */
  flush(): void {
    this.#isCorked = false;
    this.socket?.uncork();
  }

  protected get isPaused(): boolean {
    return this.#isPaused;
  }

  protected get needsDrain(): boolean {
    return this.socket?.writableNeedDrain === true;
  }

  protected cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    this.socket?.cork();
    this.shared.hub.tick.flushConnection(this);
  }

  /** Cuts the client off if it is. */
  protected isTooFarBehind(): boolean {
    if (this.bufferedBytes <= this.shared.limits.outboxBytesMax) return false;
    this.endWriting(CUT_OFF_GRACE_MS);
    // The hub is notified later: it may be in the midst of handing out a batch.
    queueMicrotask(() => {
      this.client?.cutOff();
      this.client = null;
      this.closeSlow();
    });
    return true;
  }

  /** A close frame comes next; then the client has this long until the socket is destroyed. */
  protected endWriting(graceMs: number): void {
    this.isEnding = true;
    this.releaseDrainWaiters();
    this.destroyAfter(graceMs);
  }

  protected destroyAfter(graceMs: number): void {
    this.#destruction ??= this.shared.clock.after(graceMs, () => this.destroy());
  }

  /** The client has closed: nothing is written any more. */
  protected ended(code: number): void {
    this.isEnding = true;
    this.releaseDrainWaiters();
    this.client?.closed(code);
    this.client = null;
  }

  /** The net socket has closed. */
  protected gone(): void {
    this.#destruction?.cancel();
    this.#destruction = null;
    this.shared.connections.remove(this);
  }

  protected releaseDrainWaiters(): void {
    const waiters = this.#drainWaiters;
    this.#drainWaiters = null;
    for (const resolve of waiters ?? []) resolve();
  }
}

/** Whether a close code is for a client that has done what it may not. */
export function isRejection(code: number): boolean {
  return code >= 4000 || REJECTIONS.has(code);
}

const REJECTIONS: ReadonlySet<number> = new Set([1002, 1003, 1007, 1008, 1009]);
