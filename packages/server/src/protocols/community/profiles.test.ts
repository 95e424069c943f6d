import type { Sender, User } from '@koine/contract';
import { expect, test } from 'vitest';
import type { HistoryQuery } from '../../core/ports/stores.ts';
import { Profiles } from './profiles.ts';

const account = (id: string, displayName = id): User => ({
  id,
  appId: 'default',
  kind: 'registered',
  displayName,
  avatarUrl: null,
  username: id,
  roles: [],
  meta: {},
  createdAt: 0,
  updatedAt: 0,
});
const wrote = (id: string, name: string): Sender => ({
  id,
  appId: 'default',
  name,
  avatarUrl: null,
  kind: 'registered',
});

/** Rooms by id with who wrote their newest messages, and accounts as they are called now. */
function world(rooms: Readonly<Record<string, readonly Sender[]>>, accounts: readonly User[]) {
  return {
    messages: {
      history: async (_actor: unknown, { roomId }: HistoryQuery) => ({
        messages: (rooms[roomId] ?? []).map((sender) => ({ sender })),
      }),
    },
    users: {
      find: async (_actor: unknown, id: string) => accounts.find((one) => one.id === id) ?? null,
    },
  };
}

test('a full cache changes no name that is shown', async () => {
  const ada = wrote('ada', 'Ada');
  const profiles = new Profiles(world({ tea: [ada] }, [account('ada', 'Countess')]), 3);
  await profiles.warm('tea');
  profiles.recordShown(ada, 'tea');
  expect(profiles.of(ada).name).toBe('Countess');
  for (let i = 0; i < 10; i++) profiles.record(account(`other${i}`));
  // Anyone who comes to the room has it made known again first.
  await profiles.warm('tea');
  expect(profiles.of(ada).name).toBe('Countess');
});

test('a rename is sent where the account is or wrote, and nowhere else', () => {
  const profiles = new Profiles(world({}, []), 3);
  profiles.record(account('ada'));
  profiles.recordShown(wrote('ada', 'Ada'), 'tea');
  profiles.recordShown(wrote('ada', 'Ada'), 'coffee');
  profiles.recordShown({ ...wrote('ada', 'Ada'), appId: 'other' }, 'elsewhere');
  profiles.recordShown(wrote('bob', 'Bob'), 'beer');
  expect(profiles.roomsOf(account('ada'))).toEqual(['tea', 'coffee']);
  expect(profiles.roomsOf(account('cid'))).toEqual([]);
  for (let i = 0; i < 10; i++) profiles.record(account(`other${i}`));
  // Where a forgotten user was shown is not recorded.
  expect(profiles.roomsOf(account('ada'))).toBe('all');
});
