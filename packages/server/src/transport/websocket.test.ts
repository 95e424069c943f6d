import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { roomTopic } from '../hub/protocol.ts';
import { createTestFrames, type FrameHooks, ROOM } from '../hub/testing/test-protocol.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

/** Listens to the room and answers each frame with itself. */
const echoing: FrameHooks = {
  open: (session) => session.listen(roomTopic(ROOM)),
  receive: (session, text) => session.send(text),
  receiveBinary: (session) => session.close(1003, 'no binary'),
};

async function connect(server: TestServer, path = '/test/a'): Promise<WebSocket> {
  const client = new WebSocket(`ws://${server.url(path)}`);
  await once(client, 'open');
  return client;
}

async function nextText(client: WebSocket): Promise<string> {
  return String((await once(client, 'message'))[0]);
}

/** A client that does its own handshake, for what no client library would send. */
async function connectRaw(server: TestServer): Promise<Socket> {
  const socket = connectTcp({ port: server.port, host: '127.0.0.1' });
  // What a misbehaving client gets may be a reset.
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

async function upgradeRaw(server: TestServer): Promise<Socket> {
  const socket = await connectRaw(server);
  socket.write(upgradeRequest('/test/raw'));
  await once(socket, 'data');
  return socket;
}

function upgradeRequest(path: string, upgrade = 'websocket'): string {
  return (
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n` +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
  );
}

async function statusOf(server: TestServer, request: string): Promise<number> {
  const socket = await connectRaw(server);
  socket.write(request);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return Number(String(answer).split(' ')[1]);
}

/** The code of the close frame that a client gets who sends these bytes. */
async function closeCodeAfter(server: TestServer, bytes: Buffer): Promise<number> {
  const socket = await upgradeRaw(server);
  socket.write(bytes);
  const [frame] = await once(socket, 'data');
  socket.destroy();
  return frame[0] === 0x88 ? frame.readUInt16BE(2) : 0;
}

async function expectUnharmed(server: TestServer, client: WebSocket): Promise<void> {
  const answered = nextText(client);
  client.send('still here');
  expect(await answered).toBe('still here');
  expect(server.errors).toEqual([]);
}

describe('a WebSocket client', () => {
  it('sends, gets responses and the room’s frames, and is closed with 1001', async () => {
    await using server = await startTestServer({ protocols: [createTestFrames(echoing)] });
    const client = await connect(server);
    const answered = nextText(client);
    client.send('hallo');
    expect(await answered).toBe('hallo');
    const received = nextText(client);
    server.publish(server.room.create('to all'));
    expect(JSON.parse(await received)).toMatchObject({ seq: 1, content: 'to all' });
    const gone = once(client, 'close');
    await server.transport.close(2_000);
    expect((await gone)[0]).toBe(1001);
    expect(server.counts.closedCodes).toEqual([1001]);
  });

  it('may be Node’s own', async () => {
    await using server = await startTestServer({ protocols: [createTestFrames(echoing)] });
    const client = new globalThis.WebSocket(`ws://${server.url('/test/a')}`);
    await new Promise((resolve) => client.addEventListener('open', resolve));
    const received = new Promise<string>((resolve) =>
      client.addEventListener('message', ({ data }) => resolve(String(data))),
    );
    client.send('Grüße 👋');
    expect(await received).toBe('Grüße 👋');
    client.close();
  });

  it('gets frames of any length whole', async () => {
    await using server = await startTestServer({ protocols: [createTestFrames(echoing)] });
    const client = await connect(server);
    for (const length of [125, 126, 60_000]) {
      const received = nextText(client);
      client.send('é'.repeat(length / 2));
      expect(await received).toHaveLength(Math.floor(length / 2));
    }
    const received = nextText(client);
    server.publish(server.room.create('x'.repeat(70_000)));
    expect(JSON.parse(await received)).toMatchObject({ content: 'x'.repeat(70_000) });
  });

  it('gets responses and the room’s frames in the order in which they arose', async () => {
    const hooks: FrameHooks = {
      ...echoing,
      receive(session, text) {
        for (let i = 0; i < 5; i++) {
          server.publish(server.room.create(`${i}`));
          session.send(`${text} ${i}`);
        }
      },
    };
    await using server = await startTestServer({ protocols: [createTestFrames(hooks)] });
    const client = await connect(server);
    const seen: string[] = [];
    const done = new Promise<void>((resolve) =>
      client.on('message', (data) => {
        const text = String(data);
        seen.push(text.startsWith('{') ? JSON.parse(text).content : text);
        if (seen.length === 10) resolve();
      }),
    );
    client.send('ack');
    await done;
    expect(seen).toEqual(['0', 'ack 0', '1', 'ack 1', '2', 'ack 2', '3', 'ack 3', '4', 'ack 4']);
  });

  it('gets a pong when it pings', async () => {
    await using server = await startTestServer({ protocols: [createTestFrames(echoing)] });
    const client = await connect(server);
    const answer = once(client, 'pong');
    client.ping('are you there?');
    expect(String((await answer)[0])).toBe('are you there?');
    client.close();
  });

  it('is dead when it leaves two pings unanswered', async () => {
    const clock = new ManualClock();
    await using server = await startTestServer({ protocols: [createTestFrames(echoing)], clock });
    const silent = new WebSocket(`ws://${server.url('/test/a')}`, { autoPong: false });
    await once(silent, 'open');
    const gone = once(silent, 'close');
    for (let round = 0; round < 3; round++) {
      const pinged = round < 2 ? once(silent, 'ping') : null;
      clock.advance(30_000);
      await pinged;
    }
    expect((await gone)[0]).toBe(1006);
  });

  it.each([
    {
      what: 'too large a frame',
      bytes: [0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0],
      code: 1009,
    },
    { what: 'text that is not UTF-8', bytes: [0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28], code: 1007 },
    { what: 'a frame without a mask', bytes: [0x81, 0x01, 0x61], code: 1002 },
    { what: 'an unknown opcode', bytes: [0x83, 0x80, 0, 0, 0, 0], code: 1002 },
    { what: 'a binary frame', bytes: [0x82, 0x80, 0, 0, 0, 0], code: 1003 },
  ])('is sent away with $code for $what', async ({ bytes, code }) => {
    await using server = await startTestServer({ protocols: [createTestFrames(echoing)] });
    const other = await connect(server);
    expect(await closeCodeAfter(server, Buffer.from(bytes))).toBe(code);
    await expectUnharmed(server, other);
  });
});

