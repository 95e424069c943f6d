import { hintAtNearest } from '../../config/nearest-name.ts';
import { readArguments } from '../arguments.ts';
import { openInstallation } from '../installation.ts';
import { UsageError } from '../usage-error.ts';
import type { Terminal, Verb } from '../verb.ts';
import { type Action, flagsOf } from './action.ts';
import { check } from './check.ts';
import { CLEARING } from './clearing.ts';
import { CREATE } from './create.ts';
import { MANAGE } from './manage.ts';

const ACTIONS: readonly Action[] = [...CREATE, ...MANAGE, ...CLEARING];

export const admin: Verb = {
  name: 'admin',
  about: 'Manage apps, keys, users, rooms and bans; check the database.',
  help,
  run(argv, terminal) {
    const [first = '', second = ''] = argv;
    if (first === 'check') return check(argv.slice(1), terminal);
    for (const action of ACTIONS) {
      const { words } = action;
      if (words === first) return perform(action, argv.slice(1), terminal);
      if (words === `${first} ${second}`) return perform(action, argv.slice(2), terminal);
    }
    throw new UsageError(notKnown(first, second));
  },
};

async function perform(
  action: Action,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const args = readArguments(argv, { ...flagsOf(action.usage), '--json': 'switch' });
  const run = await action.prepare(args, terminal);
  await using installation = await openInstallation(args.settings, terminal, action.mayMake);
  const { output, text } = await run(installation);
  terminal.stdout.write(`${args.has('--json') ? JSON.stringify(output) : text}\n`);
  return 0;
}

function notKnown(first: string, second: string): string {
  if (first === '') return 'admin what? `koine admin --help` says what there is';
  const names = [...ACTIONS.map(({ words }) => words), 'check'];
  const hint = hintAtNearest(`${first} ${second}`.trim(), names) || hintAtNearest(first, names);
  return `there is no "admin ${first}"${hint || '; `koine admin --help` says what there is'}`;
}

function help(): string {
  const lines = ACTIONS.map(({ words, usage, about }) => `  ${words} ${usage}\n      ${about}`);
  return `Usage: koine admin <what> [--json] [--data DIRECTORY and the other flags of serve]

${lines.join('\n')}
  check
      Checks the whole database and prints what is damaged. Exit code 1: damaged.

If a server is running on the data directory, it carries out the command, live connections included;
otherwise this command opens the directory itself. APP is an app's id (default: the built-in app
"default"), ROOM a room's id or uid, USER a user's id or username. A DURATION is written 45s, 2h 30m,
1d, 1w. --json prints the result as JSON.`;
}
