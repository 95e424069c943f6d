import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openSqliteStores } from '../../index.ts';
import { READER_OF } from '../../operations/readers.ts';
import { givenRoom, historyQuery, newRoom, roomQuery } from '../../testing/samples.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';

/** Far more work than the reads beside them. */
const LISTS = 200;

it('lists and searches delay neither connecting clients nor reads of history', async () => {
  using directory = temporaryDirectory();
  await using stores = await openSqliteStores({ directory: directory.path });
  const roomId = await givenRoom(stores, { uid: 'busy' });
  await Promise.all(
    Array.from({ length: 3000 }, () => stores.rooms.create(newRoom({ appId: 'many' }))),
  );
  let listed = 0;
  const search = { text: 'room', appId: null, kind: null, limit: 200, offset: 0 };
  const page = { appId: 'many', sort: 'lastActivity' } as const;
  const lists = Array.from({ length: LISTS }, async (_, i) => {
    await (i % 2 === 0 ? stores.directory.rooms(search) : stores.rooms.list(roomQuery(page)));
    listed += 1;
  });
  await Promise.all([
    stores.rooms.find({ uid: 'busy' }),
    stores.rooms.rules(roomId, 0),
    stores.tokens.find('none', 0, 0),
    stores.messages.page(historyQuery(roomId)),
  ]);
  // What one thread answers together would come together.
  await setImmediate();
  expect(listed).toBeLessThan(LISTS);
  await Promise.all(lists);
});

it('every thread has something to read', () => {
  expect(new Set(Object.values(READER_OF))).toEqual(new Set(['rules', 'history', 'lists']));
});
