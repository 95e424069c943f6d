import { readArguments } from '../arguments.ts';
import { readConfig, requireDatabase } from '../installation.ts';
import { refuseArguments } from '../usage-error.ts';
import type { Terminal } from '../verb.ts';

/** Reads the whole database and says what is wrong; changes nothing, so a server may run meanwhile. */
export async function check(argv: readonly string[], terminal: Terminal): Promise<number> {
  const args = readArguments(argv, { '--json': 'switch' });
  refuseArguments(args.words);
  const { data } = readConfig(args.settings, terminal.env);
  requireDatabase(data);
  // Loaded here, as in the other verbs: most commands never need a database.
  const { checkIntegrity } = await import('../../storage/index.ts');
  const problems = await checkIntegrity({ directory: data });
  const text = problems.length === 0 ? `No problems found in ${data}.` : problems.join('\n');
  terminal.stdout.write(`${args.has('--json') ? JSON.stringify({ problems }) : text}\n`);
  return problems.length === 0 ? 0 : 1;
}
