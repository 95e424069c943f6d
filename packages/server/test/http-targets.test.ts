import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { RawSocket } from './clients/raw-socket.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const ORIGIN = 'https://page.example';

describe('a request whose target is a whole URL', () => {
  async function ask(...lines: string[]): Promise<string> {
    await using raw = await RawSocket.connect(server.url);
    raw.write(`${lines.join('\r\n')}\r\n\r\n`);
    await raw.until(() => raw.answer.includes('\r\n\r\n'));
    return raw.answer;
  }

  it.each(['http://chat.example', 'HTTP://chat.example:8080', 'https://user@chat.example'])(
    'is taken, as that for its path: %s',
    async (origin) => {
      expect(await ask(`GET ${origin}/health HTTP/1.1`, 'Host: x')).toMatch(/^HTTP\/1\.1 200 /);
      expect(await ask(`GET ${origin}/rooms?page=1 HTTP/1.1`, 'Host: x')).toMatch(/ 200 /);
      const polled = `GET ${origin}/socket.io/?EIO=4&transport=polling HTTP/1.1`;
      expect(await ask(polled, 'Host: x')).toMatch(/ 200 /);
      const root = await ask(`GET ${origin} HTTP/1.1`, 'Host: x', 'Accept: application/json');
      expect(root).toMatch(/ 200 /);
    },
  );

  it.each(['/ws', '/ws/chat/ada', '/socket.io/?EIO=4&transport=websocket'])(
    'is taken for an upgrade too: %s',
    async (path) => {
      const answer = await ask(
        `GET http://chat.example${path} HTTP/1.1`,
        'Host: x',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 101 /);
    },
  );

  it('names the host, whatever the header says', async () => {
    const answer = await ask(
      'GET http://chat.example/docs/openapi.json HTTP/1.1',
      'Host: other.example',
      'Connection: close',
    );
    expect(answer).toMatch(/ 200 /);
    expect(answer).not.toContain('other.example');
  });
});

describe('a plain request for a path that speaks WebSocket', () => {
  const room = '550e8400-e29b-41d4-a716-446655440001';
  const paths = ['/ws', '/ws/', '/ws/chat/ada', '/ws/chat/%41da?room=x', `/ws/${room}?token=x`];

  it.each(paths)('is answered 426, with what to upgrade to: %s', async (path) => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await fetch(`${server.url}${path}`, { method, headers: { origin: ORIGIN } });
      expect(answer.status).toBe(426);
      expect(answer.headers.get('upgrade')).toBe('websocket');
      expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      const body = await answer.text();
      if (method === 'GET') expect(JSON.parse(body)).toHaveProperty('error', 'Upgrade Required');
    }
  });

  it('is answered so too when it would upgrade to something else', async () => {
    await using raw = await RawSocket.connect(server.url);
    raw.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    await raw.until(() => raw.answer.includes('\r\n\r\n'));
    expect(raw.answer).toMatch(/^HTTP\/1\.1 426 /);
  });

  it('is nowhere where the protocol is off', async () => {
    await using other = await startTestServer({ settings: { protocols: ['community'] } });
    expect((await fetch(`${other.url}/ws`)).status).toBe(404);
  });
});

describe('pages of other sites', () => {
  const OPEN = [
    ['GET', '/rooms'],
    ['GET', '/nowhere'],
    ['POST', '/users/login'],
    ['GET', '/api/v1/rooms'],
    ['GET', '/api/v1/nowhere'],
    ['GET', '/health'],
    ['OPTIONS', '/rooms'],
    ['OPTIONS', '/api/v1/rooms'],
    ['GET', '/socket.io/?EIO=4&transport=polling'],
    ['OPTIONS', '/socket.io/?EIO=4&transport=polling'],
    ['GET', '/socket.io/?EIO=4&transport=polling&sid=none'],
  ] as const;

  it.each(OPEN)(
    'may read the answer to %s %s, also when they send credentials',
    async (method, path) => {
      const headers = { origin: ORIGIN, 'access-control-request-method': 'POST' };
      const answer = await fetch(`${server.url}${path}`, { method, headers });
      await answer.arrayBuffer();
      expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
      expect(answer.headers.get('vary')).toMatch(/\bOrigin\b/i);
    },
  );

  const OPERATORS = [
    ['GET', '/metrics'],
    ['GET', '/metrics/'],
    ['GET', '/%6detrics'],
    ['OPTIONS', '/metrics'],
    ['GET', '/api/admin/me'],
    ['POST', '/api/admin/status'],
    ['POST', '/api/%61dmin/status'],
    ['OPTIONS', '/api/admin/status'],
    ['OPTIONS', '/api/%61dmin/status'],
    ['GET', '/api/admin/nowhere'],
    ['GET', '/api/admin'],
  ] as const;

  it.each(OPERATORS)('may not read that to %s %s', async (method, path) => {
    const headers = { origin: ORIGIN, 'access-control-request-method': 'POST' };
    const answer = await fetch(`${server.url}${path}`, { method, headers });
    await answer.arrayBuffer();
    const received = [...answer.headers.keys()].filter((name) =>
      name.startsWith('access-control-'),
    );
    expect(received).toEqual([]);
  });
});

describe('the stock Socket.IO client', () => {
  const stock = createRequire(import.meta.url).resolve('socket.io-client/dist/socket.io.js');

  it('is served where pages look for it', async () => {
    const answer = await fetch(`${server.url}/socket.io/socket.io.js`);
    expect(answer.headers.get('content-type')).toMatch(/javascript/);
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(await answer.text()).toBe(await readFile(stock, 'utf8'));
    for (const name of ['socket.io.min.js', 'socket.io.esm.min.js', 'socket.io.js.map'])
      expect((await fetch(`${server.url}/socket.io/${name}`)).status).toBe(200);
    expect((await fetch(`${server.url}/socket.io/other.js`)).status).toBe(404);
  });

  it('is not where no protocol speaks Socket.IO', async () => {
    await using other = await startTestServer({ settings: { protocols: ['lobby'] } });
    expect((await fetch(`${other.url}/socket.io/socket.io.js`)).status).toBe(404);
  });
});

describe('a connection that is kept', () => {
  it('stays open longer than usual proxies keep theirs', async () => {
    await using raw = await RawSocket.connect(server.url);
    raw.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
    await raw.until(() => raw.answer.includes('"ping"'));
    const [, seconds] = /keep-alive: timeout=(\d+)/i.exec(raw.answer) ?? [];
    expect(Number(seconds)).toBeGreaterThan(120);
  });

  it('is closed by the setting', async () => {
    const settings = { limits: { keepAliveMs: 1_000 } };
    await using other = await startTestServer({ settings });
    await using raw = await RawSocket.connect(other.url);
    raw.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(raw.socket, 'end');
  });
});
