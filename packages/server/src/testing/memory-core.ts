import { pino } from 'pino';
import { loadConfig } from '../config/index.ts';
import type { Core } from '../core/core.ts';
import type { Clock } from '../core/ports/world.ts';
import { openCore } from '../server/open-core.ts';
import { openMemoryStores } from '../storage/testing/memory-stores.ts';

export interface MemoryCoreOptions {
  /** By their names in the configuration. */
  readonly limits?: Readonly<Record<string, number>>;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** The core over a database in memory, without protocols, sockets or threads: for rules that hold whatever asks. */
export async function openMemoryCore({
  limits = {},
  clock,
}: MemoryCoreOptions = {}): Promise<AsyncDisposable & { readonly core: Core }> {
  const config = loadConfig({
    argv: ['--config', 'test'],
    env: {},
    readFile: () => JSON.stringify({ limits }),
  });
  const onError = (error: unknown) => {
    throw error;
  };
  const { core, close } = await openCore(
    { ...config.settings, secret: 'a secret of tests' },
    {
      log: pino({ level: 'silent' }),
      ...(clock && { clock }),
      ...{ onError, onStorageLost: onError },
      openStores: () => openMemoryStores(),
    },
  );
  return { core, [Symbol.asyncDispose]: close };
}
