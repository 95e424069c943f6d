import { type Flag, splitArguments } from '../config/flags.ts';
import { hintAtNearest } from '../config/nearest-name.ts';
import { SETTINGS } from '../config/settings.ts';
import { UsageError } from './usage-error.ts';

/** A verb's own flags. `text` takes a value, `texts` may come several times, `switch` stands alone. */
export type Flags = Readonly<Record<string, 'text' | 'texts' | 'switch'>>;

export interface Arguments {
  /** What is no flag and no flag's value. */
  readonly words: readonly string[];
  /** The flags of the configuration (`--data` …), for `loadConfig`. */
  readonly settings: readonly string[];
  /** A flag's last value. */
  text(flag: string): string | undefined;
  texts(flag: string): readonly string[];
  has(flag: string): boolean;
}

/** Separates a verb's own flags from the configuration's. Throws `UsageError`. */
export function readArguments(argv: readonly string[], flags: Flags): Arguments {
  const words: string[] = [];
  const settings: string[] = [];
  const given = new Map<string, string[]>();
  const split = splitArguments(argv, (name, next) =>
    name in flags ? flags[name] !== 'switch' : SETTINGS.takesText(name, next),
  );
  for (const argument of split) {
    if (typeof argument === 'string') words.push(argument);
    else if (argument.name in flags) take(argument, flags[argument.name] === 'switch', given);
    else settings.push(settingText(argument, flags));
  }
  return {
    words,
    settings,
    text: (flag) => given.get(flag)?.at(-1),
    texts: (flag) => given.get(flag) ?? [],
    has: (flag) => given.has(flag),
  };
}

function take({ name, text }: Flag, isSwitch: boolean, given: Map<string, string[]>): void {
  if (isSwitch && text !== undefined) throw new UsageError(`${name} takes no value`);
  if (!isSwitch && text === undefined) throw new UsageError(`${name} needs a value`);
  given.set(name, [...(given.get(name) ?? []), ...(text === undefined ? [] : [text])]);
}

/** A flag of the configuration, for `loadConfig`. */
function settingText({ name, text }: Flag, flags: Flags): string {
  if (SETTINGS.ofFlag(name) !== undefined) return text === undefined ? name : `${name}=${text}`;
  const known = [...Object.keys(flags), ...SETTINGS.list.map(({ flag }) => flag)];
  throw new UsageError(`unknown flag ${name}${hintAtNearest(name, known)}`);
}
