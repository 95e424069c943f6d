import { ADMIN } from '../../admin/commands.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage-error.ts';
import { type Action, action, given, theWord } from './action.ts';
import { ageOf, limitOf } from './values.ts';

/** Actions on what one user wrote. */
export const CLEARING: readonly Action[] = [
  action({
    words: 'messages',
    usage: 'USER [--app APP] [--room ROOM] [--after CURSOR] [--limit NUMBER]',
    about: 'Lists messages of USER over all rooms, newest first.',
    command: ADMIN.userMessages,
    input: (args) => ({
      ...authorOf(args),
      ...given(args, { after: '--after' }),
      ...limitOf(args),
    }),
    format({ items, next }) {
      const lines = items.map(
        ({ id, createdAt, room, content }) =>
          `${new Date(createdAt).toISOString()}  ${id}  ${room.uid}  ${JSON.stringify(content)}`,
      );
      if (next !== null) lines.push(`There are more: --after ${next}`);
      return lines.join('\n') || 'There are none.';
    },
  }),
  action({
    words: 'delete messages',
    usage: 'USER --last DURATION|all [--app APP] [--room ROOM] [--reason TEXT]',
    about: 'Deletes messages of USER of this last period, or all, in one room or everywhere.',
    command: ADMIN.deleteUserMessages,
    input(args) {
      const ageMs = ageOf(args, '--last');
      if (ageMs === undefined) throw new UsageError('--last is missing: a duration, or all');
      return { ...authorOf(args), ageMs, ...given(args, { reason: '--reason' }) };
    },
    format: ({ id, app, deleted, rooms }) =>
      `Messages of ${id} (app ${app}) deleted: ${deleted}, in ${rooms} ${rooms === 1 ? 'room' : 'rooms'}.`,
  }),
];

function authorOf(args: Arguments) {
  return { id: theWord(args, 'USER'), ...given(args, { app: '--app', room: '--room' }) };
}
