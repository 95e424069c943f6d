import { ADMIN } from '../../admin/commands.ts';
import type { Arguments } from '../arguments.ts';
import { refuseArguments, UsageError } from '../usage-error.ts';
import { type Action, action, given, theWord } from './action.ts';
import { ageOf, durationOf, limitOf, timeOf } from './values.ts';

type Kind = 'ban' | 'mute';

const PAST: Readonly<Record<Kind, string>> = { ban: 'banned', mute: 'muted' };
const placeUsage = 'USER [--user-app APP]|--ip ADDRESS[/BITS] [--room ROOM|--app APP]';

const keptUsage = '[--room ROOM|--app APP] [--age DURATION] [--count NUMBER]';

/** Actions that change what exists: keys, bans, mutes. */
export const MANAGE: readonly Action[] = [
  action({
    words: 'rotate key',
    usage: 'APP [--grace DURATION]',
    about:
      'Creates a new API key; the others expire after the grace period (default: limits.keyRotationGraceMs).',
    command: ADMIN.rotateKey,
    input(args) {
      const graceMs = durationOf(args, '--grace');
      return { app: theWord(args, 'APP'), ...(graceMs !== undefined && { graceMs }) };
    },
    format({ app, key, graceMs }) {
      const end = new Date(Date.now() + graceMs).toISOString();
      return `The new key of app ${app}:\n  ${key}\nIt is shown only now: keep it. The others expire ${end}.`;
    },
  }),
  action({
    words: 'rotate secret',
    usage: 'APP',
    about: 'Replaces the secret of an app’s user tokens; those issued before are revoked at once.',
    command: ADMIN.rotateSecret,
    input: (args) => ({ app: theWord(args, 'APP') }),
    format: ({ app }) => `The user tokens of app ${app} are revoked.`,
  }),
  action({
    words: 'revoke key',
    usage: 'APP --key ID',
    about: 'Revokes a key at once, and ends the connections that use it. ID: from `keys`, below.',
    command: ADMIN.revokeKey,
    input(args) {
      const key = args.text('--key');
      if (key === undefined) throw new UsageError('--key is missing');
      return { app: theWord(args, 'APP'), key };
    },
    format: ({ id, prefix }) => `The key ${id} (${prefix}…) is revoked.`,
  }),
  action({
    words: 'keys',
    usage: 'APP',
    about: 'Lists an app’s keys: id, prefix, last use, expiry.',
    command: ADMIN.keys,
    input: (args) => ({ app: theWord(args, 'APP') }),
    format: ({ items }) =>
      items
        .map(({ id, prefix, lastUsedAt, expiresAt }) => {
          const used = lastUsedAt === null ? 'never used' : `used ${dateOf(lastUsedAt)}`;
          return `${id}  ${prefix}…  ${used}  ${expiresAt === null ? 'does not expire' : `expires ${dateOf(expiresAt)}`}`;
        })
        .join('\n') || 'There are none.',
  }),
  action({
    words: 'retention',
    usage: `${keptUsage} [--confirm NAME]`,
    about:
      'Limits the age or number of messages kept; without --age and --count: keeps all. Deleting more than 1,000 messages needs --confirm.',
    command: ADMIN.setRetention,
    input: (args) => ({ ...keptOf(args), ...given(args, { confirm: '--confirm' }) }),
    format({ scope, id, ageMs, countMax }) {
      const where = scope === 'default' ? 'Everywhere else' : `In ${scope} ${id}`;
      if (ageMs === null && countMax === null) return `${where} everything is kept.`;
      const age = ageMs === null ? '' : ` younger than ${ageMs / 1000} s`;
      return `${where} messages${age} are kept${countMax === null ? '' : `, the newest ${countMax} a room`}.`;
    },
  }),
  action({
    words: 'preview retention',
    usage: keptUsage,
    about: 'Prints how many messages that would delete now. Changes nothing.',
    command: ADMIN.previewRetention,
    input: keptOf,
    format: ({ messages, rooms, isAtLeast, confirm }) =>
      `It would delete ${isAtLeast ? 'at least ' : ''}${messages} messages in ${rooms} rooms.${confirm === null ? '' : `\nConfirm it with --confirm ${JSON.stringify(confirm)}`}`,
  }),
  action({
    words: 'audit',
    usage:
      '[--action NAME] [--by ID] [--room ID] [--on TARGET] [--from DATE] [--to DATE] [--limit NUMBER]',
    about:
      'Lists the newest entries of the audit log. TARGET: a user, message or key. DATE: 2026-01-31, or with a time.',
    command: ADMIN.audit,
    input(args) {
      return {
        ...given(args, { action: '--action', by: '--by', room: '--room', target: '--on' }),
        ...timeOf(args, 'from'),
        ...timeOf(args, 'to'),
        ...limitOf(args),
      };
    },
    format: ({ items }) =>
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
  ...imposing('ban', 'A banned user can neither send nor, signed in, read; ends live connections.'),
  ...imposing('mute', 'A muted user can read but not send.'),
];

function imposing(kind: Kind, about: string): readonly Action[] {
  return [
    action({
      words: kind,
      usage: `${placeUsage} [--for DURATION] [--reason TEXT] [--delete DURATION|all]`,
      about: `${about} Without --for: permanent. --delete: also deletes messages of USER there, of this last period or all.`,
      command: ADMIN.sanction,
      input(args) {
        const durationMs = durationOf(args, '--for');
        const deleteAgeMs = ageOf(args, '--delete');
        return {
          kind,
          ...placeOf(args),
          ...(durationMs !== undefined && { durationMs }),
          ...given(args, { reason: '--reason' }),
          ...(deleteAgeMs !== undefined && { deleteAgeMs }),
        };
      },
      format({ target, until, isStored, deleted, ...where }) {
        const end = until === null ? 'permanently' : `until ${new Date(until).toISOString()}`;
        const gone = deleted === undefined ? '' : ` Messages deleted: ${deleted}.`;
        const text = `${target} is ${PAST[kind]} ${whereOf(where)} ${end}.${gone}`;
        if (isStored) return text;
        return `${text}\nNobody of that id is registered: it applies to anyone who uses that id.`;
      },
    }),
    action({
      words: `un${kind}`,
      usage: placeUsage,
      about: `Ends a ${kind}.`,
      command: ADMIN.lift,
      input: (args) => ({ kind, ...placeOf(args) }),
      format: ({ target, ...where }) => `${target} is no longer ${PAST[kind]} ${whereOf(where)}.`,
    }),
  ];
}

function keptOf(args: Arguments) {
  const [room, app, many] = [args.text('--room'), args.text('--app'), args.text('--count')];
  if (room !== undefined && app !== undefined) throw new UsageError('give --room or --app');
  refuseArguments(args.words);
  if (many !== undefined && !/^[1-9]\d*$/.test(many))
    throw new UsageError(`--count: "${many}" is no number of messages`);
  const id = room ?? app;
  const scope: 'room' | 'app' | 'default' =
    room !== undefined ? 'room' : app !== undefined ? 'app' : 'default';
  return {
    scope,
    ...(id !== undefined && { id }),
    ageMs: durationOf(args, '--age') ?? null,
    countMax: many === undefined ? null : Number(many),
  };
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
    ...given(args, { room: '--room', app: '--app', userApp: '--user-app' }),
  };
}

function whereOf({ appId, roomId }: { readonly appId: string; readonly roomId: string | null }) {
  return roomId === null ? `in app ${appId}` : `in room ${roomId}`;
}
