import { systemClock } from '../auth/system-world.ts';
import {
  type Config,
  ConfigError,
  flagsHelp,
  type LoadedConfig,
  loadConfig,
  withSecrets,
} from '../config/index.ts';
import { createLog } from '../log/log.ts';
import { pacedLog } from '../log/paced-log.ts';
import type { RunningServer } from '../server/server.ts';
import { logCrashes } from './crash.ts';
import { readText, secretsOnDisk } from './files.ts';
import { stopRequest } from './stop-request.ts';
import type { Verb } from './verb.ts';

export const serve: Verb = {
  name: 'serve',
  about: 'Serve chat (the default).',
  help: () => `Usage: koine serve [flags]\n\n${flagsHelp()}`,
  async run(argv, terminal) {
    const loaded = loadConfig({ argv, env: terminal.env, readFile: readText });
    const config = withSecrets(loaded, secretsOnDisk);
    const log = createLog(config.logLevel);
    let isServing = false;
    logCrashes(pacedLog(log, systemClock), () => isServing);
    const stop = stopRequest(log);
    // Loaded here, so that the other verbs do not load a whole server.
    const { startServer } = await import('../server/server.ts');
    const server = await startServer(config, { log });
    await refusePartly(server, loaded);
    isServing = true;
    if (!stop.hasCome()) terminal.stdout.write(`${readyLine(config, server)}\n`);
    const lost = await Promise.race([stop.requested, server.storageLost]);
    if (lost !== undefined) {
      log.fatal({ err: lost }, 'storage is lost, exiting');
      stop.begin('storage is lost');
    }
    await server.close();
    stop.done();
    return lost === undefined ? 0 : 1;
  },
};

/** A port that the user named has to be served; of the usual three, what is free will do. */
export async function refusePartly(
  server: Pick<RunningServer, 'urls' | 'missing' | 'close'>,
  loaded: LoadedConfig,
): Promise<void> {
  const isNamed = loaded.origins.get('ports')?.source !== 'default';
  if (server.missing.length === 0 || (!isNamed && server.urls.length > 0)) return;
  await server.close();
  throw new ConfigError(
    server.missing.map(({ port, why }) => `port ${port}: ${why}; name another with --ports`),
  );
}

/** The one line on standard output: served, and where. */
export function readyLine(
  { production }: Pick<Config, 'production'>,
  server: Pick<RunningServer, 'urls' | 'missing'>,
): string {
  const missing = server.missing.map(({ port, why }) => `not on port ${port}: ${why}`);
  const aside = missing.length === 0 ? '' : ` (${missing.join('; ')})`;
  return `Koine is ready (${production ? 'production' : 'sandbox'}): ${server.urls.join(' ')}${aside}`;
}
