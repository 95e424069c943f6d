import type { TObject } from 'typebox';
import { PROTOCOLS } from '../protocols/list.ts';
import { factsOf, type SettingFacts } from './facts.ts';
import { type ConfiguredProtocol, settingsSchema } from './schema.ts';

/** One setting under the names by which it can be given. */
export interface Setting extends SettingFacts {
  /** As in the configuration file: `publicUrl`, `bots.rooms`. */
  readonly name: string;
  /** As on the command line: `--public-url`. */
  readonly flag: string;
  /** As in the environment: `KOINE_PUBLIC_URL`. */
  readonly env: string;
}

/** All settings of a server with these protocols. */
export class SettingTable {
  /** In the order of the schema. */
  readonly list: readonly Setting[];
  readonly schema: TObject;
  readonly protocols: readonly string[];
  readonly #byFlag: ReadonlyMap<string, Setting>;

  constructor(protocols: readonly ConfiguredProtocol[]) {
    this.protocols = protocols.map(({ name }) => name);
    this.schema = settingsSchema(protocols);
    const list = flatten(this.schema, '');
    this.list = list.map((setting) => {
      const source = list.find(({ alsoDefaultOf }) => alsoDefaultOf === setting.name);
      if (source === undefined) return setting;
      return { ...setting, defaultText: `the value of ${source.name}` };
    });
    this.#byFlag = new Map(this.list.map((setting) => [squeeze(setting.flag), setting]));
  }

  /** The setting of a flag, in any of its spellings: --public-url, --publicUrl, --bots.rooms, --no-production. */
  ofFlag(flag: string): Setting | undefined {
    const setting = this.#byFlag.get(squeeze(flag));
    if (setting !== undefined || !flag.startsWith('--no-')) return setting;
    const negated = this.#byFlag.get(squeeze(flag.slice('--no-'.length)));
    return negated?.kind === 'boolean' ? negated : undefined;
  }

  /** Whether the word behind a flag is its value. */
  takesText(flag: string, next: string): boolean {
    const isSwitch = this.ofFlag(flag)?.kind === 'boolean';
    return !isSwitch || /^(true|false|on|off|yes|no)$/i.test(next);
  }

  /** The setting of an environment variable. */
  ofEnv(env: string): Setting | undefined {
    return this.list.find((setting) => setting.env === env);
  }

  /** The setting of a dotted name. */
  ofName(name: string): Setting | undefined {
    return this.list.find((setting) => setting.name === name);
  }
}

/** Those of the server as it is. */
export const SETTINGS = new SettingTable(PROTOCOLS);

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
