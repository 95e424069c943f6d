import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RestoredMessage, Stores } from '../../core/ports/stores.ts';
import { NO_ANSWER, textDraft, UNCHANGED } from '../../testing/messages.ts';
import {
  givenMessages,
  givenRoom,
  historyQuery,
  keyOf,
  newMessage,
  newUser,
  react,
  seqsOf,
  uniqueId,
} from './samples.ts';

/** What every `MessageStore` does with messages that come in their final state. */
export function restoreConformance(stores: () => Stores): void {
  describe('restore', () => {
    it('keeps all that a message went through, and assigns its numbers', async () => {
      const roomId = await givenRoom(stores());
      const edited = finalMessage({
        content: 'better',
        editedAt: 5,
        editReason: 'typo',
        meta: { a: [1, null] },
        reactions: [
          { emoji: '👍', users: ['b', 'a'].map(keyOf) },
          { emoji: '🦊', users: [keyOf('a')] },
        ],
        clientKey: 'k1',
      });
      const deleted = finalMessage({
        content: '',
        deletedAt: 9,
        deletedBy: keyOf('mod'),
        createdAt: 7,
      });
      const restored = await stores().messages.restore(roomId, [edited, deleted], 0);
      const placed = { roomId, number: expect.any(Number), replyToNumber: null };
      expect(restored).toEqual([
        { ...edited, ...placed, seq: 1, changeSeq: 1 },
        { ...deleted, ...placed, seq: 2, changeSeq: 2 },
      ]);
      const page = await stores().messages.page(historyQuery(roomId, { withDeleted: true }));
      expect(page.messages).toEqual(restored);
      expect(page.total).toBe(2);
      const visible = await stores().messages.page(historyQuery(roomId, { withDeleted: false }));
      expect([seqsOf(visible.messages), visible.total]).toEqual([[1], 1]);
      const room = await stores().rooms.find({ id: roomId });
      expect(room).toMatchObject({ lastSeq: 2, changeSeq: 2, lastMessageAt: 7 });
    });

    it('finds the number of what a message answers, in this room only', async () => {
      const [roomId, otherId] = [await givenRoom(stores()), await givenRoom(stores())];
      const { messages } = stores();
      const [question, stranger] = [finalMessage(), finalMessage()];
      await messages.restore(otherId, [stranger], 0);
      const answers = [question, stranger].map(({ id }) => finalMessage({ replyTo: id }));
      const restored = await messages.restore(roomId, [question, ...answers], 0);
      const numbers = restored.map(({ replyToNumber }) => replyToNumber);
      expect(numbers).toEqual([null, restored[0]?.number, null]);
      const page = await messages.page(historyQuery(roomId));
      expect(page.messages).toEqual(restored);
    });

    it('leaves out what is there already, by id and by client key', async () => {
      const roomId = await givenRoom(stores());
      const sent = newMessage(roomId, { clientKey: 'same' });
      await stores().messages.append(sent);
      const again = finalMessage({ id: sent.id });
      const sameKey = finalMessage({ clientKey: 'same' });
      const other = finalMessage({ clientKey: 'other' });
      const { restore } = stores().messages;
      expect(await restore(roomId, [again, sameKey, other], 0)).toMatchObject([{ seq: 2 }]);
      expect(await restore(roomId, [again, sameKey, other], 0)).toEqual([]);
      const page = await stores().messages.page(historyQuery(roomId));
      expect([seqsOf(page.messages), page.changeSeq]).toEqual([[1, 2], 2]);
    });

    it('takes change numbers above the given one in a room that never had a message', async () => {
      const roomId = await givenRoom(stores());
      const { restore, changesSince } = stores().messages;
      const first = await restore(roomId, [finalMessage(), finalMessage()], 40);
      expect(first.map(({ seq, changeSeq }) => [seq, changeSeq])).toEqual([
        [1, 41],
        [2, 42],
      ]);
      expect(await restore(roomId, [finalMessage()], 90)).toMatchObject([
        { seq: 3, changeSeq: 43 },
      ]);
      // A client that knew the room elsewhere, under numbers up to 40, gets everything.
      for (const since of [0, 1, 17, 40]) {
        const changes = await changesSince(roomId, since, 10);
        expect([since, changes.knownSeq, seqsOf(changes.messages)]).toEqual([since, 0, [1, 2, 3]]);
      }
      expect(await changesSince(roomId, 41, 10)).toMatchObject({ knownSeq: 1, changeSeq: 43 });
    });

    it('continues after messages, and messages continue after it', async () => {
      const roomId = await givenRoom(stores());
      await givenMessages(stores(), roomId, 2);
      await stores().messages.restore(roomId, [finalMessage()], 0);
      const { message } = await stores().messages.append(newMessage(roomId));
      expect([message.seq, message.changeSeq]).toEqual([4, 4]);
    });

    it.each([
      {
        who: 'no deleted user, no present user',
        deletedAt: null,
        createdAt: null,
        at: 500,
        isPresent: true,
      },
      {
        who: 'no deleted user, a later user',
        deletedAt: null,
        createdAt: 900,
        at: 500,
        isPresent: true,
      },
      {
        who: 'a user deleted later, no present user',
        deletedAt: 1000,
        createdAt: null,
        at: 500,
        isPresent: false,
      },
      {
        who: 'a user deleted later, a later user',
        deletedAt: 1000,
        createdAt: 1500,
        at: 500,
        isPresent: false,
      },
      {
        who: 'a user deleted later, an older user',
        deletedAt: 1000,
        createdAt: 400,
        at: 500,
        isPresent: true,
      },
      {
        who: 'a user deleted before, no present user',
        deletedAt: 1000,
        createdAt: null,
        at: 1000,
        isPresent: true,
      },
      {
        who: 'a user deleted before, a later user',
        deletedAt: 1000,
        createdAt: 1500,
        at: 1200,
        isPresent: true,
      },
      {
        who: 'a user deleted before, an older user',
        deletedAt: 1000,
        createdAt: 1100,
        at: 1200,
        isPresent: true,
      },
    ])('knows whose author and reactions are: $who', async (given) => {
      const { messages, users } = stores();
      const roomId = await givenRoom(stores());
      const id = uniqueId('user');
      if (given.deletedAt !== null) {
        await users.create(newUser({ id, createdAt: 100 }), 'fail');
        await users.remove('default', id, given.deletedAt);
      }
      if (given.createdAt !== null)
        await users.create(newUser({ id, createdAt: given.createdAt }), 'fail');
      const sender = {
        id,
        appId: 'default',
        name: 'Ann',
        avatarUrl: null,
        kind: 'registered',
      } as const;
      const reactions = [
        { emoji: '👍', users: [keyOf(id)] },
        { emoji: '🎉', users: [id, 'ann'].map(keyOf) },
      ];
      const message = finalMessage({ sender, reactions, clientKey: 'k', createdAt: given.at });
      const restored = await messages.restore(roomId, [message], 0);
      const others = [{ emoji: '🎉', users: [keyOf('ann')] }];
      const { isPresent } = given;
      expect(restored).toMatchObject([{ sender, reactions: isPresent ? reactions : others }]);
      expect((await messages.page(historyQuery(roomId))).messages).toEqual(restored);
      expect((await messages.changesSince(roomId, 0, 10)).messages).toEqual(restored);
      expect(await messages.find({ id: message.id })).toEqual(restored[0]);
      const byKey = await messages.find({ roomId, sender, clientKey: 'k' });
      expect(byKey).toEqual(isPresent ? restored[0] : null);
      if (restored[0] === undefined) throw new Error('nothing was restored');
      expect(await messages.isPresentAuthor(restored[0])).toBe(isPresent);
      expect(await messages.restore(roomId, [message], 0)).toEqual([]);
      const toggled = await messages.revise(roomId, message.id, react('🎉', id));
      expect(toggled.action).toBe(isPresent ? 'removed' : 'added');
      const retried = await messages.append(newMessage(roomId, { sender, clientKey: 'k' }));
      expect(retried.isDuplicate).toBe(isPresent);
    });

    it('keeps the client key of a present user from a former one', async () => {
      const { messages, users } = stores();
      const roomId = await givenRoom(stores());
      const { id } = await users.create(newUser(), 'fail');
      await users.remove('default', id, 5_000);
      const { sender } = newMessage(roomId);
      const own = newMessage(roomId, { sender: { ...sender, id }, clientKey: 'k' });
      const { message } = await messages.append(own);
      const former = finalMessage({ sender: own.sender, clientKey: 'k', createdAt: 4_000 });
      expect(await messages.restore(roomId, [former], 0)).toMatchObject([{ clientKey: null }]);
      const retried = await messages.append({ ...own, id: randomUUID() });
      expect(retried).toEqual({ message, isDuplicate: true });
    });

    it('rejects with roomNotFound when the room is not there', async () => {
      await expect(
        stores().messages.restore(randomUUID(), [finalMessage()], 0),
      ).rejects.toMatchObject({ code: 'roomNotFound' });
    });
  });
}

function finalMessage(overrides: Partial<RestoredMessage> = {}): RestoredMessage {
  return {
    id: randomUUID(),
    sender: { id: 'ann', appId: 'default', name: 'Ann', avatarUrl: null, kind: 'registered' },
    createdAt: 3,
    ...textDraft('Hello'),
    ...NO_ANSWER,
    ...UNCHANGED,
    ...overrides,
  };
}
