import { userKey } from '@koine/contract';
import { expect, it } from 'vitest';
import type { Stores } from '../../core/ports/stores.ts';
import { givenRoom, historyQuery, keyOf, newMessage, newUser, react } from './samples.ts';

/** What every `MessageStore` does with reactions. */
export function reactionConformance(stores: () => Stores): void {
  it('toggles reactions: emoji in order of first use, users in order of reacting', async () => {
    const { messages } = stores();
    const roomId = await givenRoom(stores());
    const { message } = await messages.append(newMessage(roomId));
    const toggle = (emoji: string, userId: string) =>
      messages.revise(roomId, message.id, react(emoji, userId));
    await toggle('🎉', 'ann');
    await toggle('👍', 'bob');
    await toggle('🎉', 'cid');
    const full = await toggle('🎉', 'bob');
    expect(full).toMatchObject({ action: 'added', isChanged: true });
    expect(full.message.reactions).toEqual([
      { emoji: '🎉', users: ['ann', 'cid', 'bob'].map(keyOf) },
      { emoji: '👍', users: [keyOf('bob')] },
    ]);
    const removed = await toggle('🎉', 'ann');
    expect(removed).toMatchObject({ action: 'removed', message: { changeSeq: 6 } });
    expect(removed.message.reactions[0]).toEqual({
      emoji: '🎉',
      users: ['cid', 'bob'].map(keyOf),
    });
    const gone = await toggle('👍', 'bob');
    expect(gone.message.reactions.map(({ emoji }) => emoji)).toEqual(['🎉']);
  });

  it('keeps the reactions of a deleted user from a later user of that id', async () => {
    const { messages, rooms, users } = stores();
    const roomId = await givenRoom(stores());
    const { id } = newUser();
    const { message } = await messages.append(newMessage(roomId, { clientKey: 'k' }));
    const toggle = (emoji: string, userId: string) =>
      messages.revise(roomId, message.id, react(emoji, userId));
    const shown = async () => (await messages.find({ id: message.id }))?.reactions;
    for (let life = 0; life < 3; life++) {
      await users.create(newUser({ id }), 'fail');
      expect(await toggle('👍', id)).toMatchObject({ action: 'added' });
      expect(await toggle('👍', id)).toMatchObject({ action: 'removed' });
      await toggle('👍', id);
      await toggle('🎉', id);
      await toggle('🎉', 'ann');
      const present = [
        { emoji: '👍', users: [keyOf(id)] },
        { emoji: '🎉', users: [id, 'ann'].map(keyOf) },
      ];
      expect(await shown()).toEqual(present);
      // Signed out is not deleted.
      await stores().tokens.removeAllOf('default', id);
      expect(await shown()).toEqual(present);
      await users.remove('default', id, 5_000);
      const left = [{ emoji: '🎉', users: [keyOf('ann')] }];
      expect(await shown()).toEqual(left);
      const read = [
        ...(await messages.page(historyQuery(roomId))).messages,
        ...(await messages.changesSince(roomId, 0, 10)).messages,
        await messages.find({ number: message.number }),
        await messages.find({ roomId, sender: message.sender, clientKey: 'k' }),
        (await messages.append(newMessage(roomId, { clientKey: 'k' }))).message,
      ];
      expect(read.map((one) => one?.reactions)).toEqual(read.map(() => left));
      await toggle('🎉', 'ann');
      expect(await shown()).toEqual([]);
    }
    expect((await rooms.find({ id: roomId }))?.changeSeq).toBe(1 + 3 * 6);
  });

  it('distinguishes two apps’ users of one id', async () => {
    const { messages } = stores();
    const roomId = await givenRoom(stores());
    const { message } = await messages.append(newMessage(roomId));
    await messages.revise(roomId, message.id, react('🎉', 'ann'));
    const theirs = { ...react('🎉', 'ann'), user: userKey('other', 'ann') };
    const both = await messages.revise(roomId, message.id, theirs);
    expect(both).toMatchObject({ action: 'added' });
    expect(both.message.reactions).toEqual([
      { emoji: '🎉', users: [keyOf('ann'), userKey('other', 'ann')] },
    ]);
  });

  it('refuses one emoji too many, and still lets the used ones be toggled', async () => {
    const { messages } = stores();
    const roomId = await givenRoom(stores());
    const { message } = await messages.append(newMessage(roomId));
    await messages.revise(roomId, message.id, react('a', 'ann', 2));
    await messages.revise(roomId, message.id, react('b', 'ann', 2));
    await expect(messages.revise(roomId, message.id, react('c', 'ann', 2))).rejects.toMatchObject({
      code: 'tooManyReactions',
      details: { limit: 2 },
    });
    const second = await messages.revise(roomId, message.id, react('a', 'bob', 2));
    expect(second).toMatchObject({ action: 'added', message: { changeSeq: 4 } });
  });

  it('loses none of many toggles at the same time', async () => {
    const { messages } = stores();
    const roomId = await givenRoom(stores());
    const { message } = await messages.append(newMessage(roomId));
    const users = Array.from({ length: 40 }, (_, index) => `user-${index}`);
    const toggled = await Promise.all(
      users.map((userId) => messages.revise(roomId, message.id, react('👍', userId))),
    );
    expect(toggled.map(({ message: { changeSeq } }) => changeSeq)).toEqual(
      users.map((_, index) => index + 2),
    );
    const found = await messages.find({ id: message.id });
    expect(found?.reactions).toEqual([{ emoji: '👍', users: users.map(keyOf) }]);
  });
}
