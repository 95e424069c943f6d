import { type CoreEvent, type Room, type Sanction, userKeyOf } from '@koine/contract';
import { describe, expect, it } from 'vitest';
import { createLocalBus } from '../bus/local-bus.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { plainActor } from './actor.ts';
import type { RoomRules as StoredRules } from './ports/stores.ts';
import { RoomRulesCache } from './room-rules-cache.ts';

const room = (id: string): Room => ({
  id,
  uid: id,
  appId: 'default',
  name: id,
  description: '',
  kind: 'public',
  bridged: false,
  ownerId: null,
  pair: null,
  slowModeSeconds: 0,
  meta: {},
  createdAt: 0,
  updatedAt: 0,
  lastMessageAt: null,
  memberCount: 0,
  lastSeq: 0,
  changeSeq: 0,
  purgedSeq: 0,
});

const ban: Sanction = {
  id: 'b',
  kind: 'ban',
  appId: 'default',
  roomId: 'a',
  target: 'user:ada',
  until: null,
  reason: '',
  byUserId: null,
  createdAt: 0,
};

const ada = plainActor(
  { id: 'ada', appId: 'default', name: 'Ada', avatarUrl: null, kind: 'guest' },
  '127.0.0.1',
);

/** A cache over reads that the test answers by hand. */
function cacheOverHeldReads(roomsMax: number) {
  const bus = createLocalBus((error) => {
    throw error;
  });
  const reads: { roomId: string; answer: (rules: StoredRules | null) => void }[] = [];
  const stores = {
    rooms: {
      rules: (roomId: string) =>
        new Promise<StoredRules | null>((answer) => reads.push({ roomId, answer })),
    },
    members: { find: () => Promise.resolve(null) },
  };
  const cache = new RoomRulesCache(stores, bus, new ManualClock(), roomsMax);
  const publish = (event: CoreEvent) => bus.publish(event);
  const answer = (rules: StoredRules | null) => reads.shift()?.answer(rules);
  return { cache, reads, publish, answer };
}

const stored = (id: string, sanctions: readonly Sanction[] = []): StoredRules => ({
  room: room(id),
  staff: new Map(),
  sanctions,
});

describe('RoomRulesCache', () => {
  it('reads a room once for all who ask at once', async () => {
    const { cache, reads, answer } = cacheOverHeldReads(10);
    const both = Promise.all([cache.get('a'), cache.get('a')]);
    expect(reads).toHaveLength(1);
    answer(stored('a'));
    const [one, other] = await both;
    expect(one).toBe(other);
    expect(cache.peek('a')).toBe(one);
  });

  it('reads again when the room was changed during the read, so that no ban is missed', async () => {
    const { cache, reads, publish, answer } = cacheOverHeldReads(10);
    const rules = cache.require('a');
    publish({ type: 'roomSanctionChanged', roomId: 'a', sanction: ban, isLifted: false });
    answer(stored('a'));
    await Promise.resolve();
    await Promise.resolve();
    expect(reads).toHaveLength(1);
    answer(stored('a', [ban]));
    await expect(rules.then((r) => r.sanctions.errorFor('ban', ada, 0))).resolves.toMatchObject({
      code: 'banned',
    });
  });

  it('forgets first what no caller has read', async () => {
    const { cache, answer } = cacheOverHeldReads(2);
    const load = async (id: string) => {
      const rules = cache.get(id);
      answer(stored(id));
      await rules;
    };
    await load('a');
    await load('b');
    await load('c');
    cache.peek('b');
    await load('d');
    expect(cache.peek('b')).toBeDefined();
    expect(cache.peek('c')).toBeUndefined();
  });

  it('follows the bus', async () => {
    const { cache, publish, answer } = cacheOverHeldReads(2);
    const rules = cache.require('a');
    answer(stored('a'));
    await rules;
    publish({ type: 'roomUpdated', roomId: 'a', room: { ...room('a'), name: 'new' } });
    expect((await rules).room.name).toBe('new');
    publish({
      type: 'memberChanged',
      roomId: 'a',
      user: { appId: 'default', id: 'ada' },
      userName: 'Ada',
      role: 'moderator',
      memberCount: 1,
    });
    expect((await rules).staff.get(userKeyOf(ada.user))).toBe('moderator');
    publish({ type: 'roomDeleted', roomId: 'a', appId: 'default' });
    expect(cache.peek('a')).toBeUndefined();
  });
});
