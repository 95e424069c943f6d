import { run } from '../../src/cli/run.ts';
import { VERBS } from '../../src/cli/verbs.ts';
import type { KoineResult } from './koine.ts';

/** Runs one command line in this process: as `koine`, without what a process of its own costs. */
export async function cli(
  args: readonly string[],
  { stdin = '', env = {} }: { readonly stdin?: string; readonly env?: Record<string, string> } = {},
): Promise<KoineResult> {
  const said = { stdout: '', stderr: '' };
  const code = await run(
    args,
    {
      env,
      stdin: (async function* () {
        // In chunks that fall where they may, also within a character.
        const bytes = Buffer.from(stdin);
        for (let at = 0; at < bytes.length; at += 1009) yield bytes.subarray(at, at + 1009);
      })(),
      stdout: { write: (text: string) => (said.stdout += text) },
      stderr: { write: (text: string) => (said.stderr += text) },
    },
    VERBS,
  );
  return { code, ...said };
}
