import { pino } from 'pino';
import { loadConfig } from '../../src/config/index.ts';
import { type OpenCore, openCore } from '../../src/server/open-core.ts';

/** The core on a data directory, without a server. */
export async function openTestCore(
  data: string,
  flags: readonly string[] = [],
): Promise<OpenCore & AsyncDisposable> {
  const { settings } = loadConfig({
    argv: ['--data', data, ...flags],
    env: {},
    readFile: () => null,
  });
  const onError = (error: unknown) => {
    throw error;
  };
  const world = { log: pino({ level: 'silent' }), onError, onStorageLost: onError };
  const opened = await openCore({ ...settings, secret: 'a secret of tests' }, world);
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= opened.close();
    return closing;
  };
  return { ...opened, close, [Symbol.asyncDispose]: close };
}
