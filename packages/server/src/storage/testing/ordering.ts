import { expect, it } from 'vitest';
import type { Stores } from '../../core/ports/stores.ts';
import { edit, givenRoom, historyQuery, newMessage, newRoom, react, remove } from './samples.ts';

/** What holds across the stores: the order in which promises settle, and what reads see. */
export function orderConformance(stores: () => Stores): void {
  it('settles the promises of writes in the order of their commits', async () => {
    const { messages, rooms, members } = stores();
    const roomId = await givenRoom(stores());
    const { message } = await messages.append(newMessage(roomId));
    const settled: number[] = [];
    const writes = Array.from({ length: 300 }, (_, index) => {
      const write =
        index % 7 === 3
          ? messages.revise(roomId, message.id, edit(`${index}`))
          : index % 11 === 5
            ? rooms.create(newRoom())
            : index % 13 === 6
              ? members.put(
                  'none',
                  { userId: 'a', userName: 'A', role: 'member', joinedAt: 1 },
                  'keep',
                )
              : messages.append(newMessage(roomId));
      return write.then(
        () => settled.push(index),
        () => settled.push(index),
      );
    });
    await Promise.all(writes);
    expect(settled).toEqual(writes.map((_, index) => index));
  });

  it('publishes changes of one room by rising change number from the first reactions', async () => {
    const { messages } = stores();
    const roomId = await givenRoom(stores());
    const { message } = await messages.append(newMessage(roomId));
    const seen: number[] = [message.changeSeq];
    const record = (changeSeq: number) => seen.push(changeSeq);
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        index % 3 === 0
          ? messages
              .revise(roomId, message.id, react('👍', `user-${index}`))
              .then((revised) => record(revised.message.changeSeq))
          : messages.append(newMessage(roomId)).then((sent) => record(sent.message.changeSeq)),
      ),
    );
    expect(seen).toEqual(Array.from({ length: 201 }, (_, index) => index + 1));
  });

  it('shows reads every write that has resolved', async () => {
    const { messages, rooms } = stores();
    const roomId = await givenRoom(stores());
    await Promise.all(
      Array.from({ length: 30 }, async () => {
        const { message } = await messages.append(newMessage(roomId));
        expect(await messages.find({ id: message.id })).toEqual(message);
        const { messages: page, lastSeq } = await messages.page(historyQuery(roomId));
        expect(page.map(({ id }) => id)).toContain(message.id);
        expect(lastSeq).toBeGreaterThanOrEqual(message.seq);
        const deleted = await messages.revise(roomId, message.id, remove());
        const changes = await messages.changesSince(roomId, deleted.message.changeSeq - 1, 1);
        expect(changes.messages[0]).toEqual(deleted.message);
        await rooms.update(roomId, { name: message.id }, 1);
        expect(await rooms.find({ id: roomId })).toBeTruthy();
      }),
    );
  });

  it('resolves a health check to the time that it took', async () => {
    expect(await stores().ping()).toBeGreaterThan(0);
  });
}
