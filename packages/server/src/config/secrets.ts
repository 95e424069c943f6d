import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { ConfigError } from './config-error.ts';
import type { LoadedConfig } from './load-config.ts';
import type { Origin } from './origin.ts';
import type { Settings } from './schema.ts';
import { SETTINGS } from './settings.ts';
import { readFileText } from './sources.ts';

/** What the server runs with: every setting, the secrets certain. */
export interface Config extends Omit<Settings, 'secret' | 'adminKey'> {
  readonly secret: string;
  readonly adminKey: string;
}

/** Where the sandbox keeps the secrets that it generated. */
export interface SecretsFile {
  /** The file's text, or `null` where there is none. */
  readonly read: (path: string) => string | null;
  /** Writes a file that only its owner may read, making its directory. */
  readonly write: (path: string, text: string) => void;
  /** A new random secret. */
  readonly make: () => string;
}

/** The path of the generated secrets. */
export function secretsPath(settings: Settings): string {
  return join(settings.data, 'secrets.json');
}

/**
 * Completes a configuration with its secrets. Production brings its own (loadConfig insists); a sandbox
 * generates what is missing once, and finds it again at the next start.
 */
export function withSecrets({ settings }: LoadedConfig, file: SecretsFile): Config {
  if (settings.secret !== null && settings.adminKey !== null) {
    return { ...settings, secret: settings.secret, adminKey: settings.adminKey };
  }
  const path = secretsPath(settings);
  const kept = readSecrets(path, file.read(path));
  const secret = kept.secret ?? file.make();
  const adminKey = kept.adminKey ?? file.make();
  if (kept.secret === undefined || kept.adminKey === undefined) {
    file.write(path, `${JSON.stringify({ secret, adminKey }, null, 2)}\n`);
  }
  return {
    ...settings,
    secret: settings.secret ?? secret,
    adminKey: settings.adminKey ?? adminKey,
  };
}

/** The origins with the generated secrets shown as such. */
export function originsWithSecrets({ settings, origins }: LoadedConfig): Map<string, Origin> {
  const shown = new Map(origins);
  for (const name of ['secret', 'adminKey'] as const) {
    if (settings[name] === null)
      shown.set(name, { source: 'secrets', name: secretsPath(settings) });
  }
  return shown;
}

const KeptSecrets = Type.Object({
  secret: Type.Optional(Type.String({ minLength: 1 })),
  adminKey: Type.Optional(Type.String({ minLength: 1 })),
});

/** Checked as a configuration file is: an editor may have left white space at their ends, and such a key would never fit. */
function readSecrets(path: string, text: string | null): Static<typeof KeptSecrets> {
  if (text === null) return {};
  const { given, errors } = readFileText(path, text, SETTINGS);
  const kept = Object.fromEntries(given.map(({ setting, value }) => [setting.name, value]));
  if (errors.length === 0 && Check(KeptSecrets, kept)) return kept;
  throw new ConfigError([
    `${path} is damaged: it should hold {"secret": "…", "adminKey": "…"}; ` +
      'mend it, or remove it and new secrets are generated',
    ...errors,
  ]);
}
