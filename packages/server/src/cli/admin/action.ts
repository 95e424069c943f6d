import type { AdminCommand } from '../../admin/command.ts';
import type { Arguments, Flags } from '../arguments.ts';
import type { Installation } from '../installation.ts';
import { UsageError } from '../usage-error.ts';
import type { Terminal } from '../verb.ts';

/** What `koine admin` is asked to do: one line of its help. */
export interface Action {
  /** As they are typed: `create app`. */
  readonly words: string;
  /** What follows them, flags included: `NAME [--id ID]`. */
  readonly usage: string;
  readonly about: string;
  /** Whether it may be the first thing that is done in a data directory. */
  readonly mayMake: boolean;
  /** Reads the command's input, before the installation is opened. Throws `UsageError`. */
  prepare(args: Arguments, terminal: Terminal): Promise<PreparedAction>;
}

/** Resolves to the output, for scripts, and its text, for people. */
type PreparedAction = (
  installation: Installation,
) => Promise<{ readonly output: unknown; readonly text: string }>;

interface ActionDraft<Input, Output> extends Pick<Action, 'words' | 'usage' | 'about'> {
  /** Default: it may not. */
  readonly mayMake?: true;
  readonly command: AdminCommand<Input, Output>;
  readonly input: (args: Arguments, terminal: Terminal) => Input | Promise<Input>;
  readonly format: (output: Output) => string;
}

export function action<Input, Output>(draft: ActionDraft<Input, Output>): Action {
  const { command, input, format, ...rest } = draft;
  return {
    mayMake: false,
    ...rest,
    async prepare(args, terminal) {
      const prepared = await input(args, terminal);
      return async (installation) => {
        const output = await installation.run(command, prepared);
        return { output, text: format(output) };
      };
    },
  };
}

/** The flags that a usage names: `--name NAME` takes a text, `[--role ROLE]…` may come several times, `--private` is a switch. */
export function flagsOf(usage: string): Flags {
  return Object.fromEntries(
    [...usage.matchAll(/(--[a-z-]+)( \w+)?(?=([^\]]*\]…)?)/g)].map(([, flag, value, repeated]) => {
      if (value === undefined) return [flag, 'switch'];
      return [flag, repeated === undefined ? 'text' : 'texts'];
    }),
  );
}

/** The one word that must follow. */
export function theWord(args: Arguments, name: string): string {
  const [word, ...more] = args.words;
  if (word === undefined) throw new UsageError(`${name} is missing`);
  if (more.length > 0)
    throw new UsageError(`unexpected argument "${more[0]}"; quote a ${name} that has spaces`);
  return word;
}

/** The values of optional flags as parts of an input, by its fields: absent where the flag is. */
export function given<Key extends string>(
  args: Arguments,
  flags: Readonly<Record<Key, string>>,
): { readonly [K in Key]?: string } {
  const part: { [K in Key]?: string } = {};
  for (const key in flags) {
    const value = args.text(flags[key]);
    if (value !== undefined) part[key] = value;
  }
  return part;
}
