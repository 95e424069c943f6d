import { defaultLimits, KoineError, type Limits, type Sender } from '@koine/contract';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { type Actor, createActor } from './actor.ts';
import { addressGroup } from './address.ts';
import {
  BUDGETS,
  Budgets,
  type Command,
  framesOf,
  laterOf,
  ofUser,
  perHour,
  perMinute,
  type UserCommand,
} from './budgets.ts';

const FACTOR = 3;
const ADDRESS = '203.0.113.7';

/** Every limit 4, but what limits are multiplied by. */
function small(): Limits {
  const all = Object.fromEntries(Object.keys(defaultLimits()).map((name) => [name, 4]));
  return { ...defaultLimits(), ...all, addressFactor: FACTOR, framesFactor: 2 };
}

function actorOf(
  id: string,
  more: Partial<{ appId: string; ip: string; choosesId: boolean }> = {},
): Actor {
  const { appId = 'default', ip = ADDRESS, choosesId = true } = more;
  const user: Sender = { id, appId, name: id, avatarUrl: null, kind: 'external' };
  return createActor({ appId, user, power: 'user', roles: [], ip, rooms: null, choosesId });
}

const commands = Object.keys(BUDGETS).filter((name): name is Command => name in BUDGETS);
const isOfUsers = (name: Command): name is UserCommand => BUDGETS[name].by === 'user';
const MAX = 4;

/** Takes as many as it gets. */
function use(take: () => KoineError | null): {
  readonly count: number;
  readonly rejection: KoineError;
} {
  for (let count = 0; count < 1000; count++) {
    const rejection = take();
    if (rejection !== null) return { count, rejection };
  }
  throw new Error('no limit at all');
}

function takerOf(budgets: Budgets, command: Command, actor: Actor): () => KoineError | null {
  if (isOfUsers(command))
    return () => {
      const rejection = budgets.check(command, actor);
      if (rejection === null) budgets.record(command, actor);
      return rejection;
    };
  const key = addressGroup(actor.ip);
  return () => {
    const rejection = budgets.checkFor(command, key);
    if (rejection === null) budgets.recordFor(command, key);
    return rejection;
  };
}

describe.each(commands)('%s', (command) => {
  test('is refused beyond its limit, until the wait that the error names is over, and no sooner', () => {
    const clock = new ManualClock();
    const budgets = new Budgets(clock, small(), BUDGETS);
    const take = takerOf(budgets, command, actorOf('ann', { choosesId: false }));
    expect(take()).toBeNull();
    clock.advance(1000);
    const { count, rejection } = use(take);
    expect(count).toBe(MAX - 1);
    expect(rejection.code).toBe('rateLimited');
    const { retryAfterMs = 0, limit, windowMs = 0 } = rejection.details;
    expect({ limit, retryAfterMs }).toEqual({
      limit: MAX,
      retryAfterMs: windowMs - 1000,
    });
    clock.advance(retryAfterMs - 1);
    expect(take()?.details.retryAfterMs).toBe(1);
    clock.advance(1);
    expect(take()).toBeNull();
    expect(take()).not.toBeNull();
  });

  test('is per user: another’s limit is their own', () => {
    const budgets = new Budgets(new ManualClock(), small(), BUDGETS);
    use(takerOf(budgets, command, actorOf('ann', { choosesId: false })));
    const other = isOfUsers(command)
      ? actorOf('bob', { choosesId: false })
      : actorOf('ann', { ip: '203.0.113.8' });
    expect(use(takerOf(budgets, command, other)).count).toBe(MAX);
    if (!isOfUsers(command)) return;
    const namesake = actorOf('ann', { appId: 'shop', choosesId: false });
    expect(use(takerOf(budgets, command, namesake)).count).toBe(MAX);
  });

  test('is unlimited at a million, by the address too', () => {
    const limits = Object.fromEntries(Object.keys(small()).map((name) => [name, 1_000_000]));
    const budgets = new Budgets(
      new ManualClock(),
      { ...small(), ...limits, addressFactor: 1, framesFactor: 1 },
      BUDGETS,
    );
    const take = takerOf(budgets, command, actorOf('ann'));
    for (let i = 0; i < 100; i++) expect(take()).toBeNull();
  });
});

