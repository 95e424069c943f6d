import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { startTestServer } from '../packages/server/src/testing/test-server.ts';

/** Runs the program with these lines typed into it, to its end; times and ids are left out of what it prints. */
async function run(args: readonly string[], input: string) {
  const program = spawn(process.execPath, [join(import.meta.dirname, 'reactions.mjs'), ...args]);
  program.stdin.end(input);
  const [out, errors, [code]] = await Promise.all([
    text(program.stdout),
    text(program.stderr),
    once(program, 'exit'),
  ]);
  const lines = out
    .trimEnd()
    .replace(/^\[.*?\] /gm, '')
    .replace(/user_[0-9a-f]{12}/g, 'user');
  return { lines: lines.split('\n'), errors, code };
}

test('posts, reacts, takes it back, and leaves at the end of the input', async () => {
  await using server = await startTestServer();
  expect(await run([server.url, 'Alice'], 'Hello\n+👍\n+👍\n \n+x\n')).toEqual({
    lines: [
      'Alice: Hello',
      'user added 👍',
      'Alice: Hello  👍 1',
      'user removed 👍',
      'Alice: Hello',
      '! message text cannot be empty',
      '! invalid emoji',
      'Disconnected',
    ],
    errors: '',
    code: 0,
  });
  // The next one finds it there.
  const { lines } = await run([server.url], 'Me too\nexit\n');
  expect(lines).toEqual(['Alice: Hello', 'Anonymous: Me too', 'Disconnected']);
});

test('says so when there is no server', async () => {
  const { errors, code } = await run(['http://127.0.0.1:9'], '');
  expect(code).toBe(1);
  expect(errors).toContain('The connection to http://127.0.0.1:9 failed');
});
