/** Stock clients, from the first of this protocol to the newest, each over every transport. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { limits: { pingIntervalMs: 300 } } });
});
afterAll(() => server[Symbol.asyncDispose]());

/** What all versions have. */
interface StockSocket {
  readonly id?: string | undefined;
  readonly connected: boolean;
  connect(): unknown;
  disconnect(): unknown;
  once(event: string, received: (...args: never[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
}
type Io = (url: string, options: object) => StockSocket;

const PACKAGES: Readonly<Record<string, string>> = {
  '3.0.0': 'socket.io-client-3.0',
  '3.1.3': 'socket.io-client-3.1',
  '4.0.0': 'socket.io-client-4.0',
  '4.4.1': 'socket.io-client-4.4',
  '4.6.2': 'socket.io-client-4.6',
  newest: 'socket.io-client',
};

const require = createRequire(import.meta.url);
const isIo = (exported: unknown): exported is Io => typeof exported === 'function';

/** The first versions have no types that can be found, and export nothing but the function. */
function ioOf(version: string): Io {
  const exported: unknown = require(PACKAGES[version] ?? '');
  if (!isIo(exported)) throw new Error(`${version} is no client`);
  return exported;
}

const TRANSPORTS = [['websocket'], ['polling'], ['polling', 'websocket']] as const;
const CASES = Object.keys(PACKAGES).flatMap((version) =>
  TRANSPORTS.map((transports) => ({ version, transports })),
);

function open(version: string, transports: readonly string[], path = ''): StockSocket {
  const options = { transports: [...transports], forceNew: true, reconnectionDelay: 10 };
  return ioOf(version)(`${server.url}${path}`, options);
}

const next = (socket: StockSocket, event: string) =>
  new Promise<unknown>((resolve) => socket.once(event, (data?: unknown) => resolve(data)));
const ask = (socket: StockSocket, event: string, payload: unknown) =>
  new Promise<unknown>((resolve) => socket.emit(event, payload, resolve));

describe.each(CASES)('socket.io-client $version over $transports', ({ version, transports }) => {
  it('connects, is answered, receives from others, and comes back after it has left', async () => {
    const ada = open(version, transports);
    const grace = open('newest', ['websocket']);
    await Promise.all([next(ada, 'connect'), next(grace, 'connect')]);
    const name = `ada-${version}-${transports.join('-')}`;
    const friend = `grace-${version}-${transports.join('-')}`;
    expect(await ask(ada, 'register_user', name)).toEqual({ ok: true, userId: name });
    await ask(grace, 'register_user', friend);
    const joined = next(ada, 'room_joined');
    ada.emit('join_chat', { userId: name, targetUserId: friend });
    const { roomId } = (await joined) as { roomId: string };
    const received = next(grace, 'chat_list_update');
    const sent = { roomId, senderId: name, body: 'Grüße 😀' };
    expect(await ask(ada, 'send_message', sent)).toMatchObject({ ok: true });
    expect(await received).toMatchObject({ last_message: 'Grüße 😀', sender_id: name });
    expect(await ask(ada, 'unknown', 1)).toMatchObject({ ok: false });
    const before = ada.id;
    ada.disconnect();
    ada.connect();
    await next(ada, 'connect');
    expect(ada.id).not.toBe(before);
    expect(await ask(ada, 'register_user', name)).toEqual({ ok: true, userId: name });
    ada.disconnect();
    grace.disconnect();
  });

  it('is answered that there is no other namespace, and stays in this one', async () => {
    const main = open(version, transports);
    await next(main, 'connect');
    const admin = open(version, transports, '/admin');
    const error = (await next(admin, 'connect_error')) as Error;
    expect(error.message).toBe('Invalid namespace');
    expect(await ask(main, 'register_user', 'eve')).toEqual({ ok: true, userId: 'eve' });
    admin.disconnect();
    main.disconnect();
  });
});

const PYTHON = '/usr/bin/python3';

/** The `socketio` of Debian's python3-socketio, if it is here. */
function hasPython(): boolean {
  try {
    execFileSync(PYTHON, ['-c', 'import socketio, requests, websocket'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const SCRIPT = `
import sys, threading, socketio
url, transports, name = sys.argv[1], sys.argv[2].split(','), sys.argv[3]
client = socketio.Client()
heard = threading.Event()
client.on('message_history', lambda data: heard.set())
client.connect(url, transports=transports)
print(client.call('register_user', name)['userId'])
client.emit('join_chat', {'userId': name, 'targetUserId': 'grace'})
assert heard.wait(120)
print(client.call('unknown', 1)['ok'])
client.call('register_user', name)
print(client.connected)
client.disconnect()
`;

describe('python-socketio', () => {
  const isHere = hasPython();
  if (!isHere)
    process.stderr.write('python3-socketio is not installed: its clients are left out\n');

  it.skipIf(!isHere).each(['websocket', 'polling', 'polling,websocket'])(
    'over %s connects and is answered',
    async (transports) => {
      const name = `py-${transports.replace(',', '-')}`;
      const child = spawn(PYTHON, ['-c', SCRIPT, server.url, transports, name]);
      const output = text(child.stdout);
      const errors = text(child.stderr);
      await once(child, 'close');
      expect(await errors).toBe('');
      expect((await output).trim().split('\n')).toEqual([name, 'False', 'True']);
    },
  );
});
