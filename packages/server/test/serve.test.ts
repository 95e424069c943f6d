import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../bin/koine.mjs', import.meta.url));
let directory = '';
const started: ChildProcess[] = [];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'koine-serve-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('koine serve', () => {
  it('says where it is ready on one line of standard output, and is', async () => {
    const server = serve('--ports', '0,0', '--data', 'a');
    const line = await server.readyLine;
    const urls = line.match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [];
    expect(urls).toHaveLength(2);
    for (const url of urls) expect((await fetch(`${url}/health`)).status).toBe(200);
    server.child.kill('SIGTERM');
    expect(await server.exit).toBe(0);
    expect((await server.stdout).trimEnd()).toBe(line);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'exits with 0 on %s, and its ports are free again',
    async (signal) => {
      const server = serve('--ports', '0', '--data', 'b');
      const port = Number(/:(\d+)/.exec((await server.readyLine).split('http://')[1] ?? '')?.[1]);
      server.child.kill(signal);
      expect(await server.exit).toBe(0);
      const other = createServer().listen(port, '127.0.0.1');
      await once(other, 'listening');
      other.close();
    },
  );

  it('stops when the launcher that holds its ipc channel has gone', async () => {
    const server = serve('--ports', '0', '--data', 'c');
    await server.readyLine;
    server.child.disconnect();
    expect(await server.exit).toBe(0);
  });

  it('keeps generated secrets where only their owner can read them', async () => {
    const server = serve('--ports', '0', '--data', 'd');
    await server.readyLine;
    expect(statSync(join(directory, 'd', 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('refuses a port in use that was named, naming it and the flag', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const server = serve('--ports', `0,${port}`, '--data', 'e');
    expect(await server.exit).toBe(1);
    expect(await server.stderr).toMatch(new RegExp(`^koine: port ${port}: .*--ports$`, 'm'));
    expect(await server.stdout).toBe('');
    other.close();
  });

  it('refuses to bind beyond loopback as a sandbox, naming --production', async () => {
    const server = serve('--host', '0.0.0.0');
    expect(await server.exit).toBe(1);
    expect(await server.stderr).toMatch(/^koine: --host: .*--production\n$/);
  });

  it('refuses a data directory that cannot be written, in one line', async () => {
    const server = serve('--ports', '0', '--data', '/dev/null/koine');
    expect(await server.exit).toBe(1);
    expect(await server.stderr).toMatch(
      /^koine: cannot write \/dev\/null\/koine\/secrets\.json .*--data\n$/,
    );
  });
});

/** Starts a server as the launcher does, in a directory of this test's own. */
function serve(...flags: string[]) {
  const child = spawn(process.execPath, [program, 'serve', '--log-level', 'warn', ...flags], {
    cwd: directory,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  started.push(child);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('a pipe is missing');
  const exit = once(child, 'exit').then(([code]: unknown[]) => code);
  const errors = text(stderr);
  const readyLine = Promise.race([
    once(stdout, 'data').then(([bytes]: unknown[]) => String(bytes).trimEnd()),
    exit.then(async (code) => Promise.reject(new Error(`exit ${code}: ${await errors}`))),
  ]);
  // Not every test waits for it.
  readyLine.catch(() => undefined);
  return { child, exit, readyLine, stdout: text(stdout), stderr: errors };
}
