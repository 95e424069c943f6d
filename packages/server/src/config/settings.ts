import { factsOf, type SettingFacts } from './facts.ts';
import { SettingsSchema } from './schema.ts';

/** One setting under the names by which it can be given. */
export interface Setting extends SettingFacts {
  /** As in the configuration file: `lobby.room`. */
  readonly name: string;
  /** As on the command line: `--lobby-room`. */
  readonly flag: string;
  /** As in the environment: `KOINE_LOBBY_ROOM`. */
  readonly env: string;
}

/** All settings, in the order of the schema. */
export const SETTINGS: readonly Setting[] = flatten(SettingsSchema, '');

/** The setting of a flag, in any of its spellings: --lobby-room, --lobby.room, --databaseUrl, --no-production. */
export function settingOfFlag(flag: string): Setting | undefined {
  const setting = byFlag.get(squeeze(flag));
  if (setting !== undefined || !flag.startsWith('--no-')) return setting;
  const negated = byFlag.get(squeeze(flag.slice('--no-'.length)));
  return negated?.kind === 'boolean' ? negated : undefined;
}

/** Whether the word behind a flag is its value. */
export function takesText(flag: string, next: string): boolean {
  const isSwitch = settingOfFlag(flag)?.kind === 'boolean';
  return !isSwitch || /^(true|false|on|off|yes|no)$/i.test(next);
}

/** The setting of an environment variable. */
export function settingOfEnv(env: string): Setting | undefined {
  return SETTINGS.find((setting) => setting.env === env);
}

/** The setting of a dotted name. */
export function settingOfName(name: string): Setting | undefined {
  return SETTINGS.find((setting) => setting.name === name);
}

const byFlag = new Map(SETTINGS.map((setting) => [squeeze(setting.flag), setting]));

function flatten(
  group: { readonly properties: Readonly<Record<string, object>> },
  prefix: string,
): Setting[] {
  return Object.entries(group.properties).flatMap(([key, schema]) => {
    const name = prefix + key;
    const facts = factsOf(schema);
    if (facts !== undefined) return [{ ...facts, name, ...spellings(name) }];
    return isGroup(schema) ? flatten(schema, `${name}.`) : [];
  });
}

function isGroup(schema: object): schema is { properties: Record<string, object> } {
  return 'properties' in schema;
}

function spellings(name: string): { flag: string; env: string } {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('.', '-')
    .toLowerCase();
  return { flag: `--${words}`, env: `KOINE_${words.replaceAll('-', '_').toUpperCase()}` };
}

function squeeze(flag: string): string {
  return flag.replace(/[-.]/g, '').toLowerCase();
}
