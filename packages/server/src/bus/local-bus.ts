import type { CoreEvent } from '@koine/contract';
import type { Bus } from '../core/ports/world.ts';

/**
 * The bus of a single process: synchronous and ordered. An event that is published while another is being delivered is
 * delivered after it, to all, before the outer `publish` returns. A subscriber that throws stops no other;
 * `onError` receives its error.
 */
export function createLocalBus(onError: (error: unknown, event: CoreEvent) => void): Bus {
  return new LocalBus(onError);
}

class LocalBus implements Bus {
  readonly #onError: (error: unknown, event: CoreEvent) => void;
  readonly #subscribers = new Set<(event: CoreEvent) => void>();
  #waiting: CoreEvent[] = [];
  #isDelivering = false;

  constructor(onError: (error: unknown, event: CoreEvent) => void) {
    this.#onError = onError;
  }

  publish(event: CoreEvent): void {
    if (this.#isDelivering) {
      this.#waiting.push(event);
      return;
    }
    this.#isDelivering = true;
    try {
      this.#deliver(event);
      for (let i = 0; i < this.#waiting.length; i++) {
        const next = this.#waiting[i];
        if (next !== undefined) this.#deliver(next);
      }
    } finally {
      if (this.#waiting.length > 0) this.#waiting = [];
      this.#isDelivering = false;
    }
  }

  subscribe(receive: (event: CoreEvent) => void): () => void {
    const subscriber = (event: CoreEvent) => receive(event);
    this.#subscribers.add(subscriber);
    return () => {
      this.#subscribers.delete(subscriber);
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#subscribers.clear();
  }

  #deliver(event: CoreEvent): void {
    for (const receive of this.#subscribers) {
      try {
        receive(event);
      } catch (error) {
        this.#onError(error, event);
      }
    }
  }
}
