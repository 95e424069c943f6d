import { describe, expect, test } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { addressGroup } from './address.ts';
import { AddressThrottle, COSTS } from './address-throttle.ts';
import { UNLIMITED } from './sliding-window.ts';

const PER_SECOND = 20;
/** What is free at once: a tenth of a second's worth. */
const BURST = 2;
const STRANGER = addressGroup('203.0.113.66');
const INNOCENT = addressGroup('203.0.113.9');

function setUp(refusedPerSecondMax = PER_SECOND) {
  const clock = new ManualClock();
  let atTickEnd: (() => void)[] = [];
  const throttle = new AddressThrottle(clock, { refusedPerSecondMax }, (run) => {
    atTickEnd.push(run);
  });
  const entered: number[] = [];
  const endTick = () => {
    const ending = atTickEnd;
    atTickEnd = [];
    for (const run of ending) run();
  };
  /** Ticks of a millisecond, in which nothing else happens. */
  const pass = (ms: number) => {
    for (let i = 0; i < ms; i++) {
      clock.advance(1);
      endTick();
    }
  };
  const enter = (n = 0, group = STRANGER) => throttle.enter(group, () => entered.push(n));
  const refuse = (count: number) => {
    for (let i = 0; i < count; i++) throttle.charge(STRANGER, COSTS.refused);
  };
  return { clock, throttle, entered, enter, refuse, endTick, pass };
}

describe('an address that is refused too much', () => {
  test('is let in at once up to a tenth of a second’s worth', () => {
    const { entered, enter, refuse } = setUp();
    refuse(BURST - 1);
    enter(1);
    expect(entered).toEqual([1]);
    refuse(1);
    enter(2);
    expect(entered).toEqual([1]);
  });

  test('comes in its order as the debt is forgiven, no other address waits', () => {
    const { entered, enter, refuse, pass } = setUp();
    refuse(BURST + PER_SECOND);
    enter(1);
    enter(2);
    enter(9, INNOCENT);
    expect(entered).toEqual([9]);
    pass(900);
    expect(entered).toEqual([9]);
    pass(200);
    expect(entered).toEqual([9, 1, 2]);
    enter(3);
    expect(entered).toEqual([9, 1, 2, 3]);
  });

  test('gets at most its share, whatever it asks', () => {
    const { throttle, refuse, pass } = setUp();
    let count = 0;
    const ask = () => {
      count++;
      throttle.charge(STRANGER, COSTS.refused);
    };
    refuse(BURST);
    for (let i = 0; i < 10 * PER_SECOND; i++) throttle.enter(STRANGER, ask);
    pass(1000);
    expect(count).toBeGreaterThan(0.8 * PER_SECOND);
    expect(count).toBeLessThanOrEqual(PER_SECOND);
  });

  test('is turned away where five seconds’ worth is held', () => {
    const { throttle, enter, refuse, pass } = setUp();
    refuse(BURST);
    for (let i = 0; i < 5 * PER_SECOND; i++) expect(enter()).toBe(true);
    expect(enter()).toBe(false);
    expect(throttle.heldOf(STRANGER)).toBe(5 * PER_SECOND);
    pass(500);
    expect(enter()).toBe(true);
  });

  test('holds back what comes later while something is held', () => {
    const { clock, entered, enter, refuse, pass } = setUp();
    refuse(BURST);
    enter(1);
    clock.advance(5);
    enter(2);
    expect(entered).toEqual([]);
    pass(6);
    expect(entered).toEqual([1, 2]);
  });

  test('waits for five seconds at most, however much it was refused', () => {
    const { clock, throttle, refuse } = setUp();
    refuse(1000 * PER_SECOND);
    clock.advance(4_999);
    expect(throttle.isOver(STRANGER)).toBe(true);
    clock.advance(2);
    expect(throttle.isOver(STRANGER)).toBe(false);
  });
});

describe('an address that asks for much in one tick', () => {
  test('gets it at once while the tick is short', () => {
    const { entered, enter } = setUp();
    for (let i = 1; i <= 5; i++) enter(i);
    expect(entered).toEqual([1, 2, 3, 4, 5]);
  });

  test('waits in a tick that takes long, and gets a part of the next ones; no other address waits', () => {
    const { clock, throttle, entered, enter, endTick } = setUp();
    const enterSlowly = (n: number) =>
      throttle.enter(STRANGER, () => {
        entered.push(n);
        clock.advance(3);
      });
    for (let i = 1; i <= 5; i++) enterSlowly(i);
    enter(9, INNOCENT);
    expect(entered).toEqual([1, 2, 9]);
    endTick();
    expect(entered).toEqual([1, 2, 9, 3, 4]);
    enterSlowly(6);
    enter(8, INNOCENT);
    expect(entered).toEqual([1, 2, 9, 3, 4, 8]);
    endTick();
    expect(entered).toEqual([1, 2, 9, 3, 4, 8, 5, 6]);
  });

  test('comes in one by one where some of it was refused', () => {
    const { clock, entered, enter, endTick, refuse } = setUp();
    refuse(1);
    enter(1);
    clock.advance(5);
    enter(2);
    enter(3);
    expect(entered).toEqual([1]);
    endTick();
    expect(entered).toEqual([1, 2]);
    endTick();
    expect(entered).toEqual([1, 2, 3]);
  });

  test('gives way to new connections, for ten milliseconds at most', () => {
    const { clock, throttle, entered, enter, endTick } = setUp();
    enter(1);
    clock.advance(5);
    enter(2);
    for (let i = 0; i < 9; i++) {
      throttle.accepted();
      endTick();
      clock.advance(1);
    }
    expect(entered).toEqual([1]);
    throttle.accepted();
    clock.advance(1);
    expect(entered).toEqual([1, 2]);
  });

  test('owes nothing for having waited', () => {
    const { clock, throttle, entered, enter, endTick } = setUp();
    enter();
    clock.advance(5);
    for (let i = 0; i < 100 * BURST; i++) enter();
    for (let i = 0; i < 100 * BURST; i++) endTick();
    expect(entered).toHaveLength(100 * BURST + 1);
    expect(throttle.isOver(STRANGER)).toBe(false);
  });

  test('takes turns with others who do, as many a tick as there is time for', () => {
    const { clock, throttle, endTick } = setUp();
    const entered: string[] = [];
    for (const name of ['1', '2', '3', '1'])
      throttle.hold(addressGroup(`203.0.113.${name}`), () => {
        entered.push(name);
        clock.advance(2);
      });
    const ticks = [1, 2].map(() => {
      endTick();
      return entered.splice(0);
    });
    expect(ticks).toEqual([
      ['1', '2'],
      ['3', '1'],
    ]);
  });
});

test('a mistake in what is let in holds up no other address', () => {
  const { clock, throttle, entered, enter, refuse, pass } = setUp();
  refuse(BURST);
  throttle.enter(STRANGER, () => {
    throw new Error('a bug');
  });
  enter(1);
  expect(() => clock.advance(100)).toThrow('a bug');
  pass(100);
  expect(entered).toEqual([1]);
});

test('a server that closes lets everything in', () => {
  const { throttle, entered, enter, refuse } = setUp();
  refuse(BURST);
  enter(1);
  throttle.open();
  refuse(BURST);
  enter(2);
  expect(entered).toEqual([1, 2]);
});

test('an unlimited setting holds nothing', () => {
  const { entered, enter, refuse } = setUp(UNLIMITED);
  refuse(1000);
  enter(1);
  expect(entered).toEqual([1]);
});
