import type { AddressGroup } from '../core/address.ts';

/** How many there are of each address group. */
export class AddressCounts {
  readonly #counts = new Map<AddressGroup, number>();

  of(group: AddressGroup): number {
    return this.#counts.get(group) ?? 0;
  }

  add(group: AddressGroup): void {
    this.#counts.set(group, this.of(group) + 1);
  }

  remove(group: AddressGroup): void {
    const left = this.of(group) - 1;
    if (left > 0) this.#counts.set(group, left);
    else this.#counts.delete(group);
  }
}
