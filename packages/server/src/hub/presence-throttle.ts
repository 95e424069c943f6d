import type { UserJoined, UserLeft } from '@koine/contract';
import type { Clock } from '../core/ports/world.ts';
import type { Publisher } from './protocol.ts';

/** How many came and went without an event each. */
export interface PresenceSummary {
  readonly roomId: string;
  readonly joined: number;
  readonly left: number;
  /** After all of them. */
  readonly onlineCount: number;
  /** When the last of them came or went. */
  readonly at: number;
}

interface Interval {
  seconds: number;
  readonly atOnceMax: number;
  sent: number;
  joined: number;
  left: number;
  last: UserJoined | UserLeft;
}

/** Changes a second that are sent one by one. */
const AT_ONCE_MAX = 50;
const SECOND_MS = 1_000;

/**
 * n people who come at once would each be sent n others: n² frames, of which no client reads one. So beyond 50 changes a second
 * in a room the rest is sent in one summary when the second is over.
 */
export class PresenceThrottle {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #sum: (summary: PresenceSummary, publisher: Publisher) => void;
  readonly #secondsFor: (onlineCount: number) => number;
  /** Rooms in which a user came or went lately. */
  readonly #intervals = new Map<string, Interval>();

  /** `secondsFor`: how long to gather where so many are online, for a summary whose size grows with them. */
  constructor(
    clock: Pick<Clock, 'after'>,
    sum: (summary: PresenceSummary, publisher: Publisher) => void,
    secondsFor: (onlineCount: number) => number = () => 1,
  ) {
    this.#clock = clock;
    this.#sum = sum;
    this.#secondsFor = secondsFor;
  }

  /** Counts a change. True: it is to be sent by itself; false: a summary will include it. */
  take(event: UserJoined | UserLeft, publisher: Publisher): boolean {
    const { roomId, type } = event;
    let interval = this.#intervals.get(roomId);
    if (interval === undefined) {
      const seconds = this.#secondsFor(event.onlineCount);
      const atOnceMax = AT_ONCE_MAX * seconds;
      interval = { seconds, atOnceMax, sent: 0, joined: 0, left: 0, last: event };
      this.#intervals.set(roomId, interval);
      this.#clock.after(seconds * SECOND_MS, () => this.#end(roomId, publisher));
    }
    if (interval.sent < interval.atOnceMax) {
      interval.sent++;
      return true;
    }
    if (type === 'userJoined') interval.joined++;
    else interval.left++;
    interval.last = event;
    return false;
  }

  #end(roomId: string, publisher: Publisher): void {
    const interval = this.#intervals.get(roomId);
    if (interval === undefined) return;
    const { joined, left, last } = interval;
    // More came than were there when it began: the summary is larger than was thought, and its time longer.
    const missing = joined + left === 0 ? 0 : this.#secondsFor(last.onlineCount) - interval.seconds;
    if (missing > 0) {
      interval.seconds += missing;
      this.#clock.after(missing * SECOND_MS, () => this.#end(roomId, publisher));
      return;
    }
    this.#intervals.delete(roomId);
    if (joined + left === 0) return;
    const { onlineCount, at } = last;
    this.#sum({ roomId, joined, left, onlineCount, at }, publisher);
  }
}