describe.each(commands.filter(isOfUsers))('%s of people who choose their ids', (command) => {
  test('is bounded by their address, as so many users', () => {
    const budgets = new Budgets(new ManualClock(), small(), BUDGETS);
    const ids = Array.from({ length: FACTOR + 1 }, (_, i) => `id${i}`);
    const counts = ids.map((id) => use(takerOf(budgets, command, actorOf(id))).count);
    expect(counts).toEqual([4, 4, 4, 0]);
    const household = actorOf('new', { ip: '2001:db8::1' });
    for (let i = 0; i < FACTOR; i++)
      use(takerOf(budgets, command, actorOf(`v6-${i}`, { ip: `2001:db8::${i + 2}` })));
    expect(use(takerOf(budgets, command, household)).count).toBe(0);
  });

  test('is not, of those with an id of somebody’s giving', () => {
    const budgets = new Budgets(new ManualClock(), small(), BUDGETS);
    for (let i = 0; i < 2 * FACTOR; i++) {
      const actor = actorOf(`token${i}`, { choosesId: false });
      expect(use(takerOf(budgets, command, actor)).count).toBe(4);
    }
  });

  test('costs nothing when it is given back', () => {
    const budgets = new Budgets(new ManualClock(), small(), BUDGETS);
    const actor = actorOf('ann');
    for (let i = 0; i < 100; i++) budgets.refund(command, actor, budgets.record(command, actor));
    expect(use(takerOf(budgets, command, actor)).count).toBe(4);
  });
});

const TWO_RATES = { message: ofUser(perMinute('aMinute', ''), perHour('anHour', '')) } as const;

test('a wait is that of the limit that holds longest', () => {
  const clock = new ManualClock();
  const budgets = new Budgets(clock, { ...defaultLimits(), aMinute: 2, anHour: 3 }, TWO_RATES);
  const message = budgets.of('message');
  const actor = actorOf('ann');
  const take = () => {
    const rejection = message.check(actor);
    if (rejection === null) message.record(actor);
    return rejection;
  };
  use(take);
  clock.advance(60_000);
  const { rejection } = use(take);
  // One more was let through; now the hour refuses, though the minute would not.
  expect(rejection.details).toMatchObject({ retryAfterMs: 59 * 60_000, limit: 3 });
  expect(laterOf(null, rejection)).toBe(rejection);
});

test('a table that names no limit there is makes no budgets', () => {
  const make = () => new Budgets(new ManualClock(), small(), TWO_RATES);
  expect(make).toThrow('there is no limit aMinute');
});

test('what a connection sends is counted by it, at a multiple, and a rejected frame counts as one', () => {
  const frames = { frame: framesOf('aMinute') };
  const budgets = new Budgets(new ManualClock(), { ...small(), aMinute: 4 }, frames);
  const charged: number[] = [];
  const sender = (id: string) => ({ id, chargeAddress: (cost: number) => charged.push(cost) });
  expect(use(() => budgets.countRejectedFrame('frame', sender('c1'))).count).toBe(8);
  const error = new KoineError('contentEmpty');
  expect(budgets.rejectFrame('frame', sender('c1'), error).code).toBe('rateLimited');
  expect(budgets.rejectFrame('frame', sender('c2'), error)).toBe(error);
  // Each of them is owed for by the sender's address, the refused ones too.
  expect(charged).toHaveLength(11);
});

test('an app’s key counts as whom it names; by itself, and the operator, not at all', () => {
  const budgets = new Budgets(new ManualClock(), small(), BUDGETS);
  const key = { ...actorOf('app', { appId: '' }), power: 'app' } as const;
  const operator = { ...actorOf('x'), power: 'operator' } as const;
  for (const actor of [key, operator])
    for (let i = 0; i < 100; i++) expect(takerOf(budgets, 'deletion', actor)()).toBeNull();
  const named = { ...actorOf('ann', { appId: 'shop', choosesId: false }), power: 'app' } as const;
  expect(use(takerOf(budgets, 'deletion', named)).count).toBe(4);
});
