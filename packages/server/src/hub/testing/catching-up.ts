import type { CoreEvent, Limits } from '@koine/contract';
import type { Variant } from '../protocol.ts';
import type { History } from '../session.ts';
import type { FakeConnection } from './fake-connection.ts';
import { HeldReads } from './held-reads.ts';
import { type TestClient, TestHub } from './test-hub.ts';
import { ROOM, type WireMessage, wireOf } from './test-protocol.ts';
import { TestRoom, typingOf } from './test-room.ts';

/** A frame as the client sees it. Kinds of live frames are the events' names. */
export type SeenFrame =
  | ({
      readonly kind:
        | 'page'
        | 'created'
        | 'changed'
        | 'messageCreated'
        | 'messageUpdated'
        | 'messageDeleted';
    } & WireMessage)
  | { readonly kind: 'purged' | 'roomPurged'; readonly purgedSeq: number }
  | { readonly kind: 'begin'; readonly from: number; readonly to: number }
  | { readonly kind: 'end' | 'resync'; readonly change: number }
  | { readonly kind: 'typing'; readonly id: string };

export const newest = (count: number): History => ({
  kind: 'newest',
  count,
  withDeleted: false,
  begin: () => [],
  encode: ({ messages }) => messages.map((message) => frame({ kind: 'page', ...wireOf(message) })),
});

/** `isNumbered`: its end carries the change number. */
export const stream = (count: number | null, isNumbered = false): History => ({
  kind: 'stream',
  newest: count,
  encode: (messages) => messages.map((message) => frame({ kind: 'page', ...wireOf(message) })),
  end: isNumbered ? (change) => [frame({ kind: 'end', change })] : null,
});

export const since = (changeSeq: number): History => ({
  kind: 'since',
  changeSeq,
  begin: (from, to) => [frame({ kind: 'begin', from, to })],
  encode: ({ messages, purge, knownSeq }) => [
    ...(purge === null ? [] : [frame({ kind: 'purged', purgedSeq: purge.purgedSeq })]),
    ...messages.map((message) =>
      frame({ kind: message.seq > knownSeq ? 'created' : 'changed', ...wireOf(message) }),
    ),
  ],
  resync: (change) => [frame({ kind: 'resync', change })],
});

function frame(seen: SeenFrame): string {
  return JSON.stringify(seen);
}

/** Somebody who came in the midst of it. */
export interface LateClient {
  readonly connection: FakeConnection;
  readonly live: Promise<void>;
  /** How many had typed before it came. */
  readonly typedBefore: number;
}

/** An event has reported that messages are deleted. */
export interface Removal {
  isOf(seq: number): boolean;
  /** How many frames each client had been sent before. */
  readonly sent: ReadonlyMap<FakeConnection, number>;
}

/**
 * One client that catches up in a room, every step by hand: commits, their events, reads, the reader's pace. Others may join
 * it, from other points of the past.
 */
export class CatchingUp {
  readonly room = new TestRoom();
  readonly reads = new HeldReads(this.room);
  readonly hub: TestHub;
  readonly #client: TestClient;
  readonly removals: Removal[] = [];
  readonly #connections: FakeConnection[] = [];
  readonly #unpublished: (CoreEvent | null)[] = [];
  readonly #drains: (() => void)[] = [];
  #typed = 0;

  constructor(pageMessages: number, limits: Partial<Limits> = {}) {
    this.hub = new TestHub({ messages: this.reads, pageMessages, limits });
    this.#client = this.#connect();
  }

  get session() {
    return this.#client.session;
  }

  get connection() {
    return this.#client.connection;
  }

  get seen(): readonly SeenFrame[] {
    return seenBy(this.connection);
  }

  /** Names of the typing events so far. */
  get typed(): readonly string[] {
    return Array.from({ length: this.#typed }, (_, index) => `typist ${index + 1}`);
  }

  start(history: History): Promise<void> {
    return this.session.catchUp(ROOM, 'plain', history);
  }

  /** One more client. */
  join(history: History, variant: Variant = 'plain'): LateClient {
    const { connection, session } = this.#connect();
    return {
      connection,
      live: session.catchUp(ROOM, variant, history),
      typedBefore: this.#typed,
    };
  }

  /** Commits without publishing. */
  commit(event: CoreEvent | null): void {
    this.#unpublished.push(event);
  }

  publishNext(): void {
    const event = this.#unpublished.shift() ?? null;
    this.hub.publish(event);
    if (event?.type === 'messageDeleted') this.#removed((seq) => seq === event.message.seq);
    if (event?.type === 'roomPurged') this.#removed((seq) => seq <= event.purgedSeq);
  }

  type(): void {
    this.hub.publish(typingOf(`typist ${++this.#typed}`));
  }

  async answer(): Promise<void> {
    await this.reads.snapshot();
    this.reads.answer();
    await settled();
  }

  async drain(): Promise<void> {
    this.#drains.shift()?.();
    await settled();
  }

  /** Lets everything happen that is still to come. */
  async finish(): Promise<void> {
    while (this.#unpublished.length > 0) this.publishNext();
    await settled();
    while (!this.reads.isIdle || this.#drains.length > 0) {
      await this.answer();
      await this.drain();
    }
    this.hub.endTick();
  }

  #removed(isOf: Removal['isOf']): void {
    const sent = new Map(this.#connections.map((one) => [one, one.frames.length]));
    this.removals.push({ isOf, sent });
  }

  #connect(): TestClient {
    const client = this.hub.connect();
    this.#connections.push(client.connection);
    client.connection.holdDrain = (release) => this.#drains.push(release);
    return client;
  }
}

/** What this client has received. */
export function seenBy({ frames }: FakeConnection): readonly SeenFrame[] {
  return frames.map((text) => JSON.parse(text));
}

/** Until promises have run their course. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
