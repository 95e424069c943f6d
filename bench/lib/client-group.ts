import { setTimeout as pause } from 'node:timers/promises';
import type { Dialect } from '../dialects/dialect.ts';
import { assertFilesMax } from './files-max.ts';
import { type Listener, RawClient } from './raw-client.ts';

export interface ClientGroupOptions {
  readonly port: number;
  readonly dialect: Dialect;
  readonly count: number;
  /** How many may be on their way in at a time; ordinary arrivals, not a storm. Default 200. */
  readonly atOnce?: number;
  /** Set from the beginning. */
  readonly listener?: Listener;
}

/** Files that a server and the generator have open beside their connections, amply. */
const OTHER_FILES = 1_000;

/** Clients of one server, all of them in, numbered from 0. */
export class ClientGroup implements Disposable {
  readonly clients: readonly RawClient[];

  private constructor(clients: readonly RawClient[]) {
    this.clients = clients;
  }

  /** Rejects when one of them is not let in, or so many are not allowed. */
  static async connect(options: ClientGroupOptions): Promise<ClientGroup> {
    const { port, dialect, count, atOnce = 200, listener = null } = options;
    assertFilesMax(count + OTHER_FILES);
    const clients: RawClient[] = [];
    let next = 0;
    const enterOneByOne = async () => {
      while (next < count) {
        const client = new RawClient(port, dialect, next++);
        client.listener = listener;
        clients.push(client);
        await client.ready;
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(atOnce, count) }, enterOneByOne));
    } catch (error) {
      for (const client of clients) client.destroy();
      throw error;
    }
    return new ClientGroup(clients.sort((a, b) => a.number - b.number));
  }

  /** Messages that all of them have received. */
  get messages(): number {
    let sum = 0;
    for (const { messages } of this.clients) sum += messages;
    return sum;
  }

  get closedCount(): number {
    return this.clients.filter(({ isClosed }) => isClosed).length;
  }

  /**
   * Waits until each has as many messages as it should have, or until for this long nothing more has come; returns how many
   * are missing.
   */
  async missing(expected: number, quietMs = 2_000): Promise<number> {
    let last = -1;
    let quietSince = performance.now();
    while (this.messages < expected && performance.now() - quietSince < quietMs) {
      if (this.messages !== last) quietSince = performance.now();
      last = this.messages;
      await pause(5);
    }
    return expected - this.messages;
  }

  [Symbol.dispose](): void {
    for (const client of this.clients) client.destroy();
  }
}
