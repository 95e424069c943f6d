import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Stores } from '../../core/ports/stores.ts';
import { RoomModel } from './room-model.ts';
import { edit, givenRoom, historyQuery, keyOf, newMessage, react, remove } from './samples.ts';

interface Subject {
  readonly stores: Stores;
  readonly roomId: string;
  readonly model: RoomModel;
}

/** A change of the room, made on both sides. */
type Command = (subject: Subject) => Promise<void>;

const seq = fc.integer({ min: 1, max: 20 });
const user = fc.constantFrom('ann', 'bob', 'cid');
const clientKey = fc.option(fc.constantFrom('k1', 'k2', 'k3'), { nil: null, freq: 3 });
const emoji = fc.constantFrom('👍', '🎉', '❤️');

const append = fc.tuple(user, clientKey).map(
  ([id, key]): Command =>
    async ({ stores, roomId, model }) => {
      const sender = { id, appId: 'default', name: id, avatarUrl: null, kind: 'guest' } as const;
      const draft = newMessage(roomId, { sender, clientKey: key, content: `by ${id}` });
      const { message, isDuplicate } = await stores.messages.append(draft);
      const known = model.messages.length;
      const expected = model.append(draft, message.number);
      expect(isDuplicate).toBe(model.messages.length === known);
      if (expected.seq > model.purgedSeq) expect(message).toEqual(expected);
      else expect(message).toMatchObject({ id: expected.id, seq: expected.seq, content: '' });
    },
);

const revise = fc.tuple(seq, user, emoji, fc.constantFrom('edit', 'delete', 'react', 'react')).map(
  ([at, userId, mark, kind]): Command =>
    async ({ stores, roomId, model }) => {
      const target = model.messages[at - 1];
      if (target === undefined) return;
      const revision = { edit: edit('new'), delete: remove(userId), react: react(mark, userId) };
      const revised = stores.messages.revise(roomId, target.id, revision[kind]);
      if (at <= model.purgedSeq) {
        await expect(revised).rejects.toMatchObject({ code: 'messageNotFound' });
        return;
      }
      const before = model.changeSeq;
      if (kind === 'edit') model.edit(at, 'new', revision.edit.at);
      if (kind === 'delete') model.delete(at, keyOf(userId), revision.delete.at);
      if (kind === 'react') model.react(at, mark, keyOf(userId));
      expect(await revised).toMatchObject({
        message: target,
        isChanged: model.changeSeq > before,
      });
    },
);

const purge = fc.constant<Command>(async ({ stores, roomId, model }) => {
  const purged = await stores.messages.purge(roomId, 1);
  model.purge();
  expect(purged).toEqual({ purgedSeq: model.purgedSeq, changeSeq: model.changeSeq });
});

const command = fc.oneof(
  { weight: 6, arbitrary: append },
  { weight: 6, arbitrary: revise },
  { weight: 1, arbitrary: purge },
);

const bound = fc.option(fc.integer({ min: 0, max: 30 }), { nil: null });
const history = fc.record({
  direction: fc.constantFrom('older', 'newer'),
  before: bound,
  after: bound,
  limit: fc.integer({ min: 1, max: 8 }),
  skip: fc.integer({ min: 0, max: 12 }),
  withDeleted: fc.boolean(),
});

/** Arbitrary changes of a room leave every page and every catch-up as the plain model has them. */
export function modelConformance(stores: () => Stores): void {
  it('shows the same as a plain model, after any changes, by any query', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(command, { maxLength: 60, size: 'max' }),
        fc.array(history, { minLength: 5, maxLength: 10 }),
        fc.integer({ min: 1, max: 6 }),
        async (commands, queries, limit) => {
          const roomId = await givenRoom(stores());
          const subject = { stores: stores(), roomId, model: new RoomModel() };
          for (const run of commands) await run(subject);
          await Promise.all([
            ...queries.map((query) => comparePages(subject, query)),
            ...Array.from({ length: subject.model.changeSeq + 1 }, (_, since) =>
              compareChanges(subject, since, limit),
            ),
          ]);
        },
      ),
      { numRuns: 40 },
    ));
}

async function comparePages({ stores, roomId, model }: Subject, overrides: object): Promise<void> {
  const query = historyQuery(roomId, overrides);
  expect(await stores.messages.page(query)).toEqual(model.page(query));
}

async function compareChanges(
  { stores, roomId, model }: Subject,
  since: number,
  limit: number,
): Promise<void> {
  const changes = await stores.messages.changesSince(roomId, since, limit);
  expect(changes).toEqual(model.changesSince(since, limit));
}
