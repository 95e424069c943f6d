import { describe, expect, it } from 'vitest';
import type { Stores } from '../../core/ports/stores.ts';
import {
  contentsOf,
  edit,
  givenMessages,
  givenRoom,
  historyQuery,
  newMessage,
  react,
  remove,
  seqsOf,
} from './samples.ts';

/** What every `MessageStore` does with reads of history. */
export function historyConformance(stores: () => Stores): void {
  describe('page', () => {
    it('returns the newest or the oldest, oldest first', async () => {
      const roomId = await givenRoom(stores());
      await givenMessages(stores(), roomId, 10);
      const page = async (overrides: object) =>
        seqsOf((await stores().messages.page(historyQuery(roomId, overrides))).messages);
      expect(await page({ limit: 3 })).toEqual([8, 9, 10]);
      expect(await page({ limit: 3, direction: 'newer' })).toEqual([1, 2, 3]);
      expect(await page({ limit: 3, before: 5 })).toEqual([2, 3, 4]);
      expect(await page({ limit: 3, direction: 'newer', after: 5 })).toEqual([6, 7, 8]);
      expect(await page({ after: 3, before: 6 })).toEqual([4, 5]);
      expect(await page({ direction: 'newer', after: 3, before: 6 })).toEqual([4, 5]);
      expect(await page({ before: 1 })).toEqual([]);
      expect(await page({ direction: 'newer', after: 10 })).toEqual([]);
      expect(await page({ before: 999, limit: 1 })).toEqual([10]);
    });

    it('skips by counting from its end', async () => {
      const roomId = await givenRoom(stores());
      await givenMessages(stores(), roomId, 10);
      const page = async (overrides: object) =>
        seqsOf((await stores().messages.page(historyQuery(roomId, overrides))).messages);
      expect(await page({ limit: 3, skip: 2 })).toEqual([6, 7, 8]);
      expect(await page({ limit: 3, skip: 8 })).toEqual([1, 2]);
      expect(await page({ limit: 3, skip: 10 })).toEqual([]);
      expect(await page({ limit: 3, skip: 1_000_000 })).toEqual([]);
      expect(await page({ limit: 3, skip: 2, direction: 'newer' })).toEqual([3, 4, 5]);
      expect(await page({ limit: 3, skip: 10, direction: 'newer' })).toEqual([]);
      expect(await page({ limit: 3, skip: 1, before: 5 })).toEqual([1, 2, 3]);
    });

    it('counts and returns tombstones only when asked to', async () => {
      const { messages } = stores();
      const roomId = await givenRoom(stores());
      const sent = await givenMessages(stores(), roomId, 12);
      for (const seq of [2, 3, 7, 8, 11]) {
        await messages.revise(roomId, sent[seq - 1]?.id ?? '', remove());
      }
      const page = (overrides: object) =>
        messages.page(historyQuery(roomId, { withDeleted: false, ...overrides }));
      expect(await page({})).toMatchObject({ total: 7, lastSeq: 12, changeSeq: 17 });
      expect(seqsOf((await page({})).messages)).toEqual([1, 4, 5, 6, 9, 10, 12]);
      for (let skip = 0; skip <= 7; skip++) {
        const older = await page({ skip, limit: 2 });
        const newer = await page({ skip, limit: 2, direction: 'newer' });
        const seqs = [1, 4, 5, 6, 9, 10, 12];
        const end = seqs.length - skip;
        expect(seqsOf(older.messages)).toEqual(seqs.slice(Math.max(0, end - 2), end));
        expect(seqsOf(newer.messages)).toEqual(seqs.slice(skip, skip + 2));
      }
      const all = await messages.page(historyQuery(roomId, { skip: 1, limit: 2 }));
      expect(all.total).toBe(12);
      expect(seqsOf(all.messages)).toEqual([10, 11]);
      await messages.purge(roomId, 9);
      await messages.append(newMessage(roomId));
      expect(await page({})).toMatchObject({ total: 1, purgedSeq: 12 });
    });

    it('rejects for a room that is not there', async () => {
      await expect(stores().messages.page(historyQuery('none'))).rejects.toMatchObject({
        code: 'roomNotFound',
      });
    });
  });

  describe('changesSince', () => {
    it('returns each creation and each latest change by number, as the message in its latest state', async () => {
      const { messages } = stores();
      const roomId = await givenRoom(stores());
      const sent = await givenMessages(stores(), roomId, 4);
      const id = (seq: number) => sent[seq - 1]?.id ?? '';
      await messages.revise(roomId, id(2), edit('two')); // 5
      await messages.revise(roomId, id(1), react('👍', 'ann')); // 6
      await messages.append(newMessage(roomId, { content: '5' })); // 7
      await messages.revise(roomId, id(2), edit('two again')); // 8
      await messages.revise(roomId, id(3), remove()); // 9
      const since = (changeSeq: number, limit = 100) =>
        messages.changesSince(roomId, changeSeq, limit);
      const all = await since(0);
      expect(all).toMatchObject({ purge: null, knownSeq: 0, hasMore: false, changeSeq: 9 });
      expect(all.messages.map(({ seq, changeSeq }) => [seq, changeSeq])).toEqual([
        [1, 1],
        [2, 2],
        [3, 3],
        [4, 4],
        [1, 6],
        [5, 7],
        [2, 8],
        [3, 9],
      ]);
      expect(contentsOf(all.messages.slice(0, 4))).toEqual(['1', 'two again', '', '4']);
      expect(contentsOf((await since(6)).messages)).toEqual(['5', 'two again', '']);
      expect(await since(6)).toMatchObject({ knownSeq: 4 });
      expect(await since(9)).toMatchObject({ messages: [], knownSeq: 5, changeSeq: 9 });
      expect(await since(1000)).toMatchObject({ messages: [], hasMore: false });
      const first = await since(0, 2);
      expect(first).toMatchObject({ hasMore: true });
      expect(seqsOf(first.messages)).toEqual([1, 2]);
      const rest = await since(first.messages.at(-1)?.changeSeq ?? 0, 6);
      expect(rest).toMatchObject({ hasMore: false });
      expect([...first.messages, ...rest.messages]).toEqual(all.messages);
    });

    it('knows which messages are new since any change number', async () => {
      const { messages } = stores();
      const roomId = await givenRoom(stores());
      const lastSeqAt = [0];
      for (let round = 0; round < 8; round++) {
        const { message } = await messages.append(newMessage(roomId));
        lastSeqAt.push(message.seq);
        for (let time = 0; time < round % 3; time++) {
          await messages.revise(roomId, message.id, edit(`${time}`));
          lastSeqAt.push(message.seq);
        }
      }
      for (const [changeSeq, lastSeq] of lastSeqAt.entries()) {
        const { knownSeq } = await messages.changesSince(roomId, changeSeq, 5);
        expect(knownSeq).toBe(lastSeq);
      }
    });

    it('returns a purge, and no message that it took', async () => {
      const { messages } = stores();
      const roomId = await givenRoom(stores());
      const [first] = await givenMessages(stores(), roomId, 3);
      await messages.revise(roomId, first?.id ?? '', edit('edited')); // 4
      await messages.purge(roomId, 9); // 5
      await messages.append(newMessage(roomId, { content: 'after' })); // 6
      const changes = await messages.changesSince(roomId, 2, 100);
      expect(changes).toMatchObject({ purge: { purgedSeq: 3, changeSeq: 5 }, changeSeq: 6 });
      expect(contentsOf(changes.messages)).toEqual(['after']);
      expect(await messages.changesSince(roomId, 5, 100)).toMatchObject({
        purge: null,
        knownSeq: 3,
        messages: [{ content: 'after' }],
      });
    });

    it('rejects for a room that is not there', async () => {
      await expect(stores().messages.changesSince('none', 0, 1)).rejects.toMatchObject({
        code: 'roomNotFound',
      });
    });
  });
}
