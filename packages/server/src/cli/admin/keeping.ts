import { ADMIN } from '../../http/admin/commands.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage-error.ts';
import { type Action, action, given, theWord } from './action.ts';
import { durationOf } from './values.ts';

type Kind = 'ban' | 'mute';

const PAST: Readonly<Record<Kind, string>> = { ban: 'banned', mute: 'muted' };
const place = { '--ip': 'text', '--room': 'text', '--app': 'text' } as const;
const placeUsage = 'USER|--ip ADDRESS [--room ROOM|--app APP]';

/** Actions that keep order: keys, bans, mutes. */
export const KEEPING: readonly Action[] = [
  action({
    words: 'rotate key',
    usage: 'APP [--grace DURATION]',
    about: "A new API key of an app; the others end after the grace (default: the limit's).",
    flags: { '--grace': 'text' },
    mayMake: false,
    command: ADMIN.rotateKey,
    input(args) {
      const graceMs = durationOf('--grace', args.text('--grace'));
      return { app: theWord(args, 'APP'), ...(graceMs !== undefined && { graceMs }) };
    },
    tell({ app, key, graceMs }) {
      const end = new Date(Date.now() + graceMs).toISOString();
      return `The new key of app ${app}:\n  ${key}\nIt is shown this once: keep it. The others end ${end}.`;
    },
  }),
  ...imposing('ban', 'May neither send nor, signed in, read; cuts off whoever is connected.'),
  ...imposing('mute', 'May read and not send.'),
];

function imposing(kind: Kind, about: string): readonly Action[] {
  return [
    action({
      words: kind,
      usage: `${placeUsage} [--for DURATION] [--reason TEXT]`,
      about: `${about} Without --for: for good.`,
      flags: { ...place, '--for': 'text', '--reason': 'text' },
      mayMake: false,
      command: ADMIN.sanction,
      input(args) {
        const durationMs = durationOf('--for', args.text('--for'));
        return {
          kind,
          ...placeOf(args),
          ...(durationMs !== undefined && { durationMs }),
          ...given('reason', args.text('--reason')),
        };
      },
      tell({ target, until, isStored, ...where }) {
        const end = until === null ? 'for good' : `until ${new Date(until).toISOString()}`;
        const text = `${target} is ${PAST[kind]} ${whereOf(where)} ${end}.`;
        if (isStored) return text;
        return `${text}\nNobody of that id is registered: it holds for whoever comes under it.`;
      },
    }),
    action({
      words: `un${kind}`,
      usage: placeUsage,
      about: `Ends a ${kind}.`,
      flags: place,
      mayMake: false,
      command: ADMIN.lift,
      input: (args) => ({ kind, ...placeOf(args) }),
      tell: ({ target, ...where }) => `${target} is no longer ${PAST[kind]} ${whereOf(where)}.`,
    }),
  ];
}

function placeOf(args: Arguments) {
  const ip = args.text('--ip');
  if (args.text('--room') !== undefined && args.text('--app') !== undefined)
    throw new UsageError('a room says its app: give --room or --app');
  if (ip !== undefined && args.words.length > 0) throw new UsageError('give USER or --ip');
  return {
    ...(ip === undefined ? { user: theWord(args, 'USER') } : { ip }),
    ...given('room', args.text('--room')),
    ...given('app', args.text('--app')),
  };
}

function whereOf({ appId, roomId }: { readonly appId: string; readonly roomId: string | null }) {
  return roomId === null ? `in app ${appId}` : `in room ${roomId}`;
}
