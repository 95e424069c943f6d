import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';

const RunningFile = Type.Object({
  urls: Type.Array(Type.String()),
  pid: Type.Integer({ minimum: 1 }),
});

/** Where a running server is reached, and which process it is. */
export type Running = Static<typeof RunningFile>;

/**
 * `<data>/server.json`, by which the command line finds the server of a data directory. It is a hint: after a kill it
 * stays, so its readers must expect that no server responds.
 */
export function runningFilePath(data: string): string {
  return join(data, 'server.json');
}

/** Called once the server listens. */
export function writeRunningFile(data: string, running: Running): void {
  writeFileSync(runningFilePath(data), `${JSON.stringify(running)}\n`, { mode: 0o600 });
}

/** `null`: there is none, or nothing that can be read as one. */
export function readRunningFile(data: string): Running | null {
  try {
    const running: unknown = JSON.parse(readFileSync(runningFilePath(data), 'utf8'));
    return Check(RunningFile, running) ? running : null;
  } catch {
    return null;
  }
}

/** Called before the server lets go of its data directory. */
export function removeRunningFile(data: string): void {
  rmSync(runningFilePath(data), { force: true });
}
