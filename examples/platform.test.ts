import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { startTestServer } from '../packages/server/src/testing/test-server.ts';

function start(args: readonly string[]) {
  return spawn(process.execPath, [join(import.meta.dirname, 'platform.mjs'), ...args]);
}

/** Runs the program with these lines typed into it, to its end. */
async function run(args: readonly string[], input: string) {
  const program = start(args);
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
  const { lines, errors, code } = await run([server.url], 'Hello everyone!\n\nAnyone here?');
  expect({ errors, code }).toEqual({ errors: '', code: 0 });
  expect(lines).toEqual([
    'Connected as demo_user (1 online)',
    'Demo User: Hello everyone!',
    'Demo User: Anyone here?',
    'Disconnected',
  ]);
});

test('two people see each other come, type, write and go', async () => {
  await using server = await startTestServer();
  const john = start([server.url, 'user_123', 'John Doe']);
  const johnSees = text(john.stdout);
  await once(john.stdout, 'readable');
  const jane = await run([server.url, 'user_789', 'Jane Smith'], 'Hi John\n');
  expect(jane.lines[0]).toBe('Connected as user_789 (2 online)');
  john.stdin.end();
  expect((await johnSees).trimEnd().split('\n')).toEqual([
    'Connected as user_123 (1 online)',
    '* Jane Smith joined (2 online)',
    '* Jane Smith is typing…',
    'Jane Smith: Hi John',
    '* Jane Smith left (1 online)',
    'Disconnected',
  ]);
});

test('shows rejections', async () => {
  await using server = await startTestServer({
    settings: { limits: { platformMessagesPerMinute: 1 } },
  });
  const { lines } = await run([server.url], 'one\ntwo\n');
  expect(lines).toContain('! Rate limit exceeded');
});

test('says so when there is no server', async () => {
  const { errors, code } = await run(['http://127.0.0.1:9'], '');
  expect(code).toBe(1);
  expect(errors).toContain('The connection to http://127.0.0.1:9 is lost: 1006');
});
