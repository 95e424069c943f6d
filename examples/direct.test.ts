import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startTestServer } from '../packages/server/src/testing/test-server.ts';

const run = promisify(execFile);
const program = join(import.meta.dirname, 'direct.mjs');

it('runs against a server, twice, and ends by itself', async () => {
  await using server = await startTestServer();
  const first = await run(process.execPath, [program, server.url]);
  expect(first.stderr).toBe('');
  expect(first.stdout).toContain('user-uuid-1: 0 messages so far');
  expect(first.stdout).toContain('user-uuid-2: new from user-uuid-1: Hello world!');
  expect(first.stdout).toContain('user-uuid-2: Hello yourself!');
  expect(first.stdout).toContain('user-uuid-1: 2 messages in all');
  const second = await run(process.execPath, [program, server.url]);
  expect(second.stdout).toContain('user-uuid-1: 4 messages in all');
});

it('says so when there is no server', async () => {
  const failing = run(process.execPath, [program, 'http://127.0.0.1:9']);
  await expect(failing).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('cannot connect'),
  });
});
