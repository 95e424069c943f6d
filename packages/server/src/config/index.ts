export { ConfigError } from './config-error.ts';
export { configurationReference, describeConfig, flagsHelp } from './describe.ts';
export { type ConfigSources, type LoadedConfig, loadConfig } from './load-config.ts';
export type { Origin } from './origin.ts';
export type { Settings } from './schema.ts';
export {
  type Config,
  originsWithSecrets,
  type SecretsFile,
  withSecrets,
} from './secrets.ts';
