import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/koine.mjs', import.meta.url));

export interface KoineOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Flags of Node itself. */
  readonly node?: readonly string[];
}

export interface KoineResult {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line as a user does, in a process of its own, to its end. */
export async function koine(
  args: readonly string[],
  { stdin = '', env = {}, node = [] }: KoineOptions = {},
): Promise<KoineResult> {
  const child = spawn(process.execPath, [...node, program, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // One that does not read its input ends before it has all of it.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code]: unknown[] = await once(child, 'close');
  const [stdout, stderr] = await outputs;
  return { code, stdout, stderr };
}
