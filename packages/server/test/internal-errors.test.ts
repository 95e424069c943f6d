/** A mistake ends one session, never the server; an internal error ends the server only when nothing can be served. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, copyFileSync, openSync, renameSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventClient } from '../src/testing/event-client.ts';
import { FrameClient } from '../src/testing/frame-client.ts';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { startTestServer } from '../src/testing/test-server.ts';
import { RawSocket } from './clients/raw-socket.ts';
import { smallDisk } from './support/full-disk.ts';
import { ServerProcess } from './support/server-process.ts';

let directory: Awaited<ReturnType<typeof tempDirectory>>;
beforeEach(async () => {
  directory = await tempDirectory();
});
afterEach(() => directory[Symbol.asyncDispose]());

const statusOf = async (url: string) => {
  const answer = await fetch(url);
  await answer.arrayBuffer();
  return answer.status;
};

/** Connections that say nothing, from one address. */
async function idle(url: string, count: number, localAddress = '127.0.0.1'): Promise<Socket[]> {
  const { port } = new URL(url);
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress });
      socket.on('error', () => {});
      await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
      return socket;
    }),
  );
}

const endAll = (sockets: readonly Socket[]) => {
  for (const socket of sockets) socket.destroy();
};

describe('idle connections', () => {
  it('up to the limit of descriptors leave the server and its clients alive', async () => {
    await using server = await ServerProcess.start({ data: directory.path });
    const limited = spawnSync('prlimit', [`--pid=${server.child.pid}`, '--nofile=300:300']);
    if (limited.status !== 0) throw new Error('prlimit is not allowed');
    await using early = await FrameClient.open(`${server.wsUrl}/ws/chat/early`);
    await early.next();
    const sockets = await idle(server.url, 400, '127.0.0.2');
    const answeredAt = async () => {
      early.send({ message: 'still here' });
      const frame = await early.next();
      expect(frame).toMatchObject({ message: 'still here' });
      return Date.parse(frame.timestamp);
    };
    // By the server's own clock longer than the sampler's second.
    const since = await answeredAt();
    await expect.poll(answeredAt, { interval: 100 }).toBeGreaterThan(since + 1_500);
    expect(server.child.exitCode).toBeNull();
    endAll(sockets);
    await expect.poll(() => statusOf(`${server.url}/health`).catch(() => 0)).toBe(200);
  });

  it('from one address are bounded and end by time, and other addresses come in meanwhile', async () => {
    const limits = { idleConnectionsPerAddressMax: 5, firstRequestMs: 400 };
    await using server = await startTestServer({ settings: { limits } });
    const sockets = await idle(server.url, 20, '127.0.0.3');
    await expect
      .poll(() => sockets.filter((socket) => socket.destroyed || socket.readableEnded).length)
      .toBeGreaterThanOrEqual(15);
    // From another address, and from this one once the five are gone.
    expect(await statusOf(`${server.url}/health`)).toBe(200);
    await Promise.all(
      sockets.map((socket) => (socket.destroyed ? null : once(socket.resume(), 'close'))),
    );
    const [again] = await idle(server.url, 1, '127.0.0.3');
    again?.write('GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    if (again !== undefined) expect(String((await once(again, 'data'))[0])).toMatch(/ 200 /);
    endAll(sockets);
  });

  it('that have brought a complete request are not among them', async () => {
    const limits = { idleConnectionsPerAddressMax: 2, firstRequestMs: 2_000 };
    await using server = await startTestServer({ settings: { limits } });
    const asked: RawSocket[] = [];
    for (let i = 0; i < 6; i++) {
      const raw = await RawSocket.connect(server.url);
      raw.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
      await raw.until(() => raw.answer.includes('"ping"'));
      asked.push(raw);
    }
    const clients = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => FrameClient.open(`${server.wsUrl}/ws/chat/${name}`)),
    );
    for (const client of clients) await client[Symbol.asyncDispose]();
    for (const raw of asked) await raw[Symbol.asyncDispose]();
  });

  it('of a proxy are not bounded by its address', async () => {
    const limits = { idleConnectionsPerAddressMax: 2 };
    await using server = await startTestServer({ settings: { limits, trustProxy: true } });
    const sockets = await idle(server.url, 10);
    expect(await statusOf(`${server.url}/health`)).toBe(200);
    expect(sockets.some((socket) => socket.destroyed)).toBe(false);
    endAll(sockets);
  });

  it('with half a request are answered 408 when their time is over', async () => {
    const limits = { firstRequestMs: 300 };
    await using server = await startTestServer({ settings: { limits } });
    await using raw = await RawSocket.connect(server.url);
    raw.write('POST /users/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
    await raw.closed;
    expect(raw.answer).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('a log that cannot be written', () => {
  async function expectServed(url: string): Promise<void> {
    for (let i = 0; i < 5; i++) expect(await statusOf(`${url}/health`)).toBe(200);
  }

  it('that fails for want of a reader stops nothing', async () => {
    const env = { KOINE_LOG_LEVEL: 'trace' };
    await using server = await ServerProcess.start({ data: directory.path, env });
    for (const output of [server.stdout, server.stderr]) output.catch(() => {});
    server.child.stdout?.destroy();
    server.child.stderr?.destroy();
    // The stop itself is logged, too.
    await expectServed(server.url);
    await using client = await FrameClient.open(`${server.wsUrl}/ws/chat/ada`);
    await client.next();
    server.kill('SIGTERM');
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });

  it('since its disk is full stops nothing', async () => {
    await using disk = await tempDirectory();
    const space = smallDisk(disk.path, 1);
    if (space === null) {
      process.stderr.write('mounting is not allowed here: the full disk of a log is left out\n');
      return;
    }
    using _ = space;
    const file = openSync(join(disk.path, 'log'), 'w');
    space.take();
    const koine = join(import.meta.dirname, '../bin/koine.mjs');
    const flags = ['serve', '--ports', '0', '--data', directory.path];
    const child = spawn(process.execPath, [koine, ...flags], {
      env: { PATH: process.env['PATH'], KOINE_LOG_LEVEL: 'trace' },
      stdio: ['ignore', file, file, 'ipc'],
    });
    closeSync(file);
    const exit = once(child, 'exit');
    // The ready line cannot be read: the address is in the data directory.
    const running = join(directory.path, 'server.json');
    await expect.poll(() => readFile(running, 'utf8').catch(() => '')).toContain('http');
    const { urls } = JSON.parse(await readFile(running, 'utf8'));
    await expectServed(urls[0]);
    child.kill('SIGTERM');
    expect((await exit)[0]).toBe(0);
  });
});

describe('the database file', () => {
  const GONE = /deleted or replaced/;

  it.each([
    ['deleted', (file: string) => rmSync(file)],
    [
      'replaced',
      (file: string) => {
        copyFileSync(file, `${file}.copy`);
        renameSync(`${file}.copy`, file);
      },
    ],
    ['its log deleted', (file: string) => rmSync(`${file}-wal`)],
  ])(
    'under a running server: %s, which is noticed, said, and nothing more is taken',
    async (_, take) => {
      await using server = await startTestServer({ data: directory.path });
      await using client = await FrameClient.open(`${server.wsUrl}/ws/chat/ada`);
      await client.next();
      client.send({ message: 'stored' });
      await client.next();
      take(join(directory.path, 'koine.db'));
      await expect.poll(() => statusOf(`${server.url}/health`)).toBe(503);
      expect(await (await fetch(`${server.url}/health`)).json()).toEqual({
        error: expect.stringMatching(GONE),
      });
      client.send({ message: 'not stored' });
      expect(await client.next()).toMatchObject({ type: 'error' });
    },
  );

  it('that comes back is written to again', async () => {
    await using server = await startTestServer({ data: directory.path });
    const file = join(directory.path, 'koine.db');
    renameSync(file, `${file}.away`);
    await expect.poll(() => statusOf(`${server.url}/health`)).toBe(503);
    renameSync(`${file}.away`, file);
    await expect.poll(() => statusOf(`${server.url}/health`)).toBe(200);
  });
});

describe('a storage thread that dies', () => {
  /** Ends the thread of this program when the process gets SIGUSR2. */
  const ending = (program: string) => {
    const source = `
      import { createRequire, syncBuiltinESMExports } from 'node:module';
      const threads = createRequire(import.meta.url ?? 'file:///')('node:worker_threads');
      if (threads.isMainThread) {
        const { Worker } = threads;
        threads.Worker = class extends Worker {
          constructor(file, options) {
            super(file, options);
            if (String(file).includes('${program}')) process.once('SIGUSR2', () => this.terminate());
          }
        };
        syncBuiltinESMExports();
      }`.replace("import.meta.url ?? 'file:///'", "'file:///x.js'");
    return `--import=data:text/javascript,${encodeURIComponent(source)}`;
  };

  it.each(['writer', 'reader'])(
    '(the %s) ends the process in order, so that it is started again',
    async (program) => {
      const env = { NODE_OPTIONS: ending(program) };
      await using server = await ServerProcess.start({ data: directory.path, env });
      await using client = await FrameClient.open(`${server.wsUrl}/ws/chat/ada`);
      await client.next();
      server.kill('SIGUSR2');
      expect((await client.closed).code).toBe(1001);
      expect(await server.exit).toEqual({ code: 1, signal: null });
      expect(await server.stderr).toContain('storage is lost');
      await using next = await ServerProcess.start({ data: directory.path });
      expect(await statusOf(`${next.url}/health`)).toBe(200);
    },
  );
});

describe('a data directory that cannot be made', () => {
  it('below /proc is said in one line', async () => {
    await using server = await ServerProcess.spawn({ data: '/proc/koine/data' });
    expect(await server.exit).toEqual({ code: 1, signal: null });
    expect(await server.stderr).toMatch(/^koine: [^\n]*\/proc\/koine[^\n]*\n$/);
  });
});

describe('a forged token', () => {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const forged = (claims: object) =>
    `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded({ exp: 9_999_999_999, sub: 'ada', ...claims })}.c2ln`;

  const CLAIMS = [
    { iss: { a: 1 } },
    { iss: ['default'] },
    { iss: 7 },
    { iss: true },
    { iss: null },
    { iss: 'default', sub: { a: 1 } },
  ];

  it('with claims of other types is no token, at any door', async () => {
    await using server = await startTestServer({ settings: { direct: { auth: 'token' } } });
    const room = '550e8400-e29b-41d4-a716-446655440001';
    for (const claims of CLAIMS) {
      const token = forged(claims);
      const path = `/ws/${room}?token=${token}&user_id=ada`;
      await using client = await FrameClient.open(`${server.wsUrl}${path}`);
      expect((await client.closed).code).toBe(4001);
      const refused = EventClient.open(server.url, { auth: { token } });
      await expect(refused).rejects.toThrow('Unauthorized');
      const headers = { authorization: `Bearer ${token}`, 'x-api-key': token };
      expect((await fetch(`${server.url}/api/v1/rooms/${room}`, { headers })).status).toBe(401);
      expect((await fetch(`${server.url}/me`, { headers })).status).toBe(401);
    }
  });
});
