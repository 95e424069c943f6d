import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AdminCommand } from '../admin/command.ts';
import { operator } from '../admin/operator.ts';
import { type Config, loadConfig, withSecrets } from '../config/index.ts';
import { createLog } from '../log/log.ts';
import { readRunningFile } from '../server/running-file.ts';
import { StorageOpenError } from '../storage/storage-open-error.ts';
import { readText, secretsOnDisk } from './files.ts';
import type { Terminal } from './verb.ts';

/** The installation that a command is for, whether a server runs on it or not. */
export interface Installation extends AsyncDisposable {
  /** Rejects with an error whose text is for the operator. */
  run<Input, Output>(command: AdminCommand<Input, Output>, input: Input): Promise<Output>;
}

/**
 * Opens the data directory itself where no server runs on it; where one does, commands go to that server, so that they act
 * on its live connections. `mayMake`: whether a data directory may be new.
 */
export async function openInstallation(
  settings: readonly string[],
  { env }: Pick<Terminal, 'env'>,
  mayMake: boolean,
): Promise<Installation> {
  const config = readConfig(settings, env);
  if (!mayMake) requireDatabase(config.data);
  try {
    return await openDirectly(config);
  } catch (error) {
    if (!(error instanceof StorageOpenError) || error.reason !== 'inUse') throw error;
    const running = readRunningFile(config.data);
    const url = running === null ? null : await reachable(running.urls);
    if (url === null) throw error;
    return throughServer(url, config.adminKey);
  }
}

/** Throws where there is nothing yet, which is most likely another directory than was meant. */
export function requireDatabase(data: string): void {
  if (existsSync(join(data, 'koine.db'))) return;
  throw new Error(`there is no Koine database in ${data}; name its directory with --data`);
}

/** The configuration as the server would have it. Secrets that only a server needs are not made here. */
export function readConfig(settings: readonly string[], env: Terminal['env']): Config {
  const loaded = loadConfig({ argv: settings, env, readFile: readText });
  return withSecrets(loaded, { ...secretsOnDisk, write: () => undefined });
}

async function openDirectly(config: Config): Promise<Installation> {
  const log = createLog('warn');
  const onError = (err: unknown) => log.error({ err }, 'background task failed');
  // Loaded here, so that the other verbs do not load a database.
  const { openCore } = await import('../server/open-core.ts');
  const { core, close } = await openCore(config, { log, onError, onStorageLost: onError });
  const caller = operator(config.adminKey, 'commandLine');
  return {
    run: (command, input) => command.run({ core, server: null }, input, caller),
    [Symbol.asyncDispose]: close,
  };
}

function throughServer(url: string, adminKey: string): Installation {
  return {
    async run(command, input) {
      const response = await fetch(`${url}/api/admin/${command.name}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-admin-key': adminKey,
          'x-koine-via': 'commandLine',
        },
        body: JSON.stringify(input),
      });
      const answer: unknown = await response.json().catch(() => null);
      const output = response.ok ? command.parseOutput(answer) : null;
      if (output !== null) return output;
      throw new Error(errorText(response.status, answer, url));
    },
    async [Symbol.asyncDispose]() {},
  };
}

function errorText(status: number, answer: unknown, url: string): string {
  if (status === 401)
    return `the server at ${url} has another operator key; give this command the server's configuration (KOINE_ADMIN_KEY, --config)`;
  const isError = typeof answer === 'object' && answer !== null && 'error' in answer;
  return isError ? String(answer.error) : `the server at ${url} answered ${status}`;
}

/** The first of the URLs that responds. */
async function reachable(urls: readonly string[]): Promise<string | null> {
  for (const url of urls) {
    const answer = await fetch(`${url}/health`).catch(() => null);
    if (answer !== null) return url;
  }
  return null;
}
