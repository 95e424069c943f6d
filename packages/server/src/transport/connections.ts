import { type AddressGroup, addressGroup } from '../core/address.ts';

/** A connection as the transport counts it. */
export interface Counted {
  readonly ip: string;
  close(code: number, reason: string): void;
  /** At once, without a word. */
  destroy(): void;
}

/**
 * All connections of this process, and how many come from each group of addresses. Apart from the hub's index of sessions: a
 * connection has none before its Socket.IO CONNECT, and several after it.
 */
export class Connections {
  readonly #perAddressMax: number;
  readonly #open = new Set<Counted>();
  readonly #perGroup = new Map<AddressGroup, number>();
  #emptied: (() => void)[] = [];
  #lastId = 0;

  constructor(perAddressMax: number) {
    this.#perAddressMax = perAddressMax;
  }

  get size(): number {
    return this.#open.size;
  }

  nextId(): string {
    return `c${++this.#lastId}`;
  }

  /** Open now, of the address group. */
  countOf(group: AddressGroup): number {
    return this.#perGroup.get(group) ?? 0;
  }

  /** Whether one more may come from the address. */
  admits(ip: string): boolean {
    return (this.#perGroup.get(addressGroup(ip)) ?? 0) < this.#perAddressMax;
  }

  add(connection: Counted): void {
    this.#open.add(connection);
    const group = addressGroup(connection.ip);
    this.#perGroup.set(group, (this.#perGroup.get(group) ?? 0) + 1);
  }

  remove(connection: Counted): void {
    if (!this.#open.delete(connection)) return;
    const group = addressGroup(connection.ip);
    const left = (this.#perGroup.get(group) ?? 1) - 1;
    if (left === 0) this.#perGroup.delete(group);
    else this.#perGroup.set(group, left);
    if (this.#open.size > 0) return;
    for (const resolve of this.#emptied) resolve();
    this.#emptied = [];
  }

  closeAll(code: number, reason: string): void {
    for (const connection of [...this.#open]) connection.close(code, reason);
  }

  destroyAll(): void {
    for (const connection of [...this.#open]) connection.destroy();
  }

  /** Resolves when none is open. */
  emptied(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#emptied.push(resolve));
  }
}
