import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { type Config, loadConfig, withSecrets } from '../config/index.ts';
import { SettingTable } from '../config/settings.ts';
import type { Clock, Random } from '../core/ports/world.ts';
import type { ProtocolDefinition } from '../protocols/definition.ts';
import type { RunningServer, ServerDeps, startServer } from '../server/server.ts';
import { openMemoryStores } from '../storage/testing/memory-stores.ts';
import { tempDirectory } from './temp-directory.ts';

export interface TestServerOptions {
  /** Settings by their file form, e.g. `{ limits: { lobbyMessagesPerMinute: 3 }, bots: { probability: 1 } }`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Default: nothing outlives the server. Name a directory to start again on the same data. */
  readonly data?: string;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Default: all that there are. With others the server is always the one out of the sources. */
  readonly protocols?: readonly ProtocolDefinition[];
}

export interface TestServer extends AsyncDisposable, RunningServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** `ws://127.0.0.1:<port>` */
  readonly wsUrl: string;
  readonly config: Config;
}

/** Under a clock that a test moves by hours no client has the time to answer the pings between. A timer takes twice as much. */
const PING_INTERVAL_MS = 10 * 86_400_000;

/**
 * The server out of the sources, over a database in memory; or out of the bundle that `npm start` runs, over the real one, where
 * KOINE_TEST_BUNDLE names that. One that keeps its data is over the real one too.
 */
async function startServerUnderTest(
  config: Config,
  deps: ServerDeps,
  keepsData: boolean,
): Promise<RunningServer> {
  const bundle = deps.protocols === undefined ? process.env['KOINE_TEST_BUNDLE'] : undefined;
  const program: { startServer: typeof startServer } =
    bundle === undefined
      ? await import('../server/server.ts')
      : await import(/* @vite-ignore */ pathToFileURL(bundle).href);
  const inMemory = bundle === undefined && !keepsData;
  return program.startServer(config, {
    ...deps,
    ...(inMemory && { openStores: openMemoryStores }),
  });
}

/** A real server on a free loopback port: everything on, bots silent unless asked. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const directory = options.data === undefined ? await tempDirectory() : null;
  const data = options.data ?? directory?.path ?? '';
  const { clock, random } = options;
  const settings = {
    ports: [0],
    data,
    bots: { probability: 0 },
    ...options.settings,
    limits: Object.assign(
      clock === undefined ? {} : { pingIntervalMs: PING_INTERVAL_MS },
      options.settings?.['limits'],
    ),
  };
  const { protocols } = options;
  const sources = {
    argv: ['--config', 'test'],
    env: {},
    readFile: () => JSON.stringify(settings),
  };
  const loaded = loadConfig(sources, protocols && new SettingTable(protocols));
  const secret = 'test-secret-that-is-long-enough-for-anyone';
  const config = withSecrets(loaded, { read: () => null, write: () => {}, make: () => secret });
  const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  const deps = {
    log,
    ...(clock && { clock }),
    ...(random && { random }),
    ...(protocols && { protocols }),
  };
  const server = await startServerUnderTest(config, deps, options.data !== undefined);
  const url = server.urls[0] ?? '';
  return {
    ...server,
    url,
    wsUrl: url.replace('http', 'ws'),
    config,
    async [Symbol.asyncDispose]() {
      await server.close();
      await directory?.[Symbol.asyncDispose]();
    },
  };
}