describe('a client that does not read', () => {
  it('is cut off with 1013 while others go on, and its memory is given back', async () => {
    const limits = { outboxBytesMax: 1_048_576 };
    await using server = await startTestServer({ protocols: [createTestFrames(echoing)], limits });
    const good = await connect(server);
    const slow = await upgradeRaw(server);
    slow.pause();
    const before = process.memoryUsage();
    let received = 0;
    good.on('message', () => received++);
    const content = 'x'.repeat(30_000);
    let sent = 0;
    while (server.counts.cutOff === 0) {
      // The good client's pace is the room's.
      for (let i = 0; i < 10; i++)
        server.publish(server.room.edit(1, content) ?? server.room.create(content));
      sent += 10;
      while (received < sent) await once(good, 'message');
      expect(sent).toBeLessThan(2_000);
    }
    expect(server.hub.sessionCount).toBe(1);
    await expectUnharmed(server, good);
    expect(server.counts.closedCodes).toEqual([1013]);
    const { rss } = process.memoryUsage();
    expect(rss - before.rss).toBeLessThan(50 * 1_048_576);
    slow.destroy();
  });

  it('gets its close frame if it reads on in time', async () => {
    const limits = { outboxBytesMax: 65_536 };
    const clock = new ManualClock();
    await using server = await startTestServer({
      protocols: [createTestFrames(echoing)],
      limits,
      clock,
    });
    const slow = await connect(server);
    slow.pause();
    const content = 'x'.repeat(30_000);
    for (let tick = 0; tick < 2_000 && server.counts.cutOff === 0; tick++) {
      server.publish(server.room.create(content));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(server.counts.cutOff).toBe(1);
    const gone = once(slow, 'close');
    slow.resume();
    const [code, reason] = await gone;
    expect([code, String(reason)]).toEqual([1013, 'Too slow']);
  });
});

describe('a request to upgrade', () => {
  it('is refused where no protocol is, and where it is no request for one', async () => {
    await using server = await startTestServer({ protocols: [createTestFrames(echoing)] });
    expect(await statusOf(server, upgradeRequest('/nowhere'))).toBe(404);
    expect(
      await statusOf(server, upgradeRequest('/test/a').replace('Sec-WebSocket-Key', 'X')),
    ).toBe(400);
    expect(await statusOf(server, 'nonsense\r\n\r\n')).toBe(400);
  });

  it('to another protocol is a plain request', async () => {
    await using server = await startTestServer({ protocols: [createTestFrames(echoing)] });
    expect(await statusOf(server, upgradeRequest('/test/a', 'h2c'))).toBe(426);
  });

  it('is refused with 503 beyond the limit for one address, until one has gone', async () => {
    const limits = { connectionsPerAddressMax: 2 };
    await using server = await startTestServer({ protocols: [createTestFrames(echoing)], limits });
    const first = await connect(server);
    await connect(server);
    expect(await statusOf(server, upgradeRequest('/test/a'))).toBe(503);
    first.terminate();
    while (server.transport.connectionCount > 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await statusOf(server, upgradeRequest('/test/a'))).toBe(101);
  });
});

describe('a port', () => {
  it('that is in use is reported as such', async () => {
    await using server = await startTestServer({ protocols: [createTestFrames(echoing)] });
    const again = await server.transport.listen({ port: server.port, host: '127.0.0.1' });
    expect(again).toEqual({ kind: 'portInUse', port: server.port });
  });

  it('on an address that is not this machine’s is reported as such', async () => {
    await using server = await startTestServer({ protocols: [createTestFrames(echoing)] });
    const elsewhere = await server.transport.listen({ port: 0, host: '192.0.2.1' });
    expect(elsewhere.kind).toBe('addressUnavailable');
  });
});

describe('arbitrary bytes', () => {
  it('never crash the server nor harm another client, before the upgrade or after', async () => {
    await using server = await startTestServer({ protocols: [createTestFrames(echoing)] });
    const other = await connect(server);
    const bytes = fc.uint8Array({ maxLength: 200, size: 'max' });
    await fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), async (garbage, isUpgraded) => {
        const socket = await (isUpgraded ? upgradeRaw(server) : connectRaw(server));
        const closed = once(socket, 'close');
        socket.resume();
        socket.end(garbage);
        await closed;
        await expectUnharmed(server, other);
      }),
      { numRuns: 60 },
    );
  });
});
