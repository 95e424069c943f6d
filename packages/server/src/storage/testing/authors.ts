import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AuthoredQuery } from '../../core/ports/author-store.ts';
import type { Stores } from '../../core/ports/stores.ts';
import { UNCHANGED } from '../../testing/messages.ts';
import { givenRoom, keyOf, newMessage, remove, uniqueId } from './samples.ts';

interface Written {
  readonly id: string;
  readonly roomId: string;
  readonly room: number;
  readonly seq: number;
  readonly createdAt: number;
  readonly userId: string;
  isGone: boolean;
}

/** Rooms, and what was written in them. */
interface Subject {
  readonly stores: Stores;
  readonly rooms: string[];
  readonly written: Written[];
  readonly suffix: string;
}

type Command = (subject: Subject) => Promise<void>;

const HOUR = 3_600_000;
const place = fc.record({
  room: fc.integer({ min: 0, max: 2 }),
  user: fc.constantFrom('ann', 'bob'),
  // Around the ends of hours, in any order, as imports and clocks have it.
  at: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -2, max: 2 })),
  way: fc.constantFrom('append', 'append', 'append', 'mention', 'restore'),
});

const write = place.map(
  ({ room, user, at: [hour, ms], way }): Command =>
    async ({ stores, rooms, written, suffix }) => {
      const roomId = rooms[room] ?? '';
      const userId = `${user}-${suffix}`;
      const createdAt = 1_700_000_000_000 - (1_700_000_000_000 % HOUR) + hour * HOUR + ms;
      const sender = {
        id: userId,
        appId: 'default',
        name: user,
        avatarUrl: null,
        kind: 'guest',
      } as const;
      const message = newMessage(roomId, { sender, createdAt });
      const { id } = message;
      const mention = { id: randomUUID(), userId: 'cid' };
      const stored =
        way === 'append'
          ? [(await stores.messages.append(message)).message]
          : way === 'mention'
            ? [(await stores.messages.appendMentioning(message, 'default', [mention])).message]
            : await stores.messages.restore(roomId, [{ ...message, ...UNCHANGED }], 0);
      const seq = stored[0]?.seq ?? 0;
      written.push({ id, roomId, room, seq, createdAt, userId, isGone: false });
    },
);

const remake = fc.integer({ min: 0, max: 2 }).map(
  (room): Command =>
    async ({ stores, rooms, written }) => {
      const roomId = rooms[room] ?? '';
      await stores.rooms.remove(roomId);
      for (const one of written) if (one.roomId === roomId) one.isGone = true;
      rooms[room] = await givenRoom(stores);
    },
);

const purge = fc.integer({ min: 0, max: 2 }).map(
  (room): Command =>
    async ({ stores, rooms, written }) => {
      const roomId = rooms[room] ?? '';
      await stores.messages.purge(roomId, 1);
      for (const one of written) if (one.roomId === roomId) one.isGone = true;
    },
);

const trim = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 5 })).map(
  ([room, countMax]): Command =>
    async ({ stores, rooms, written }) => {
      const roomId = rooms[room] ?? '';
      await stores.retention.trim(roomId, null, countMax);
      const last = written.filter((one) => one.roomId === roomId).at(-1)?.seq ?? 0;
      for (const one of written)
        if (one.roomId === roomId && one.seq <= last - countMax) one.isGone = true;
    },
);

const erase = fc.nat().map(
  (index): Command =>
    async ({ stores, written }) => {
      const one = written[index % Math.max(1, written.length)];
      if (one === undefined || one.isGone) return;
      await stores.messages.revise(one.roomId, one.id, remove());
      one.isGone = true;
    },
);

const command = fc.oneof(
  { weight: 12, arbitrary: write },
  { weight: 2, arbitrary: erase },
  { weight: 1, arbitrary: purge },
  { weight: 1, arbitrary: trim },
  { weight: 1, arbitrary: remake },
);

