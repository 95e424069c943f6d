import type { CoreEvent } from '@koine/contract';
import type { Bus } from '../core/ports/world.ts';

/**
 * The bus of a single process: synchronous and ordered. An event that is published while another is being delivered is
 * delivered after it, to all, before the outer `publish` returns. A subscriber that throws stops no other;
 * `onError` receives its error.
 */
export function createLocalBus(onError: (error: unknown, event: CoreEvent) => void): Bus {
  const subscribers = new Set<(event: CoreEvent) => void>();
  const queue: CoreEvent[] = [];
  const deliver = (event: CoreEvent) => {
    for (const receive of subscribers) {
      try {
        receive(event);
      } catch (error) {
        onError(error, event);
      }
    }
  };
  return {
    publish(event) {
      const isDelivering = queue.push(event) > 1;
      if (isDelivering) return;
      try {
        // Also what is published meanwhile.
        for (const next of queue) deliver(next);
      } finally {
        queue.length = 0;
      }
    },
    subscribe(receive) {
      // Of its own, so that who subscribes twice receives twice.
      const subscriber = (event: CoreEvent) => receive(event);
      subscribers.add(subscriber);
      return () => {
        subscribers.delete(subscriber);
      };
    },
    async [Symbol.asyncDispose]() {
      subscribers.clear();
    },
  };
}
