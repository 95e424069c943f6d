import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type LookUpOutcome, PersonCache } from './person-cache.ts';
import type { WireUser } from './wire.ts';

const userOf = (uid: string, displayName = uid): WireUser => ({
  uid,
  displayName,
  roles: ['registered'],
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('people', () => {
  test('are bounded, and those that were heard of lately stay', async () => {
    const people = new PersonCache(async () => 'done', 10);
    const kept = people.record(userOf('kept'));
    for (let i = 0; i < 1_000; i++) {
      people.record(userOf(`visitor ${i}`));
      people.record(userOf('kept'));
      people.find(`asked ${i}`);
    }
    expect(people.size).toBe(20);
    people.record(userOf('kept', 'renamed'));
    expect(kept.peek().name).toBe('renamed');
  });

  test('are looked up again after a failure, ever later, until they are known', async () => {
    const asked: string[] = [];
    const answers: LookUpOutcome[] = ['failed', 'failed', 'failed'];
    const people: PersonCache = new PersonCache(async (uid) => {
      asked.push(uid);
      const answer = answers.shift();
      if (answer === undefined) people.record(userOf(uid, 'Ada'));
      return answer ?? 'done';
    });
    const ada = people.find('ada');
    expect(people.find('ada')).toBe(ada);
    await vi.advanceTimersByTimeAsync(2_000 + 4_000 + 7_999);
    expect([asked.length, ada.peek()]).toEqual([3, null]);
    await vi.advanceTimersByTimeAsync(1);
    expect(ada.peek()?.name).toBe('Ada');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked).toHaveLength(4);
  });

  test('an unknown user is asked for once and shown by their id; no user is, once the chat is over', async () => {
    const asked: string[] = [];
    const people = new PersonCache(async (uid) => {
      asked.push(uid);
      return uid === 'nobody' ? 'done' : 'failed';
    });
    const nobody = people.find('nobody');
    people.find('somebody');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(nobody.peek()?.name).toBe('nobody');
    people[Symbol.dispose]();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked).toEqual(['nobody', 'somebody', 'somebody']);
  });
});
