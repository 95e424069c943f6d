import { type Flag, splitArguments } from './flags.ts';
import { hintAtNearest } from './nearest-name.ts';
import { blame, type Origin } from './origin.ts';
import type { Setting, SettingTable } from './settings.ts';
import { type Checked, checkValue, parseValue } from './value.ts';

/** One setting from a source, checked by itself. */
export interface Given {
  readonly setting: Setting;
  readonly origin: Origin;
  readonly value: unknown;
}

/** What one source gave, and what of it cannot be used. */
export interface SourceReading {
  readonly given: readonly Given[];
  readonly errors: readonly string[];
}

/** Reads `--flag value`, `--flag=value`, `--switch` and `--no-switch`. */
export function readFlags(argv: readonly string[], table: SettingTable): SourceReading {
  const reading = newReading();
  // What follows an unknown flag is most likely its value: one mistake, one error.
  for (const argument of splitArguments(argv, (flag, next) => table.takesText(flag, next))) {
    if (typeof argument === 'string') {
      reading.errors.push(`unexpected argument "${argument}"`);
      continue;
    }
    const { name } = argument;
    const setting = table.ofFlag(name);
    if (setting === undefined)
      reading.errors.push(`unknown flag ${name}${hint(name, 'flag', table)}`);
    else
      add(reading, setting, { source: 'flag', name: setting.flag }, checkFlag(setting, argument));
  }
  return reading;
}

/** Reads the `KOINE_*` variables. An empty one counts as not set. */
export function readEnv(
  env: Readonly<Record<string, string | undefined>>,
  table: SettingTable,
): SourceReading {
  const reading = newReading();
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('KOINE_') || text === undefined || text.trim() === '') continue;
    const setting = table.ofEnv(name);
    if (setting !== undefined) {
      add(reading, setting, { source: 'env', name }, parseValue(setting, text));
    } else if (!isFromKubernetes(name, env)) {
      reading.errors.push(`unknown environment variable ${name}${hint(name, 'env', table)}`);
    }
  }
  return reading;
}

/** Reads the configuration file: settings by dotted names, nested objects, or a mix of both. */
export function readFileText(path: string, text: string, table: SettingTable): SourceReading {
  const reading = newReading();
  for (const [name, value] of leaves(parseJson(path, text, reading), '', table)) {
    const setting = table.ofName(name);
    if (name === '$schema') continue;
    if (setting === undefined) {
      reading.errors.push(`unknown key "${name}" in ${path}${hint(name, 'name', table)}`);
    } else if (setting.notInFile) {
      reading.errors.push(`"${name}" in ${path}: this setting cannot stand in the file itself`);
    } else {
      add(reading, setting, { source: 'file', name: path }, checkValue(setting, value));
    }
  }
  return reading;
}

interface Reading extends SourceReading {
  readonly given: Given[];
  readonly errors: string[];
}

function newReading(): Reading {
  return { given: [], errors: [] };
}

function add(reading: Reading, setting: Setting, origin: Origin, checked: Checked): void {
  if ('error' in checked) reading.errors.push(`${blame(origin, setting.name)}: ${checked.error}`);
  else reading.given.push({ setting, origin, value: checked.value });
}

function checkFlag(setting: Setting, { name, text }: Flag): Checked {
  if (setting.isSecret) {
    const instead = `set ${setting.env}, or "${setting.name}" in the configuration file`;
    return { error: `a secret on the command line shows up in process lists; ${instead}` };
  }
  if (text !== undefined) return parseValue(setting, text);
  // Only a switch may stand alone.
  if (setting.kind !== 'boolean') return { error: 'needs a value' };
  return { value: !name.startsWith('--no-') };
}

function hint(given: string, spelling: 'flag' | 'env' | 'name', table: SettingTable): string {
  return hintAtNearest(
    given,
    table.list.map((setting) => setting[spelling]),
  );
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
    // Some editors put a byte order mark before UTF-8; no parser of JSON takes it.
    const parsed: unknown = JSON.parse(text.replace(/^\u{feff}/u, ''));
    if (isObject(parsed)) return parsed;
    reading.errors.push(`${path} does not hold a JSON object`);
  } catch (error) {
    reading.errors.push(`${path} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  return {};
}

function leaves(group: object, prefix: string, table: SettingTable): [string, unknown][] {
  return Object.entries(group).flatMap(([key, value]: [string, unknown]): [string, unknown][] => {
    const name = prefix + key;
    const isGroup = isObject(value) && table.ofName(name) === undefined;
    return isGroup ? leaves(value, `${name}.`, table) : [[name, value]];
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
