import { Check } from 'typebox/value';
import { ConfigError } from './config-error.ts';
import { contradictionsOf } from './contradictions.ts';
import type { Origin } from './origin.ts';
import { type Settings, SettingsSchema } from './schema.ts';
import { SETTINGS, type Setting, type SettingTable } from './settings.ts';
import { type Given, readEnv, readFileText, readFlags, type SourceReading } from './sources.ts';

/** What a configuration is read from; nothing else is looked at. */
export interface ConfigSources {
  /** The flags, without the verb. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file, or `null` where there is none. A relative path is relative to the working directory. */
  readonly readFile: (path: string) => string | null;
}

/** Every setting's value, and where each came from (by dotted name). */
export interface LoadedConfig {
  readonly settings: Settings;
  /** The same by dotted name. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly origins: ReadonlyMap<string, Origin>;
}

const usualFile = 'koine.config.json';

/**
 * Flags, then environment, then configuration file, then defaults.
 * @throws {ConfigError} with every error found, not only the first.
 */
export function loadConfig(sources: ConfigSources, table: SettingTable = SETTINGS): LoadedConfig {
  const flags = readFlags(sources.argv, table);
  const env = readEnv(sources.env, table);
  const file = readFile(sources, [...flags.given, ...env.given], table);
  const readings = [flags, env, file];
  const errors = readings.flatMap((reading) => reading.errors);
  if (errors.length > 0) throw new ConfigError(errors);
  const { values, origins } = merge(readings, table);
  const settings = nest(values, table);
  const contradictions = contradictionsOf(settings, (name) => origins.get(name) ?? byDefault, {
    values,
    list: table.list,
  });
  if (contradictions.length > 0) throw new ConfigError(contradictions);
  return { settings, values, origins };
}

const byDefault: Origin = { source: 'default', name: '' };

function readFile(
  sources: ConfigSources,
  given: readonly Given[],
  table: SettingTable,
): SourceReading {
  const named = given.find(({ setting }) => setting.name === 'config');
  const path = typeof named?.value === 'string' ? named.value : usualFile;
  const text = sources.readFile(path);
  if (text !== null) return readFileText(path, text, table);
  if (named === undefined) return { given: [], errors: [] };
  return { given: [], errors: [`${named.origin.name}: there is no file ${path}`] };
}

/** The first source that gives a setting wins; within one source, the last. */
function merge(readings: readonly SourceReading[], table: SettingTable) {
  const values = new Map<string, unknown>();
  const origins = new Map<string, Origin>();
  for (const { given } of [...readings].reverse()) {
    for (const { setting, origin, value } of given) {
      values.set(setting.name, value);
      origins.set(setting.name, origin);
    }
  }
  const isProduction = values.get('production') === true;
  for (const setting of table.list.filter(({ name }) => !values.has(name))) {
    values.set(setting.name, defaultOf(setting, isProduction));
    origins.set(setting.name, byDefault);
  }
  for (const { name, alsoDefaultOf } of table.list)
    if (alsoDefaultOf !== undefined && origins.get(alsoDefaultOf) === byDefault)
      values.set(alsoDefaultOf, [values.get(name)]);
  return { values, origins };
}

function defaultOf(setting: Setting, isProduction: boolean): unknown {
  return isProduction && setting.productionDefault !== undefined
    ? setting.productionDefault
    : setting.default;
}

/** Dotted names become nested objects; the schema has the last word on them. */
function nest(values: ReadonlyMap<string, unknown>, { protocols, schema }: SettingTable): Settings {
  const settings: Record<string, unknown> = {};
  const groups = new Map<string, Record<string, unknown>>(protocols.map((name) => [name, {}]));
  for (const [name, value] of values) {
    const [first = name, second] = name.split('.');
    if (second === undefined) {
      settings[first] = value;
      continue;
    }
    const group = groups.get(first) ?? {};
    group[second] = value;
    groups.set(first, group);
  }
  const ofProtocols: Record<string, unknown> = {};
  for (const [name, group] of groups)
    (protocols.includes(name) ? ofProtocols : settings)[name] = group;
  const shaped = { ...settings, ofProtocols };
  if (!Check(schema, { ...settings, ...ofProtocols }) || !Check(SettingsSchema, shaped)) {
    throw new Error(
      'a setting passed its own check and not the schema: the two have drifted apart',
    );
  }
  return shaped;
}
