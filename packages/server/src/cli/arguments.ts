import { hintAtNearest } from '../config/nearest-name.ts';
import { SETTINGS, settingOfFlag } from '../config/settings.ts';
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

/** Tells a verb's own flags from the configuration's. Throws `UsageError`. */
export function readArguments(argv: readonly string[], flags: Flags): Arguments {
  const words: string[] = [];
  const settings: string[] = [];
  const given = new Map<string, string[]>();
  for (let index = 0; index < argv.length; index += 1) {
    const arg = argv[index] ?? '';
    if (arg === '--') {
      words.push(...argv.slice(index + 1));
      break;
    }
    // Flags have two dashes; ids may begin with one.
    if (!arg.startsWith('-') || arg === '-' || /^-[^-].+/.test(arg)) {
      words.push(arg);
      continue;
    }
    const [name = '', inline] = splitOnce(arg, '=');
    const next = argv[index + 1];
    const kind = flags[name];
    if (kind === undefined) {
      settings.push(arg);
      if (takesNext(name, flags) && inline === undefined && next !== undefined) {
        settings.push(next);
        index += 1;
      }
      continue;
    }
    if (kind === 'switch') {
      if (inline !== undefined) throw new UsageError(`${name} takes no value`);
      given.set(name, []);
      continue;
    }
    const value = inline ?? (next?.startsWith('--') ? undefined : next);
    if (value === undefined) throw new UsageError(`${name} needs a value`);
    if (inline === undefined) index += 1;
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  return {
    words,
    settings,
    text: (flag) => given.get(flag)?.at(-1),
    texts: (flag) => given.get(flag) ?? [],
    has: (flag) => given.has(flag),
  };
}

/** Whether a flag of the configuration is followed by its value. Throws for one that is not known at all. */
function takesNext(name: string, flags: Flags): boolean {
  const setting = settingOfFlag(name);
  if (setting !== undefined) return setting.kind !== 'boolean';
  if (settingOfFlag(name.replace(/^--no-/, '--'))?.kind === 'boolean') return false;
  const known = [...Object.keys(flags), ...SETTINGS.map(({ flag }) => flag)];
  throw new UsageError(`unknown flag ${name}${hintAtNearest(name, known)}`);
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
