import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Stores } from '../../core/ports/stores.ts';
import { UNCHANGED } from '../../testing/messages.ts';
import {
  contentsOf,
  edit,
  givenMessages,
  givenRoom,
  historyQuery,
  keyOf,
  newMessage,
  newUser,
  react,
  remove,
  seqsOf,
} from './samples.ts';

/** What every `MessageStore` does with writes. */
export function messageConformance(stores: () => Stores): void {
  describe('append', () => {
    it('resolves to the message as it is read back', async () => {
      const { messages } = stores();
      const roomId = await givenRoom(stores());
      const draft = newMessage(roomId, {
        sender: {
          id: 'bob',
          appId: 'default',
          name: 'Bob 🦊',
          avatarUrl: 'https://x/b.png',
          kind: 'external',
        },
        content: 'zażółć \u0000 "quoted" 👩‍👩‍👧',
        type: 'image',
        meta: { url: 'a', nested: [1, null, { deep: true }] },
        clientKey: 'k1',
      });
      const { message, isDuplicate } = await messages.append(draft);
      expect(isDuplicate).toBe(false);
      expect(message).toEqual({
        ...draft,
        number: expect.any(Number),
        seq: 1,
        changeSeq: 1,
        ...UNCHANGED,
      });
      expect(await messages.find({ id: draft.id })).toEqual(message);
      expect(await messages.find({ number: message.number })).toEqual(message);
      expect(await messages.find({ roomId, sender: message.sender, clientKey: 'k1' })).toEqual(
        message,
      );
      expect((await messages.page(historyQuery(roomId))).messages).toEqual([message]);
    });

    it('gives parallel messages of one room seqs and change numbers without gaps, in order of calling', async () => {
      const roomId = await givenRoom(stores());
      const sent = await givenMessages(stores(), roomId, 1500);
      const numbers = Array.from({ length: 1500 }, (_, index) => index + 1);
      expect(seqsOf(sent)).toEqual(numbers);
      expect(sent.map(({ changeSeq }) => changeSeq)).toEqual(numbers);
      expect(contentsOf(sent)).toEqual(numbers.map(String));
    });

    it('gives each room its own seqs and every message a higher number', async () => {
      const { messages } = stores();
      const rooms = await Promise.all([givenRoom(stores()), givenRoom(stores())]);
      const sent = await Promise.all(
        Array.from({ length: 20 }, (_, i) => messages.append(newMessage(rooms[i % 2] ?? ''))),
      );
      expect(sent.map(({ message }) => message.seq)).toEqual(
        Array.from({ length: 20 }, (_, i) => Math.floor(i / 2) + 1),
      );
      const numbers = sent.map(({ message }) => message.number);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      expect(new Set(numbers).size).toBe(20);
    });

    it('moves the room on', async () => {
      const roomId = await givenRoom(stores());
      await stores().messages.append(newMessage(roomId, { createdAt: 42 }));
      expect(await stores().rooms.find({ id: roomId })).toMatchObject({
        lastSeq: 1,
        changeSeq: 1,
        lastMessageAt: 42,
      });
    });

    it('rejects a message for a room that is not there, and stores its neighbours', async () => {
      const { messages } = stores();
      const roomId = await givenRoom(stores());
      const [first, lost, second] = await Promise.allSettled([
        messages.append(newMessage(roomId)),
        messages.append(newMessage(randomUUID())),
        messages.append(newMessage(roomId)),
      ]);
      expect(lost).toMatchObject({ status: 'rejected', reason: { code: 'roomNotFound' } });
      expect(first).toMatchObject({ value: { message: { seq: 1 } } });
      expect(second).toMatchObject({ value: { message: { seq: 2 } } });
    });

    it('rejects a second message of the same id, and takes no seq for it', async () => {
      const { messages } = stores();
      const roomId = await givenRoom(stores());
      const draft = newMessage(roomId);
      const [, twice, next] = await Promise.allSettled([
        messages.append(draft),
        messages.append(draft),
        messages.append(newMessage(roomId)),
      ]);
      expect(twice).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } });
      expect(next).toMatchObject({ value: { message: { seq: 2, changeSeq: 2 } } });
    });
  });

  describe('client keys', () => {
    it('resolve a repeated send to the first message and create nothing', async () => {
      const { messages } = stores();
      const roomId = await givenRoom(stores());
      const first = await messages.append(newMessage(roomId, { content: 'one', clientKey: 'k' }));
      const again = await messages.append(newMessage(roomId, { content: 'two', clientKey: 'k' }));
      expect(again).toEqual({ message: first.message, isDuplicate: true });
      expect((await messages.page(historyQuery(roomId))).total).toBe(1);
    });

    it('hold among sends at the same time', async () => {
      const { messages } = stores();
      const roomId = await givenRoom(stores());
      const sent = await Promise.all(
        Array.from({ length: 50 }, () => messages.append(newMessage(roomId, { clientKey: 'k' }))),
      );
      expect(sent.filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(1);
      expect(new Set(sent.map(({ message }) => message.id)).size).toBe(1);
    });

    it('are each sender’s own, and each room’s', async () => {
      const { messages } = stores();
      const [here, there] = [await givenRoom(stores()), await givenRoom(stores())];
      const bob = {
        id: 'bob',
        appId: 'default',
        name: 'Bob',
        avatarUrl: null,
        kind: 'guest',
      } as const;
      const sent = await Promise.all([
        messages.append(newMessage(here, { clientKey: 'k' })),
        messages.append(newMessage(here, { clientKey: 'k', sender: bob })),
        messages.append(newMessage(there, { clientKey: 'k' })),
      ]);
      expect(sent.map(({ isDuplicate }) => isDuplicate)).toEqual([false, false, false]);
    });

    it('are not those of another app’s user of that id', async () => {
      const { messages } = stores();
      const roomId = await givenRoom(stores());
      const ours = newMessage(roomId, { clientKey: 'k' });
      const theirs = { ...ours.sender, appId: 'other' };
      const sent = [
        await messages.append(ours),
        await messages.append(newMessage(roomId, { clientKey: 'k', sender: theirs })),
        await messages.append(newMessage(roomId, { clientKey: 'k', sender: theirs })),
      ];
      expect(sent.map(({ isDuplicate }) => isDuplicate)).toEqual([false, false, true]);
      expect(sent[2]?.message).toEqual(sent[1]?.message);
      const found = await messages.find({ roomId, sender: theirs, clientKey: 'k' });
      expect(found).toEqual(sent[1]?.message);
    });

    it('are not those of a former user of that id', async () => {
      const { messages, users } = stores();
      const roomId = await givenRoom(stores());
      const { id } = await users.create(newUser(), 'fail');
      const sender = {
        id,
        appId: 'default',
        name: id,
        avatarUrl: null,
        kind: 'registered',
      } as const;
      const send = (content: string, clientKey: string) =>
        messages.append(newMessage(roomId, { sender, content, clientKey }));
      const former = await send('former', 'k');
      await users.remove('default', id, 5_000);
      expect(await messages.find({ roomId, sender, clientKey: 'k' })).toBeNull();
      const sent = await send('present', 'k');
      expect(sent).toMatchObject({ isDuplicate: false, message: { content: 'present' } });
      expect(await send('again', 'k')).toEqual({ message: sent.message, isDuplicate: true });
      const page = await messages.page(historyQuery(roomId));
      expect(page.messages.map((one) => one.content)).toEqual(['former', 'present']);
      expect(await messages.find({ id: former.message.id })).toMatchObject({ content: 'former' });
    });

    it('find the first message in its present state, revised or purged', async () => {
      const { messages } = stores();
      const roomId = await givenRoom(stores());
      const draft = newMessage(roomId, { clientKey: 'k', meta: { secret: 1 } });
      const { message } = await messages.append(draft);
      await messages.revise(roomId, message.id, edit('changed'));
      const edited = await messages.append(newMessage(roomId, { clientKey: 'k' }));
      expect(edited).toMatchObject({ isDuplicate: true, message: { content: 'changed' } });
      await messages.purge(roomId, 9);
      const purged = await messages.append(newMessage(roomId, { clientKey: 'k' }));
      expect(purged).toMatchObject({
        isDuplicate: true,
        message: { id: message.id, number: message.number, seq: 1, content: '', meta: null },
      });
      const found = await messages.find({ roomId, sender: message.sender, clientKey: 'k' });
      expect(found).toMatchObject({ id: message.id, content: '' });
    });
  });

  describe('revise', () => {
    it('edits, and keeps meta when none is given', async () => {
      const { messages } = stores();
      const roomId = await givenRoom(stores());
      const { message } = await messages.append(newMessage(roomId, { meta: { a: 1 } }));
      const edited = await messages.revise(roomId, message.id, edit('new', { reason: 'typo' }));
      expect(edited).toEqual({
        message: { ...message, changeSeq: 2, content: 'new', editedAt: 2_000, editReason: 'typo' },
        isChanged: true,
        action: null,
      });
      const again = await messages.revise(roomId, message.id, edit('newer', { meta: { b: 2 } }));
      expect(again.message).toMatchObject({ changeSeq: 3, meta: { b: 2 }, editReason: null });
      expect(await messages.find({ id: message.id })).toEqual(again.message);
    });

    it('deletes to a tombstone without content, meta and reactions, once', async () => {
      const { messages } = stores();
      const roomId = await givenRoom(stores());
      const { message } = await messages.append(newMessage(roomId, { meta: { a: 1 } }));
      await messages.revise(roomId, message.id, react('👍', 'ann'));
      const deleted = await messages.revise(roomId, message.id, remove('mod'));
      const tombstone = {
        ...message,
        changeSeq: 3,
        content: '',
        meta: null,
        deletedAt: 3_000,
        deletedBy: keyOf('mod'),
      };
      expect(deleted).toEqual({ message: tombstone, isChanged: true, action: null });
      for (const revision of [remove('ann'), edit('late'), react('👍', 'bob')]) {
        expect(await messages.revise(roomId, message.id, revision)).toEqual({
          message: tombstone,
          isChanged: false,
          action: null,
        });
      }
      expect((await stores().rooms.find({ id: roomId }))?.changeSeq).toBe(3);
    });

    it('does not find a message of another room, a purged one, or one that never was', async () => {
      const { messages } = stores();
      const [roomId, other] = [await givenRoom(stores()), await givenRoom(stores())];
      const { message } = await messages.append(newMessage(roomId));
      const notFound = { code: 'messageNotFound' };
      await expect(messages.revise(other, message.id, edit('x'))).rejects.toMatchObject(notFound);
      await expect(messages.revise(roomId, 'none', edit('x'))).rejects.toMatchObject(notFound);
      await messages.purge(roomId, 9);
      await expect(messages.revise(roomId, message.id, edit('x'))).rejects.toMatchObject(notFound);
    });
  });

  describe('purge', () => {
    it('hides at once whatever is there, and nothing that comes later', async () => {
      const { messages, rooms } = stores();
      const roomId = await givenRoom(stores());
      const sent = await givenMessages(stores(), roomId, 600);
      const [purged, next] = await Promise.all([
        messages.purge(roomId, 9),
        messages.append(newMessage(roomId, { content: 'after' })),
      ]);
      expect(purged).toEqual({ purgedSeq: 600, changeSeq: 601 });
      expect(next.message).toMatchObject({ seq: 601, changeSeq: 602 });
      const page = await messages.page(historyQuery(roomId));
      expect(page).toMatchObject({ total: 1, lastSeq: 601, changeSeq: 602, purgedSeq: 600 });
      expect(contentsOf(page.messages)).toEqual(['after']);
      expect(await messages.find({ id: sent[0]?.id ?? '' })).toBeNull();
      expect(await messages.find({ number: sent[599]?.number ?? 0 })).toBeNull();
      expect(await rooms.find({ id: roomId })).toMatchObject({ purgedSeq: 600, lastSeq: 601 });
    });

    it('takes a change number also in an empty room, and rejects without one', async () => {
      const roomId = await givenRoom(stores());
      expect(await stores().messages.purge(roomId, 9)).toEqual({ purgedSeq: 0, changeSeq: 1 });
      await expect(stores().messages.purge('none', 9)).rejects.toMatchObject({
        code: 'roomNotFound',
      });
    });
  });

  it('never gives a number twice, even when its message is gone', async () => {
    const { messages, rooms } = stores();
    const roomId = await givenRoom(stores());
    const { message } = await messages.append(newMessage(roomId));
    await rooms.remove(roomId);
    const other = await givenRoom(stores());
    const next = await messages.append(newMessage(other));
    expect(next.message.number).toBeGreaterThan(message.number);
  });
}
