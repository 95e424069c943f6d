/** Nothing that a client may send is done for nothing: its address owes for what no budget pays. A packet or an entrance that is not here does not compile. */
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { PacketType } from 'socket.io-parser';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { addressGroup } from '../core/address.ts';
import { createTestEvents, createTestFrames } from '../hub/testing/test-protocol.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import type { TYPE } from './engine-io-websocket.ts';
import type { Entrances } from './listen.ts';
import { FRAGMENTS_MAX } from './options.ts';
import { call, dial, exchange, POLLING, poll, upgraded, WEBSOCKET } from './testing/by-hand.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

const STRANGER = '127.0.0.66';
const INNOCENT = '127.0.0.9';

type Open = (server: TestServer) => Promise<WebSocket>;
/** Asks for something that no budget counts. */
type Work = (socket: WebSocket) => unknown;

const sends =
  (text: string): Work =>
  (socket) =>
    socket.send(text);

const SOCKET_IO: Readonly<Record<keyof typeof PacketType, Work>> = {
  CONNECT: sends(`4${PacketType.CONNECT}/admin,`),
  async DISCONNECT(socket) {
    socket.send(`4${PacketType.DISCONNECT}`);
    await exchange(socket, `4${PacketType.CONNECT}`);
  },
  EVENT: sends(`4${PacketType.EVENT}1["no such event"]`),
  ACK: sends(`4${PacketType.ACK}1[]`),
  CONNECT_ERROR: sends(`4${PacketType.CONNECT_ERROR}{"message":"x"}`),
  BINARY_EVENT: sends(`4${PacketType.BINARY_EVENT}1-["x",{"_placeholder":true,"num":0}]`),
  BINARY_ACK: sends(`4${PacketType.BINARY_ACK}1-1[]`),
};

/** `close` ends what the budget of connections has counted. */
const ENGINE_IO: Readonly<Record<Exclude<keyof typeof TYPE, 'close'>, Work>> = {
  open: sends('0'),
  ping: sends('2'),
  pong: sends('3'),
  message: sends('4malformed'),
  upgrade: sends('5'),
  noop: sends('6'),
};

const WEB_SOCKET: Readonly<Record<'ping' | 'pong' | 'fragments' | 'malformed', Work>> = {
  ping: (socket) => socket.ping(),
  pong: (socket) => socket.pong(),
  fragments(socket) {
    for (let i = 0; i <= FRAGMENTS_MAX; i++) socket.send('', { fin: false });
  },
  malformed: (socket) => socket.send(Buffer.from([0xff]), { binary: false }),
};

const ENTRANCES: Readonly<
  Record<keyof Entrances, Readonly<Record<string, (server: TestServer) => Promise<unknown>>>>
> = {
  connection: { 'that asks for nothing': (server) => connect(server, null) },
  clientError: { 'what is no HTTP': (server) => connect(server, 'no HTTP\r\n\r\n') },
  request: {
    'a poll of no session': (server) => call(server, STRANGER, { path: `${POLLING}&sid=none` }),
    'a plain request of a WebSocket’s path': (server) =>
      call(server, STRANGER, { path: '/test/a' }),
  },
  upgrade: {
    'to a path of no protocol': (server) => handshake(server, '/none'),
    malformed: (server) => handshake(server, '/test/a'),
    'malformed, of Socket.IO': (server) => handshake(server, WEBSOCKET),
    'malformed, from polling': async (server) =>
      handshake(server, WEBSOCKET + (await poll(server, STRANGER))),
    'from polling of no session': (server) => handshake(server, `${WEBSOCKET}&sid=none`),
    'from polling that is never done': async (server) => {
      const session = await poll(server, STRANGER);
      const socket = dial(server, STRANGER, WEBSOCKET + session);
      await once(socket, 'open');
      socket.close();
    },
  },
};

/** Resolves when the connection is over; with nothing to send it is ended at once. */
async function connect({ port }: TestServer, text: string | null): Promise<void> {
  const socket = createConnection({ port, host: '127.0.0.1', localAddress: STRANGER });
  await once(socket, 'connect');
  if (text === null) socket.end();
  else socket.write(text);
  await once(socket.resume(), 'close');
}

/** A WebSocket's without its key. */
function handshake(server: TestServer, path: string): Promise<string> {
  const headers = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
  return call(server, STRANGER, { path, headers });
}

const TRANSPORTS: Readonly<Record<string, Open>> = {
  'from the beginning': async (server) => {
    const socket = dial(server, STRANGER, WEBSOCKET);
    await once(socket, 'message');
    await exchange(socket, '40');
    return socket;
  },
  'after polling': async (server) => {
    const socket = await upgraded(server, STRANGER);
    await exchange(socket, '40');
    return socket;
  },
};
const FRAMES: Readonly<Record<string, Open>> = {
  'of plain frames': async (server) => {
    const socket = dial(server, STRANGER, '/test/a');
    await once(socket, 'open');
    return socket;
  },
};

const rowsOf = (
  transports: typeof TRANSPORTS,
  layer: string,
  works: Readonly<Record<string, Work>>,
) =>
  Object.entries(transports).flatMap(([transport, open]) =>
    Object.entries(works).map(([name, work]) => ({
      name: `${layer} ${name}, ${transport}`,
      open,
      work,
    })),
  );
const ROWS = [
  ...rowsOf(TRANSPORTS, 'Socket.IO', SOCKET_IO),
  ...rowsOf(TRANSPORTS, 'Engine.IO', ENGINE_IO),
  ...rowsOf({ ...TRANSPORTS, ...FRAMES }, 'WebSocket', WEB_SOCKET),
];

/** Does it until its address owes; what is asked for after that is held until the end. */
async function expectOwed(work: (server: TestServer) => Promise<unknown>): Promise<void> {
  const clock = new ManualClock();
  const limits = { refusedPerSecondMax: 1 };
  const protocols = [createTestFrames({}), createTestEvents([], {})];
  const server = await startTestServer({ protocols, limits, clock });
  const isOver = () => server.throttle.isOver(addressGroup(STRANGER));
  let isWorking = true;
  const working = (async () => {
    while (isWorking && !isOver()) await work(server);
  })();
  working.catch(() => {});
  // Of others nothing is held, so this says how far the server has come.
  for (let i = 0; !isOver() && i < 100; i++) await call(server, INNOCENT);
  isWorking = false;
  expect(isOver()).toBe(true);
  const time = setInterval(() => clock.advance(100), 1);
  await server.transport.close(1_000).finally(() => clearInterval(time));
}

describe('its address owes for', () => {
  test.each(ROWS)('$name', async ({ open, work }) => {
    let socket: WebSocket | null = null;
    await expectOwed(async (server) => {
      if (socket?.readyState !== WebSocket.OPEN) socket = await open(server);
      await work(socket);
      await call(server, INNOCENT);
    });
  });

  describe.each(Object.entries(ENTRANCES))('%s', (_entrance, works) => {
    test.each(Object.entries(works))('%s', async (_name, work) => {
      await expectOwed(work);
    });
  });
});
