import { ConfigError } from '../config/index.ts';
import { hintAtNearest } from '../config/nearest-name.ts';
import { UsageError } from './usage-error.ts';
import type { Terminal, Verb } from './verb.ts';

const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

/** Runs one command line and resolves to its exit code. */
export async function run(
  argv: readonly string[],
  terminal: Terminal,
  verbs: readonly Verb[],
): Promise<number> {
  const [first, ...rest] = argv;
  if (first === 'help' || first === '--help' || first === '-h')
    return help(rest[0], terminal, verbs);
  if (first === '--version' || first === '-v') return run(['version'], terminal, verbs);
  const isVerb = first !== undefined && !first.startsWith('-');
  const verb = isVerb ? verbs.find(({ name }) => name === first) : verbs[0];
  if (verb === undefined) return unknownVerb(first, terminal, verbs);
  const args = isVerb ? rest : argv;
  if (args.includes('--help') || args.includes('-h')) return help(verb.name, terminal, verbs);
  try {
    return await verb.run(args, terminal);
  } catch (error) {
    terminal.stderr.write(`${explain(error)}\n`);
    return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
}

function help(name: string | undefined, terminal: Terminal, verbs: readonly Verb[]): number {
  const verb = verbs.find((known) => known.name === name);
  if (verb !== undefined) {
    terminal.stdout.write(`${verb.help()}\n`);
    return exitCodes.ok;
  }
  if (name !== undefined) return unknownVerb(name, terminal, verbs);
  const width = Math.max(...verbs.map((known) => known.name.length));
  const lines = verbs.map((known) => `  ${known.name.padEnd(width)}  ${known.about}`);
  terminal.stdout.write(
    `Usage: koine <verb> [flags]\n\n${lines.join('\n')}\n\nRun \`koine <verb> --help\` for details.\n`,
  );
  return exitCodes.ok;
}

function unknownVerb(name: string | undefined, terminal: Terminal, verbs: readonly Verb[]): number {
  const names = [...verbs.map((verb) => verb.name), 'help'];
  const hint = hintAtNearest(name ?? '', names) || `; there are ${names.join(', ')}`;
  terminal.stderr.write(`koine: there is no verb "${name}"${hint}\n`);
  return exitCodes.usage;
}

/** What the user reads: one line for what can be expected, the stack for a bug. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.errors.map((text) => `koine: ${text}`).join('\n');
  if (!(error instanceof Error)) return `koine: ${String(error)}`;
  return isBug(error) ? `koine: this is a bug in Koine: ${error.stack}` : `koine: ${error.message}`;
}

function isBug(error: Error): boolean {
  return (
    error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  );
}
