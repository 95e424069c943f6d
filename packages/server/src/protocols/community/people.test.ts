import type { Sender, User } from '@koine/contract';
import { expect, test } from 'vitest';
import type { HistoryQuery } from '../../core/ports/stores.ts';
import { People } from './people.ts';

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
  const people = new People(world({ tea: [ada] }, [account('ada', 'Countess')]), 3);
  await people.warm('tea');
  people.recordShown(ada, 'tea');
  expect(people.of(ada).name).toBe('Countess');
  for (let i = 0; i < 10; i++) people.record(account(`other${i}`));
  // Anyone who comes to the room has it made known again first.
  await people.warm('tea');
  expect(people.of(ada).name).toBe('Countess');
});

test('a rename is told where the account is or wrote, and nowhere else', () => {
  const people = new People(world({}, []), 3);
  people.record(account('ada'));
  people.recordShown(wrote('ada', 'Ada'), 'tea');
  people.recordShown(wrote('ada', 'Ada'), 'coffee');
  people.recordShown({ ...wrote('ada', 'Ada'), appId: 'other' }, 'elsewhere');
  people.recordShown(wrote('bob', 'Bob'), 'beer');
  expect(people.roomsOf(account('ada'))).toEqual(['tea', 'coffee']);
  expect(people.roomsOf(account('cid'))).toEqual([]);
  for (let i = 0; i < 10; i++) people.record(account(`other${i}`));
  // Where somebody was shown who is no longer known, nobody knows.
  expect(people.roomsOf(account('ada'))).toBe('all');
});
