import { withoutByteOrderMark } from './byte-order-mark.ts';
import { hintAtNearest } from './nearest-name.ts';
import { blame, type Origin } from './origin.ts';
import { SETTINGS, type Setting, settingOfEnv, settingOfFlag, settingOfName } from './settings.ts';
import { type Checked, checkValue, parseValue } from './value.ts';

/** One setting that somebody gave, checked by itself. */
export interface Given {
  readonly setting: Setting;
  readonly origin: Origin;
  readonly value: unknown;
}

/** What one source gave, and what of it cannot be used. */
export interface SourceReading {
  readonly given: readonly Given[];
  readonly problems: readonly string[];
}

/** Reads `--flag value`, `--flag=value`, `--switch` and `--no-switch`. */
export function readFlags(argv: readonly string[]): SourceReading {
  const reading = newReading();
  for (let index = 0; index < argv.length; index += 1) {
    const arg = argv[index] ?? '';
    const { name, inline } = splitFlag(arg);
    const setting = settingOfFlag(name) ?? negated(name);
    if (!arg.startsWith('--') || setting === undefined) {
      reading.problems.push(unknownArgument(arg, name));
      // What follows an unknown flag is most likely its value: one mistake, one problem.
      if (arg.startsWith('-') && inline === undefined && !argv[index + 1]?.startsWith('-'))
        index += 1;
      continue;
    }
    const next = argv[index + 1];
    const takesNext = inline === undefined && next !== undefined && isValueOf(setting, next);
    if (takesNext) index += 1;
    const text = inline ?? (takesNext ? next : impliedText(setting, name));
    add(reading, setting, { source: 'flag', name: setting.flag }, checkFlag(setting, text));
  }
  return reading;
}

/** Reads the `KOINE_*` variables. An empty one counts as not set. */
export function readEnv(env: Readonly<Record<string, string | undefined>>): SourceReading {
  const reading = newReading();
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('KOINE_') || text === undefined || text.trim() === '') continue;
    const setting = settingOfEnv(name);
    if (setting !== undefined) {
      add(reading, setting, { source: 'env', name }, parseValue(setting, text));
    } else if (!isFromKubernetes(name, env)) {
      const hint = hintAtNearest(
        name,
        SETTINGS.map((known) => known.env),
      );
      reading.problems.push(`unknown environment variable ${name}${hint}`);
    }
  }
  return reading;
}

/** Reads the configuration file: settings by dotted names, nested objects, or a mix of both. */
export function readFileText(path: string, text: string): SourceReading {
  const reading = newReading();
  for (const [name, value] of leaves(parseJson(path, text, reading), '')) {
    const setting = settingOfName(name);
    if (name === '$schema') continue;
    if (setting === undefined) {
      const hint = hintAtNearest(
        name,
        SETTINGS.map((known) => known.name),
      );
      reading.problems.push(`unknown key "${name}" in ${path}${hint}`);
    } else if (setting.notInFile) {
      reading.problems.push(`"${name}" in ${path}: this setting cannot stand in the file itself`);
    } else {
      add(reading, setting, { source: 'file', name: path }, checkValue(setting, value));
    }
  }
  return reading;
}

interface Reading extends SourceReading {
  readonly given: Given[];
  readonly problems: string[];
}

function newReading(): Reading {
  return { given: [], problems: [] };
}

function add(reading: Reading, setting: Setting, origin: Origin, checked: Checked): void {
  if ('problem' in checked)
    reading.problems.push(`${blame(origin, setting.name)}: ${checked.problem}`);
  else reading.given.push({ setting, origin, value: checked.value });
}

function splitFlag(arg: string): { name: string; inline: string | undefined } {
  const equals = arg.indexOf('=');
  if (equals < 0) return { name: arg, inline: undefined };
  return { name: arg.slice(0, equals), inline: arg.slice(equals + 1) };
}

function negated(name: string): Setting | undefined {
  if (!name.startsWith('--no-')) return undefined;
  const setting = settingOfFlag(`--${name.slice('--no-'.length)}`);
  return setting?.kind === 'boolean' ? setting : undefined;
}

function isValueOf(setting: Setting, next: string): boolean {
  if (setting.kind === 'boolean') return /^(true|false|on|off|yes|no)$/i.test(next);
  return !next.startsWith('-') || /^-[\d.]/.test(next);
}

/** The text of a flag that stands alone; only switches may. */
function impliedText(setting: Setting, name: string): string | undefined {
  if (setting.kind !== 'boolean') return undefined;
  return settingOfFlag(name) === undefined ? 'false' : 'true';
}

function checkFlag(setting: Setting, text: string | undefined): Checked {
  if (setting.isSecret) {
    const instead = `set ${setting.env}, or "${setting.name}" in the configuration file`;
    return { problem: `a secret on the command line shows up in process lists; ${instead}` };
  }
  return text === undefined ? { problem: 'needs a value' } : parseValue(setting, text);
}

function unknownArgument(arg: string, name: string): string {
  if (!arg.startsWith('-')) return `unexpected argument "${arg}"`;
  return `unknown flag ${name}${hintAtNearest(
    name,
    SETTINGS.map((known) => known.flag),
  )}`;
}

/** Kubernetes describes a service named koine to every pod as KOINE_PORT=tcp://…, KOINE_SERVICE_HOST and so on. */
function isFromKubernetes(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (env['KUBERNETES_SERVICE_HOST'] === undefined) return false;
  return /^KOINE_(.*_)?(SERVICE_(HOST|PORT)|PORT)(_.*)?$/.test(name);
}

function parseJson(path: string, text: string, reading: Reading): object {
  try {
    const parsed: unknown = JSON.parse(withoutByteOrderMark(text));
    if (isObject(parsed)) return parsed;
    reading.problems.push(`${path} does not hold a JSON object`);
  } catch (error) {
    reading.problems.push(`${path} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  return {};
}

function leaves(group: object, prefix: string): [string, unknown][] {
  return Object.entries(group).flatMap(([key, value]: [string, unknown]): [string, unknown][] => {
    const name = prefix + key;
    const isGroup = isObject(value) && settingOfName(name) === undefined;
    return isGroup ? leaves(value, `${name}.`) : [[name, value]];
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
