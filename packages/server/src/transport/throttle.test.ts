/** Every entrance: of an address that was refused too much, what comes is held; of others it is not. */
import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { addressGroup } from '../core/address.ts';
import { COSTS } from '../core/address-throttle.ts';
import { createTestEvents, createTestFrames } from '../hub/testing/test-protocol.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { call, dial, exchange, POLLING, poll, upgraded, WEBSOCKET } from './testing/by-hand.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

const STRANGER = '127.0.0.66';
const INNOCENT = '127.0.0.9';
const PER_SECOND = 10;

/** Asks for something that is answered; resolves with the answer. `isHeld`: resolves when the server has something of it. */
type Ask = (isHeld: Promise<void>) => Promise<unknown>;
/** Comes from an address, and is refused a little where it has a connection. */
type Entrance = (server: TestServer, address: string) => Promise<Ask>;

const ENTRANCES: Readonly<Record<string, Entrance>> = {
  'a new connection': async (server, address) => async (isHeld) => {
    const socket = connect({ port: server.port, host: '127.0.0.1', localAddress: address });
    await isHeld;
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    return text(socket);
  },
  'a request on a connection that is open': async (server, address) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await call(server, address, { agent });
    return () => call(server, address, { agent });
  },
  'the first poll': async (server, address) => () => call(server, address, { path: POLLING }),
  'a WebSocket': async (server, address) => () => once(dial(server, address, '/test/a'), 'open'),
  'a WebSocket of Socket.IO': async (server, address) => () =>
    once(dial(server, address, WEBSOCKET), 'open'),
  'a frame': async (server, address) => {
    const socket = dial(server, address, '/test/a');
    await once(socket, 'open');
    await exchange(socket, 'bad');
    return () => exchange(socket, 'good');
  },
  'a packet': async (server, address) => {
    const socket = dial(server, address, WEBSOCKET);
    await once(socket, 'message');
    await exchange(socket, '40');
    await exchange(socket, '421["bad"]');
    return () => exchange(socket, '421["good"]');
  },
  'a packet by poll': async (server, address) => {
    const path = POLLING + (await poll(server, address));
    await call(server, address, { path, body: '40' });
    return () => call(server, address, { path, body: '42["bad"]' });
  },
  'a packet after polling': async (server, address) => {
    const socket = await upgraded(server, address);
    await exchange(socket, '40');
    await exchange(socket, '421["bad"]');
    return () => exchange(socket, '421["good"]');
  },
};

const events = createTestEvents(['good', 'bad'], {
  receive(session, name, _args, ack) {
    if (name === 'bad') session.chargeAddress(COSTS.frame);
    ack?.(name);
  },
});

async function start(trustProxy = false) {
  const clock = new ManualClock();
  const received: string[] = [];
  const frames = createTestFrames({
    receive(session, frame) {
      received.push(frame);
      if (frame === 'bad') session.chargeAddress(COSTS.frame);
      session.send(frame);
    },
  });
  const limits = { refusedPerSecondMax: PER_SECOND };
  const server = await startTestServer({ protocols: [frames, events], limits, clock, trustProxy });
  return {
    server,
    /** All frames that were handled. */
    received,
    refuse: (address: string) => server.throttle.charge(addressGroup(address), 2 * PER_SECOND),
    /** Time passes until it is there. */
    async inTime(answer: Promise<unknown>): Promise<void> {
      const time = setInterval(() => clock.advance(20), 1);
      await answer.finally(() => clearInterval(time));
    },
    async [Symbol.asyncDispose]() {
      await this.inTime(server.transport.close(1000));
    },
  };
}

/** Whether it has an answer already. */
function watch(answer: Promise<unknown>): { isAnswered: boolean } {
  const watched = { isAnswered: false };
  const seen = () => {
    watched.isAnswered = true;
  };
  answer.then(seen, seen);
  return watched;
}

describe.each(Object.entries(ENTRANCES))('%s', (_name, enter) => {
  test('is held where its address was refused too much, and comes in time; of others it is not', async () => {
    await using running = await start();
    const { server, refuse } = running;
    const ask = await enter(server, STRANGER);
    const askElsewhere = await enter(server, INNOCENT);
    refuse(STRANGER);
    const held = Promise.withResolvers<void>();
    const answer = ask(held.promise);
    const watched = watch(answer);
    while (server.throttle.heldOf(addressGroup(STRANGER)) === 0)
      await askElsewhere(Promise.resolve());
    held.resolve();
    await askElsewhere(Promise.resolve());
    expect(watched.isAnswered).toBe(false);
    await running.inTime(answer);
  });
});

test('a connection that was never refused is not held with its address', async () => {
  await using running = await start();
  const { server, refuse } = running;
  const socket = dial(server, STRANGER, '/test/a');
  await once(socket, 'open');
  refuse(STRANGER);
  expect(await exchange(socket, 'good')).toBe('good');
});

