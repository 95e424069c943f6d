import { ask, type Operation } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { RowOf } from '../rows.ts';

export function integrityOperations(q: Queries) {
  return {
    /** What the engine finds wrong with its file, and on which pages. */
    *checkPages(_input: object): Operation<readonly string[]> {
      const rows = yield* ask(q.pageErrors, {});
      return rows.flatMap(({ problem }) => problem.split('\n')).filter(isPageError);
    },

    /** What is wrong, each in a sentence; nothing when all is well. Reads whole tables. */
    *findIntegrityErrors(_input: object): Operation<readonly string[]> {
      const sums = yield* ask(q.roomSums, {});
      const misordered = yield* ask(q.misorderedMessages, {});
      const strays = yield* ask(q.strayMessages, {});
      const headless = yield* ask(q.headlessRooms, {});
      return [
        ...sums.flatMap(counterErrorsOf),
        ...misordered.map(
          ({ id, seq }) => `room ${id}: message ${seq} does not come after the one before it`,
        ),
        ...strays.map(({ number }) => `message number ${number} belongs to no room`),
        ...headless.map(({ id }) => `room ${id} has no counters`),
      ];
    },
  };
}

/** SQLite's `ok` and its headings are no errors. */
function isPageError(line: string): boolean {
  return line !== '' && line !== 'ok' && !line.startsWith('*** ');
}

function counterErrorsOf(room: RowOf<'roomSums'>): readonly string[] {
  const expected = room.last_seq - room.purged_seq;
  const checks: readonly (readonly [boolean, string])[] = [
    [room.messages === expected, `has ${room.messages} messages, not ${expected}`],
    [
      expected === 0 ||
        (room.first_seq === room.purged_seq + 1 && room.newest_seq === room.last_seq),
      `has seqs ${room.first_seq} to ${room.newest_seq}, not ${room.purged_seq + 1} to ${room.last_seq}`,
    ],
    [
      (room.newest_change_seq ?? 0) <= room.change_seq && room.purge_change_seq <= room.change_seq,
      `has changes beyond its change number ${room.change_seq}`,
    ],
    [room.change_seqs === room.messages, 'has two messages with the same change number'],
    [room.change_seq >= room.last_seq, 'has fewer changes than messages'],
    [
      room.tombstones === room.deleted_count,
      `has ${room.tombstones} tombstones, not ${room.deleted_count}`,
    ],
    [room.members === room.member_count, `has ${room.members} members, not ${room.member_count}`],
    [room.removed_seq <= room.purged_seq, 'has removed messages that were not purged'],
  ];
  return checks.flatMap(([isRight, text]) => (isRight ? [] : [`room ${room.id} ${text}`]));
}
