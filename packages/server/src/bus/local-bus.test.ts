import type { CoreEvent, RoomDeleted } from '@koine/contract';
import { describe, expect, it } from 'vitest';
import { createLocalBus } from './local-bus.ts';

function eventOf(roomId: string): RoomDeleted {
  return { type: 'roomDeleted', roomId, appId: 'default' };
}

function nameOf(event: CoreEvent): string {
  return event.type === 'roomDeleted' ? event.roomId : event.type;
}

describe('the local bus', () => {
  it('hands an event to every subscriber before publish returns', () => {
    const bus = createLocalBus(() => {});
    const seen: string[] = [];
    bus.subscribe((event) => seen.push(`1 ${nameOf(event)}`));
    bus.subscribe((event) => seen.push(`2 ${nameOf(event)}`));
    bus.publish(eventOf('a'));
    expect(seen).toEqual(['1 a', '2 a']);
  });

  it('delivers an event that a subscriber publishes after the one under way, to all', () => {
    const bus = createLocalBus(() => {});
    const seen: string[] = [];
    bus.subscribe((event) => {
      if (nameOf(event) === 'a') bus.publish(eventOf('b'));
      seen.push(`1 ${nameOf(event)}`);
    });
    bus.subscribe((event) => seen.push(`2 ${nameOf(event)}`));
    bus.publish(eventOf('a'));
    expect(seen).toEqual(['1 a', '2 a', '1 b', '2 b']);
  });

  it('goes on when a subscriber throws, and says so', () => {
    const errors: unknown[] = [];
    const bus = createLocalBus((error, event) => errors.push([error, nameOf(event)]));
    const seen: string[] = [];
    const failure = new Error('a bug');
    bus.subscribe(() => {
      throw failure;
    });
    bus.subscribe((event) => seen.push(nameOf(event)));
    bus.publish(eventOf('a'));
    bus.publish(eventOf('b'));
    expect(seen).toEqual(['a', 'b']);
    expect(errors).toEqual([
      [failure, 'a'],
      [failure, 'b'],
    ]);
  });

  it('stops at unsubscribe, also in the midst of a delivery', () => {
    const bus = createLocalBus(() => {});
    const seen: string[] = [];
    let stop = () => {};
    bus.subscribe(() => stop());
    stop = bus.subscribe((event) => seen.push(nameOf(event)));
    bus.publish(eventOf('a'));
    expect(seen).toEqual([]);
  });
});
