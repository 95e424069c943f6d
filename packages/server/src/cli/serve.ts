import {
  type Config,
  ConfigError,
  flagsHelp,
  type LoadedConfig,
  loadConfig,
  withSecrets,
} from '../config/index.ts';
import { createLog } from '../log.ts';
import type { RunningServer } from '../server.ts';
import { logCrashes } from './crash.ts';
import { readText, secretsOnDisk } from './files.ts';
import { stopRequest } from './stop-request.ts';
import type { Verb } from './verb.ts';

export const serve: Verb = {
  name: 'serve',
  about: 'Serve chat (what `koine` does without a verb).',
  help: () => `Usage: koine serve [flags]\n\n${flagsHelp()}`,
  async run(argv, terminal) {
    const loaded = loadConfig({ argv, env: terminal.env, readFile: readText });
    const config = withSecrets(loaded, secretsOnDisk);
    const log = createLog(config.logLevel);
    logCrashes(log);
    const stop = stopRequest(log);
    // Loaded here, so that the other verbs do not load a whole server.
    const { startServer } = await import('../server.ts');
    const server = await startServer(config, { log });
    await refusePartly(server, loaded);
    if (!stop.hasCome()) terminal.stdout.write(`${readyLine(config, server)}\n`);
    await stop.requested;
    await server.close();
    stop.done();
    return 0;
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