/** What every `AuthorStore` does. */
export function authorConformance(stores: () => Stores): void {
  const query = (userId: string, overrides: Partial<AuthoredQuery> = {}): AuthoredQuery => ({
    author: { appId: 'default', id: userId },
    roomId: null,
    since: 0,
    until: Number.MAX_SAFE_INTEGER,
    ...overrides,
  });

  async function pagesOf(asked: AuthoredQuery, limit: number): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await stores().authors.page({ ...asked, limit, after });
      expect(page.messages.length).toBeLessThanOrEqual(limit);
      ids.push(...page.messages.map(({ id }) => id));
      after = page.next;
      if (after === null) return ids;
    }
  }

  it('lists what is there of an author, newest first, page by page, after any changes', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(command, { maxLength: 40, size: 'max' }),
        fc.integer({ min: 1, max: 5 }),
        async (commands, limit) => {
          const rooms = [
            await givenRoom(stores()),
            await givenRoom(stores()),
            await givenRoom(stores()),
          ];
          const subject: Subject = { stores: stores(), rooms, written: [], suffix: uniqueId('') };
          for (const run of commands) await run(subject);
          for (const user of ['ann', 'bob']) {
            const userId = `${user}-${subject.suffix}`;
            const all = subject.written.filter((one) => one.userId === userId && !one.isGone);
            const [roomId = ''] = subject.rooms;
            const since = all[0]?.createdAt ?? 0;
            const expected = (kept: readonly Written[]) => kept.map(({ id }) => id).sort();
            const found = await pagesOf(query(userId), limit);
            expect([...found].sort()).toEqual(expected(all));
            const times = found.map((id) => all.find((one) => one.id === id)?.createdAt ?? 0);
            expect(times).toEqual(times.toSorted((a, b) => b - a));
            expect((await pagesOf(query(userId, { roomId }), limit)).sort()).toEqual(
              expected(all.filter((one) => one.roomId === roomId)),
            );
            expect((await pagesOf(query(userId, { since }), limit)).sort()).toEqual(
              expected(all.filter((one) => one.createdAt >= since)),
            );
            expect((await pagesOf(query(userId, { until: since }), limit)).sort()).toEqual(
              expected(all.filter((one) => one.createdAt <= since)),
            );
            const counted = await stores().authors.rooms({ ...query(userId), countMax: 100 });
            expect(new Map(counted.rooms.map((room) => [room.roomId, room.messages]))).toEqual(
              new Map(
                [...Map.groupBy(all, (one) => one.roomId)].map(([id, ones]) => [id, ones.length]),
              ),
            );
          }
        },
      ),
      { numRuns: 40 },
    ));

  it('finds what stands in several blocks of a room', async () => {
    const [author, other] = [uniqueId('ann'), uniqueId('bob')];
    const roomId = await givenRoom(stores());
    const by = (id: string) =>
      newMessage(roomId, {
        sender: { id, appId: 'default', name: '', avatarUrl: null, kind: 'guest' },
      });
    const all = Array.from({ length: 9000 }, (_, i) => by(i % 1500 === 0 ? author : other));
    await Promise.all(all.map((message) => stores().messages.append(message)));
    const expected = all.filter((_, i) => i % 1500 === 0).map(({ id }) => id);
    expect(await pagesOf(query(author), 2)).toEqual(expected.toReversed());
    const counted = await stores().authors.rooms({ ...query(other), countMax: 5000 });
    expect(counted).toMatchObject({ isAll: false, rooms: [{ roomId, messages: 5001 }] });
    while ((await stores().retention.trim(roomId, null, 2000)).hasMore);
    expect(await pagesOf(query(author), 2)).toEqual(expected.slice(-1));
  });

  it('deletes the chosen messages that are the author’s, and no others', async () => {
    const author = uniqueId('ann');
    const roomId = await givenRoom(stores());
    const elsewhere = await givenRoom(stores());
    const write = async (id: string, room: string, appId = 'default') =>
      (
        await stores().messages.append(
          newMessage(room, { sender: { id, appId, name: '', avatarUrl: null, kind: 'guest' } }),
        )
      ).message.id;
    const mine = await write(author, roomId);
    const others = await write('bob', roomId);
    const sameId = await write(author, roomId, 'another-app');
    const mineElsewhere = await write(author, elsewhere);
    const ids = [mine, others, sameId, mineElsewhere, randomUUID()];
    const { remove } = stores().authors;
    const inRoom = await remove({ ...query(author, { roomId }), ids }, keyOf('mod'), 5);
    expect(inRoom).toMatchObject([{ id: mine, deletedAt: 5, deletedBy: keyOf('mod') }]);
    expect(await pagesOf(query(author), 10)).toEqual([mineElsewhere]);
    expect(await remove({ ...query(author), ids }, keyOf('mod'), 6)).toMatchObject([
      { id: mineElsewhere },
    ]);
    expect(await remove({ ...query(author), ids }, keyOf('mod'), 7)).toEqual([]);
  });
}
