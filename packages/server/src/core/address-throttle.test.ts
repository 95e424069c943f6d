import { describe, expect, test } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { addressGroup } from './address.ts';
import { AddressThrottle, COSTS } from './address-throttle.ts';
import { UNLIMITED } from './sliding-window.ts';

const PER_SECOND = 20;
/** What is free at once: a quarter of a second's worth. */
const BURST = 5;
const STRANGER = addressGroup('203.0.113.66');
const INNOCENT = addressGroup('203.0.113.9');

function setUp(refusedPerSecondMax = PER_SECOND) {
  const clock = new ManualClock();
  const throttle = new AddressThrottle(clock, { refusedPerSecondMax });
  const entered: number[] = [];
  const enter = (n = 0, group = STRANGER) => throttle.enter(group, () => entered.push(n));
  const refuse = (count: number) => {
    for (let i = 0; i < count; i++) throttle.charge(STRANGER, COSTS.refused);
  };
  return { clock, throttle, entered, enter, refuse };
}

describe('an address that is refused too much', () => {
  test('is let in at once up to a quarter of a second’s worth', () => {
    const { entered, enter, refuse } = setUp();
    refuse(BURST - 1);
    enter(1);
    expect(entered).toEqual([1]);
    refuse(1);
    enter(2);
    expect(entered).toEqual([1]);
  });

  test('comes in its order as the debt is forgiven, no other address waits', () => {
    const { clock, entered, enter, refuse } = setUp();
    refuse(BURST + PER_SECOND);
    enter(1);
    enter(2);
    enter(9, INNOCENT);
    expect(entered).toEqual([9]);
    clock.advance(900);
    expect(entered).toEqual([9]);
    clock.advance(200);
    expect(entered).toEqual([9, 1, 2]);
    enter(3);
    expect(entered).toEqual([9, 1, 2, 3]);
  });

  test('gets at most its share, whatever it asks', () => {
    const { clock, throttle, refuse } = setUp();
    let count = 0;
    const ask = () => {
      count++;
      throttle.charge(STRANGER, COSTS.refused);
    };
    refuse(BURST);
    for (let i = 0; i < 10 * PER_SECOND; i++) throttle.enter(STRANGER, ask);
    clock.advance(1000);
    expect(count).toBeGreaterThan(0.8 * PER_SECOND);
    expect(count).toBeLessThanOrEqual(PER_SECOND);
  });

  test('is turned away where five seconds’ worth is held', () => {
    const { clock, throttle, enter, refuse } = setUp();
    refuse(BURST);
    for (let i = 0; i < 5 * PER_SECOND; i++) expect(enter()).toBe(true);
    expect(enter()).toBe(false);
    expect(throttle.heldOf(STRANGER)).toBe(5 * PER_SECOND);
    clock.advance(500);
    expect(enter()).toBe(true);
  });

  test('holds back what comes later while something is held', () => {
    const { clock, entered, enter, refuse } = setUp();
    refuse(BURST);
    enter(1);
    clock.advance(5);
    enter(2);
    expect(entered).toEqual([]);
    clock.advance(5);
    expect(entered).toEqual([1, 2]);
  });
});

test('a mistake in what is let in holds up no other address', () => {
  const { clock, throttle, entered, enter, refuse } = setUp();
  refuse(BURST);
  throttle.enter(STRANGER, () => {
    throw new Error('a bug');
  });
  enter(1);
  expect(() => clock.advance(100)).toThrow('a bug');
  clock.advance(100);
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
