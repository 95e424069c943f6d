import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { startTestServer } from '../packages/server/src/testing/test-server.ts';

/** Runs the program with these lines typed into it, to its end. */
async function run(args: readonly string[], input: string) {
  const program = spawn(process.execPath, [join(import.meta.dirname, 'lobby.mjs'), ...args]);
  program.stdin.end(input);
  const [out, errors, [code]] = await Promise.all([
    text(program.stdout),
    text(program.stderr),
    once(program, 'exit'),
  ]);
  return { lines: out.trimEnd().split('\n'), errors, code };
}

test('says what is typed, hears it, and leaves at the end of the input', async () => {
  await using server = await startTestServer();
  const { lines, errors, code } = await run(
    [server.url, 'alice'],
    'Hello, everyone!\n\nHow are you?',
  );
  expect({ errors, code }).toEqual({ errors: '', code: 0 });
  const rejection = '! Message cannot be empty';
  // The rejection need not wait for a disk, so it may overtake what was said before it.
  expect(lines).toContain(rejection);
  expect(lines.filter((line) => line !== rejection)).toEqual([
    'Connected as alice',
    '* Welcome to the chat, alice! (1 online)',
    'alice: Hello, everyone!',
    'alice: How are you?',
    'Disconnected',
  ]);
});

test('leaves at exit, under an id of its own making', async () => {
  await using server = await startTestServer();
  const { lines, code } = await run([server.url], 'exit\nunsaid\n');
  expect(code).toBe(0);
  expect(lines.at(0)).toMatch(/^Connected as user_\d+$/);
  expect(lines.join('\n')).not.toContain('unsaid');
});

test('says so when there is no server', async () => {
  const { errors, code } = await run(['http://127.0.0.1:9'], '');
  expect(code).toBe(1);
  expect(errors).toContain('The connection to http://127.0.0.1:9 failed');
});
