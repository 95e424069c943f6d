import { type AddressGroup, addressGroup } from '../core/address.ts';
import type { AddressThrottle } from '../core/address-throttle.ts';

/** Reading that can be stopped. */
interface Reader {
  pause(): void;
  resume(): void;
}

/**
 * What comes over one connection whose frames were refused: while its address owes too much, reading stops, and what was read
 * already waits too, the end of the connection too. A connection that was never refused has none of this.
 */
export class ThrottledEvents {
  readonly #throttle: AddressThrottle;
  readonly #group: AddressGroup;
  readonly #reader: Reader;
  #waiting: (() => void)[] = [];

  constructor(throttle: AddressThrottle, ip: string, reader: Reader) {
    this.#throttle = throttle;
    this.#group = addressGroup(ip);
    this.#reader = reader;
  }

  get isHolding(): boolean {
    return this.#waiting.length > 0;
  }

  charge(cost: number): void {
    this.#throttle.charge(this.#group, cost);
  }

  /** Whether it is held; otherwise the caller handles it now. */
  holds(handle: () => void): boolean {
    if (!this.isHolding) {
      if (!this.#throttle.isOver(this.#group)) return false;
      this.#reader.pause();
      this.#throttle.hold(this.#group, this.#release);
    }
    this.#waiting.push(handle);
    return true;
  }

  readonly #release = () => {
    let done = 0;
    try {
      do this.#waiting[done++]?.();
      while (done < this.#waiting.length && !this.#throttle.isOver(this.#group));
    } finally {
      this.#waiting = this.#waiting.slice(done);
      if (this.isHolding) this.#throttle.hold(this.#group, this.#release);
      else this.#reader.resume();
    }
  };
}
