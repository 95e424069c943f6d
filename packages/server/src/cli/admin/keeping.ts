import { ADMIN } from '../../http/admin/commands.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage-error.ts';
import { type Action, action, given, theWord } from './action.ts';
import { durationOf } from './values.ts';

type Kind = 'ban' | 'mute';

const PAST: Readonly<Record<Kind, string>> = { ban: 'banned', mute: 'muted' };
const place = { '--ip': 'text', '--room': 'text', '--app': 'text' } as const;
const placeUsage = 'USER|--ip ADDRESS[/BITS] [--room ROOM|--app APP]';

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
  action({
    words: 'revoke key',
    usage: 'APP --key ID',
    about: 'Ends a key at once, also for whoever is connected by it. ID: from `keys`, below.',
    flags: { '--key': 'text' },
    mayMake: false,
    command: ADMIN.revokeKey,
    input(args) {
      const key = args.text('--key');
      if (key === undefined) throw new UsageError('--key is missing');
      return { app: theWord(args, 'APP'), key };
    },
    tell: ({ id, prefix }) => `The key ${id} (${prefix}…) has ended.`,
  }),
  action({
    words: 'keys',
    usage: 'APP',
    about: 'The keys of an app: id, beginning, last use, end.',
    flags: {},
    mayMake: false,
    command: ADMIN.keys,
    input: (args) => ({ app: theWord(args, 'APP') }),
    tell: ({ items }) =>
      items
        .map(({ id, prefix, lastUsedAt, expiresAt }) => {
          const used = lastUsedAt === null ? 'never used' : `used ${dateOf(lastUsedAt)}`;
          return `${id}  ${prefix}…  ${used}  ${expiresAt === null ? 'no end' : `ends ${dateOf(expiresAt)}`}`;
        })
        .join('\n') || 'There are none.',
  }),
  action({
    words: 'retention',
    usage: '[--room ROOM|--app APP] [--age DURATION] [--count NUMBER]',
    about: 'Keeps only younger or only so many messages there; without --age and --count: all.',
    flags: { '--room': 'text', '--app': 'text', '--age': 'text', '--count': 'text' },
    mayMake: false,
    command: ADMIN.setRetention,
    input(args) {
      const [room, app, many] = [args.text('--room'), args.text('--app'), args.text('--count')];
      if (room !== undefined && app !== undefined) throw new UsageError('give --room or --app');
      if (args.words.length > 0) throw new UsageError(`unexpected argument "${args.words[0]}"`);
      if (many !== undefined && !/^[1-9]\d*$/.test(many))
        throw new UsageError(`--count: "${many}" is no number of messages`);
      const place = room ?? app;
      return {
        scope: room !== undefined ? 'room' : app !== undefined ? 'app' : 'default',
        ...(place !== undefined && { id: place }),
        ageMs: durationOf('--age', args.text('--age')) ?? null,
        countMax: many === undefined ? null : Number(many),
      };
    },
    tell({ scope, id, ageMs, countMax }) {
      const where = scope === 'default' ? 'Everywhere else' : `In ${scope} ${id}`;
      if (ageMs === null && countMax === null) return `${where} everything is kept.`;
      const age = ageMs === null ? '' : ` younger than ${ageMs / 1000} s`;
      return `${where} messages${age} are kept${countMax === null ? '' : `, the newest ${countMax} a room`}.`;
    },
  }),
  action({
    words: 'audit',
    usage: '[--action NAME] [--by ID] [--room ID] [--limit NUMBER]',
    about: 'The newest entries of the log of who did what.',
    flags: { '--action': 'text', '--by': 'text', '--room': 'text', '--limit': 'text' },
    mayMake: false,
    command: ADMIN.audit,
    input(args) {
      const limit = args.text('--limit');
      if (limit !== undefined && !/^([1-9]\d?|1\d\d|200)$/.test(limit))
        throw new UsageError(`--limit: "${limit}" is not between 1 and 200`);
      return {
        ...given('action', args.text('--action')),
        ...given('by', args.text('--by')),
        ...given('room', args.text('--room')),
        ...(limit !== undefined && { limit: Number(limit) }),
      };
    },
    tell: ({ items }) =>
      items
        .map(({ at, by, via, action: name, target, roomId, reason, outcome }) =>
          [
            dateOf(at),
            `${by.name} (${by.id}, ${via})`,
            name,
            target ?? roomId ?? '',
            reason,
            outcome,
          ]
            .filter((part) => part !== '')
            .join('  '),
        )
        .join('\n') || 'There are none.',
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

function dateOf(at: number): string {
  return new Date(at).toISOString();
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
