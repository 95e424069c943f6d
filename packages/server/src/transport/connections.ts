import { addressGroup } from '../core/address.ts';
import { AddressCounts } from './address-counts.ts';
import { OpenSet } from './open-set.ts';
import type { SocketConnection } from './socket-connection.ts';

/**
 * All connections of this process, and how many come from each group of addresses. Apart from the hub's index of sessions: a
 * connection has none before its Socket.IO CONNECT, and several after it.
 */
export class Connections {
  readonly perGroup = new AddressCounts();
  readonly #open = new OpenSet<SocketConnection>();
  #lastId = 0;

  get size(): number {
    return this.#open.size;
  }

  nextId(): string {
    return `c${++this.#lastId}`;
  }

  add(connection: SocketConnection): void {
    this.#open.add(connection);
    this.perGroup.add(addressGroup(connection.ip));
  }

  remove(connection: SocketConnection): void {
    if (this.#open.delete(connection)) this.perGroup.remove(addressGroup(connection.ip));
  }

  closeAll(code: number, reason: string): void {
    for (const connection of [...this.#open]) connection.close(code, reason);
  }

  destroyAll(): void {
    for (const connection of [...this.#open]) connection.destroy();
  }

  /** Resolves when none is open. */
  emptied(): Promise<void> {
    return this.#open.emptied();
  }
}
