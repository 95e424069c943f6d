import { expect, it } from 'vitest';
import { openSqliteStores } from '../../index.ts';
import { READER_OF } from '../../operations/readers.ts';
import { givenRoom, historyQuery, newRoom, roomQuery } from '../../testing/samples.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';

it('lists and searches delay neither connecting clients nor reads of history', async () => {
  using directory = temporaryDirectory();
  await using stores = await openSqliteStores({ directory: directory.path });
  const roomId = await givenRoom(stores, { uid: 'busy' });
  await Promise.all(
    Array.from({ length: 3000 }, () => stores.rooms.create(newRoom({ appId: 'many' }))),
  );
  const order: string[] = [];
  const done = (name: string) => () => order.push(name);
  const search = { text: 'room', appId: null, kind: null, limit: 200, offset: 0 };
  const lists = Array.from({ length: 30 }, () => stores.directory.rooms(search).then(done('list')));
  await Promise.all([
    stores.rooms.find({ uid: 'busy' }).then(done('room')),
    stores.rooms.rules(roomId, 0).then(done('rules')),
    stores.tokens.find('none', 0, 0).then(done('token')),
    stores.messages.page(historyQuery(roomId)).then(done('history')),
  ]);
  const page = { appId: 'many', sort: 'lastActivity' } as const;
  lists.push(stores.rooms.list(roomQuery(page)).then(done('list')));
  await Promise.all(lists);
  expect(order.slice(0, 4).toSorted()).toEqual(['history', 'room', 'rules', 'token']);
});

it('every thread has something to read', () => {
  expect(new Set(Object.values(READER_OF))).toEqual(new Set(['rules', 'history', 'lists']));
});