test('frames of one read, and the end after them, keep their order while they are held', async () => {
  await using running = await start();
  const { server, refuse, received } = running;
  const socket = dial(server, STRANGER, '/test/a');
  await once(socket, 'open');
  await exchange(socket, 'bad');
  refuse(STRANGER);
  const sent = Array.from({ length: 100 }, (_, i) => `frame ${i}`);
  for (const frame of sent) socket.send(frame);
  socket.close(1000);
  await running.inTime(once(socket, 'close'));
  await running.inTime(server.transport.close(1000));
  expect(received).toEqual(['bad', ...sent]);
  expect(server.counts.closedCodes).toEqual([1000]);
});

test('behind a proxy one client is held, and the proxy’s other clients are not', async () => {
  await using running = await start(true);
  const { server, refuse } = running;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const from = (address: string) => ({ path: '/', agent, headers: { 'x-forwarded-for': address } });
  refuse('203.0.113.66');
  const held = call(server, INNOCENT, { ...from('203.0.113.66'), agent: new Agent() });
  const watched = watch(held);
  while (server.throttle.heldOf(addressGroup('203.0.113.66')) === 0)
    await call(server, INNOCENT, from('203.0.113.9'));
  expect(watched.isAnswered).toBe(false);
  await running.inTime(held);
});

test('another’s request comes between those of one who sends many at once', async () => {
  const clock = new ManualClock();
  const order: (string | undefined)[] = [];
  await using server = await startTestServer({
    protocols: [],
    clock,
    handle(request, response) {
      order.push(request.socket.remoteAddress);
      clock.advance(5);
      response.end();
    },
  });
  const agents = Array.from({ length: 6 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  const callAll = () =>
    Promise.all(agents.map((agent, i) => call(server, i < 5 ? STRANGER : INNOCENT, { agent })));
  await callAll();
  order.length = 0;
  // All are read in one tick, the innocent's last.
  await callAll();
  expect(order).toEqual([STRANGER, INNOCENT, ...Array.from({ length: 4 }, () => STRANGER)]);
});

/** Sends that many requests at once over one connection, each of about a KiB. */
function pipeline({ port }: TestServer, count: number): Socket {
  const socket = connect({ port, host: '127.0.0.1', localAddress: STRANGER });
  const padding = 'x'.repeat(980);
  socket.write(`GET / HTTP/1.1\r\nHost: x\r\nPadding: ${padding}\r\n\r\n`.repeat(count));
  return socket;
}

describe('many requests at once over one connection', () => {
  const COUNT = 2_000;

  /** Every tick takes long: the rest of what is read waits for its turn. */
  async function startSlow(answer: string) {
    const clock = new ManualClock();
    const handled = { count: 0, heldMax: 0 };
    const server = await startTestServer({
      protocols: [],
      clock,
      handle(_request, response) {
        clock.advance(5);
        handled.count++;
        const held = server.throttle.heldOf(addressGroup(STRANGER));
        handled.heldMax = Math.max(handled.heldMax, held);
        response.end(answer);
      },
    });
    return { server, handled };
  }

  test('are all answered, and not read while others of it are held', async () => {
    const { server, handled } = await startSlow('ok');
    await using _ = server;
    const socket = pipeline(server, COUNT);
    let answers = '';
    socket.setEncoding('latin1');
    for await (const part of socket) {
      answers += part;
      if (answers.split('HTTP/1.1 ').length > COUNT && answers.endsWith('ok')) break;
    }
    expect(answers.split('HTTP/1.1 200 OK')).toHaveLength(COUNT + 1);
    // One read brings 64 KiB.
    expect(handled.heldMax).toBeGreaterThan(10);
    expect(handled.heldMax).toBeLessThan(100);
  });

  test('are not read while their answers are not', async () => {
    const { server, handled } = await startSlow('x'.repeat(100_000));
    await using _ = server;
    const socket = pipeline(server, COUNT);
    let before = -1;
    while (handled.count === 0 || before < handled.count) {
      before = handled.count;
      await call(server, INNOCENT);
      handled.count--;
    }
    socket.destroy();
    expect(handled.count).toBeLessThan(COUNT / 2);
  });
});

test.each([false, true])('a held upgrade may be reset; behind a proxy: %s', async (trustProxy) => {
  const accepted = Promise.withResolvers<Socket>();
  const clock = new ManualClock();
  const server = await startTestServer({
    protocols: [createTestFrames({})],
    clock,
    trustProxy,
    handle(request, response) {
      accepted.resolve(request.socket);
      response.end();
    },
  });
  await using _ = server;
  const group = addressGroup(trustProxy ? '203.0.113.66' : STRANGER);
  const socket = connect({ port: server.port, host: '127.0.0.1', localAddress: STRANGER });
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const { promise: closed, resolve } = Promise.withResolvers<unknown>();
  (await accepted.promise).on('close', resolve);
  server.throttle.charge(group, 1_000);
  const upgrade = ['GET /test/a HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket'];
  const forwarded = 'X-Forwarded-For: 203.0.113.66';
  socket.write(`${[...upgrade, forwarded].join('\r\n')}\r\n\r\n`);
  while (server.throttle.heldOf(group) === 0) await call(server, INNOCENT);
  socket.resetAndDestroy();
  // An error that nobody listens for is one of the whole test run.
  await closed;
});
