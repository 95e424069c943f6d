import { ADMIN } from '../../admin/commands.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage-error.ts';
import { type Action, action, given, theWord } from './action.ts';
import { ageOf } from './values.ts';

/** Actions on what one user wrote. */
export const CLEARING: readonly Action[] = [
  action({
    words: 'messages',
    usage: 'USER [--app APP] [--room ROOM] [--after CURSOR] [--limit NUMBER]',
    about: 'Lists messages of USER over all rooms, newest first.',
    flags: { '--app': 'text', '--room': 'text', '--after': 'text', '--limit': 'text' },
    mayMake: false,
    command: ADMIN.userMessages,
    input(args) {
      const limit = args.text('--limit');
      if (limit !== undefined && !/^([1-9]\d?|1\d\d|200)$/.test(limit))
        throw new UsageError(`--limit: "${limit}" is not between 1 and 200`);
      return {
        ...authorOf(args),
        ...given('after', args.text('--after')),
        ...(limit !== undefined && { limit: Number(limit) }),
      };
    },
    tell({ items, next }) {
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
    flags: { '--last': 'text', '--app': 'text', '--room': 'text', '--reason': 'text' },
    mayMake: false,
    command: ADMIN.deleteUserMessages,
    input(args) {
      const last = args.text('--last');
      if (last === undefined) throw new UsageError('--last is missing: a duration, or all');
      return {
        ...authorOf(args),
        ageMs: ageOf('--last', last),
        ...given('reason', args.text('--reason')),
      };
    },
    tell: ({ id, app, deleted, rooms }) =>
      `Messages of ${id} (app ${app}) deleted: ${deleted}, in ${rooms} ${rooms === 1 ? 'room' : 'rooms'}.`,
  }),
];

function authorOf(args: Arguments) {
  return {
    id: theWord(args, 'USER'),
    ...given('app', args.text('--app')),
    ...given('room', args.text('--room')),
  };
}
