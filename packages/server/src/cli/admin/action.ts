import type { AdminCommand } from '../../admin/command.ts';
import type { Arguments, Flags } from '../arguments.ts';
import type { Installation } from '../installation.ts';
import { UsageError } from '../usage-error.ts';
import type { Terminal } from '../verb.ts';

/** What `koine admin` is asked to do: one line of its help. */
export interface Action {
  /** As they are typed: `create app`. */
  readonly words: string;
  /** What follows them: `NAME [--id ID]`. */
  readonly usage: string;
  readonly about: string;
  readonly flags: Flags;
  /** Whether it may be the first thing that is done in a data directory. */
  readonly mayMake: boolean;
  /** The command's input. Throws `UsageError`. */
  prepare(args: Arguments, terminal: Terminal): Promise<PreparedAction>;
}

export interface PreparedAction {
  run(installation: Installation): Promise<ActionResult>;
}

export interface ActionResult {
  /** For scripts. */
  readonly output: unknown;
  /** For people. */
  readonly text: string;
}

interface ActionDraft<Input, Output> extends Pick<Action, 'words' | 'usage' | 'about'> {
  /** Default: none. */
  readonly flags?: Flags;
  /** Default: it may not. */
  readonly mayMake?: true;
  readonly command: AdminCommand<Input, Output>;
  readonly input: (args: Arguments, terminal: Terminal) => Input | Promise<Input>;
  readonly format: (output: Output) => string;
}

export function action<Input, Output>(draft: ActionDraft<Input, Output>): Action {
  const { command, input, format, ...rest } = draft;
  return {
    flags: {},
    mayMake: false,
    ...rest,
    async prepare(args, terminal) {
      const prepared = await input(args, terminal);
      return {
        async run(installation) {
          const output = await installation.run(command, prepared);
          return { output, text: format(output) };
        },
      };
    },
  };
}

/** The one word that must follow. */
export function theWord(args: Arguments, name: string): string {
  const [word, ...more] = args.words;
  if (word === undefined) throw new UsageError(`${name} is missing`);
  if (more.length > 0)
    throw new UsageError(`unexpected argument "${more[0]}"; quote a ${name} that has spaces`);
  return word;
}

/** Optional flags that take a text. */
export function texts(...names: readonly string[]): Flags {
  return Object.fromEntries(names.map((name) => [name, 'text']));
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
