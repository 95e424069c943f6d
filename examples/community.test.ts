import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startTestServer } from '../packages/server/src/testing/test-server.ts';

const run = promisify(execFile);
const program = join(import.meta.dirname, 'community.mjs');

test('goes through the document’s steps against a server, twice, and ends by itself', async () => {
  await using server = await startTestServer();
  for (let i = 0; i < 2; i++) {
    const { stdout, stderr } = await run(process.execPath, [program, server.url]);
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^registered \w+$/),
      expect.stringMatching(/^logged in as \w+ \(registered\)$/),
      expect.stringMatching(/^guest Guest-\w+ \(guest\)$/),
      expect.stringMatching(/^room [\w-]{12}, slow mode 3 s$/),
      expect.stringMatching(/^online: Guest-\w+$/),
      expect.stringMatching(/^Guest-\w+: hello from the socket!$/),
      expect.stringMatching(/^\w+ \(owner\): hello from HTTP!$/),
      'deleted message as asked',
    ]);
  }
});

test('says so when there is no server', async () => {
  const failing = run(process.execPath, [program, 'http://127.0.0.1:9']);
  await expect(failing).rejects.toMatchObject({
    code: 1,
    stderr: 'cannot reach http://127.0.0.1:9\n',
  });
});
