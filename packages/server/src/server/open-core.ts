import { DEFAULT_APP_ID } from '@koine/contract';
import { jwtUserTokens } from '../auth/jwt-user-tokens.ts';
import { createSecrets } from '../auth/secrets.ts';
import { createIds, systemClock, systemRandom } from '../auth/system-world.ts';
import { createLocalBus } from '../bus/local-bus.ts';
import type { Config } from '../config/index.ts';
import { systemActor } from '../core/actor.ts';
import { type Core, createCore } from '../core/core.ts';
import type { Stores } from '../core/ports/stores.ts';
import type { Clock, Log, Random } from '../core/ports/world.ts';
import { openSqliteStores, type SqliteOptions } from '../storage/index.ts';

export interface CoreWorld {
  readonly log: Log;
  /** Default: the machine's. */
  readonly clock?: Clock;
  readonly random?: Random;
  /** Called with the errors of background tasks. */
  readonly onError: (error: unknown) => void;
  /** Called when a storage thread has died. */
  readonly onStorageLost: (error: Error) => void;
  /** Default: SQLite's, in the data directory. */
  readonly openStores?: (options: SqliteOptions) => Promise<Stores>;
}

export interface OpenCore {
  readonly core: Core;
  readonly stores: Stores;
  /** Commits what is pending and lets go of the data directory. */
  close(): Promise<void>;
}

/**
 * The core on its data directory, without an open port: what a server is built around, and all that the command line
 * needs beside no server.
 * @throws {StorageOpenError} when the data directory cannot be used, or another process uses it.
 */
export async function openCore(
  { data, secret, limits }: Pick<Config, 'data' | 'secret' | 'limits'>,
  world: CoreWorld,
): Promise<OpenCore> {
  const { log, clock = systemClock, random = systemRandom, onError, onStorageLost } = world;
  const { openStores = openSqliteStores } = world;
  const stores = await openStores({ directory: data, log, died: onStorageLost });
  const bus = createLocalBus(onError);
  const core = await createCore({
    stores,
    bus,
    clock,
    ids: createIds(clock),
    random,
    secrets: createSecrets(secret),
    userTokens: jwtUserTokens,
    limits,
    onError,
  });
  await core.apps.ensure(systemActor(DEFAULT_APP_ID), 'Default');
  const close = async () => {
    await Promise.all([core.apps.close(), core.signIns.close()]).catch(onError);
    await bus[Symbol.asyncDispose]();
    await stores[Symbol.asyncDispose]();
  };
  return { core, stores, close };
}
