import { once } from 'node:events';
import { KoineError } from '@koine/contract';
import { io } from 'socket.io-client';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { roomTopic } from '../hub/protocol.ts';
import {
  createTestEvents,
  type EventHooks,
  ROOM,
  type WireMessage,
} from '../hub/testing/test-protocol.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import {
  connect,
  connectRaw,
  dial,
  expectUnharmed,
  next,
  POLLING,
  startEcho,
  type Transports,
  WEBSOCKET,
} from './testing/socket-io.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

const TRANSPORTS: readonly { name: string; transports: Transports }[] = [
  { name: 'websocket', transports: WEBSOCKET },
  { name: 'polling', transports: POLLING },
  { name: 'polling, then websocket', transports: ['polling', 'websocket'] },
];

describe.each(TRANSPORTS)('a stock Socket.IO client ($name)', ({ transports }) => {
  it('connects, calls, gets acknowledgements, the room’s frames and the close', async () => {
    await using server = await startEcho();
    const client = await connect(server, transports);
    expect(await client.emitWithAck('echo', { a: 'Grüße' }, 'zwei')).toEqual({ a: 'Grüße' });
    const received = next(client, 'messageCreated');
    server.publish(server.room.create('hallo'));
    expect(await received).toEqual([{ seq: 1, changeSeq: 1, content: 'hallo', isDeleted: false }]);
    const gone = next(client, 'disconnect');
    await server.transport.close(2_000);
    expect((await gone)[0]).toBe('transport close');
  });

  it('is refused with the protocol’s text, and may try again', async () => {
    const protocol = createTestEvents([], {
      open(_session, _handshake, auth) {
        if (JSON.stringify(auth) === '{"token":"good"}') return;
        throw new KoineError('unauthorized', {}, `not with ${JSON.stringify(auth)}`);
      },
    });
    await using server = await startTestServer({ protocols: [protocol] });
    const client = dial(server, transports, { token: 'bad' });
    const [error] = await next(client, 'connect_error');
    expect(error).toHaveProperty('message', 'not with {"token":"bad"}');
    client.auth = { token: 'good' };
    client.connect();
    await next(client, 'connect');
    client.close();
  });

  it('receives everything in order, once, while the room is busy', async () => {
    await using server = await startEcho();
    const seqs: number[] = [];
    const count = 3_000;
    const client = dial(server, transports);
    const all = new Promise<void>((resolve) =>
      client.on('messageCreated', ({ seq }: WireMessage) => {
        seqs.push(seq);
        if (seq === count) resolve();
      }),
    );
    await next(client, 'connect');
    const first = server.room.lastSeq + 1;
    // While a client upgrades, messages and answers go on.
    for (let tick = 0; tick < count / 10; tick++) {
      for (let i = 0; i < 10; i++) server.publish(server.room.create('x'));
      if (tick % 20 === 0) await client.emitWithAck('echo', tick);
      else await new Promise((resolve) => setImmediate(resolve));
    }
    await all;
    expect(seqs).toEqual(Array.from({ length: count }, (_, index) => first + index));
    if (transports.length === 2) expect(client.io.engine.transport.name).toBe('websocket');
    client.close();
  });

  it('is dropped by a DISCONNECT packet when a protocol closes its session', async () => {
    const kicking: EventHooks = { receive: (session) => session.close(4003, 'banned') };
    await using server = await startTestServer({ protocols: [createTestEvents(['go'], kicking)] });
    const client = await connect(server, transports);
    const gone = next(client, 'disconnect');
    client.emit('go');
    expect((await gone)[0]).toBe('io server disconnect');
  });

  it('that leaves is gone for the hub', async () => {
    await using server = await startEcho();
    const client = await connect(server, transports);
    expect(server.hub.sessionCount).toBe(1);
    client.disconnect();
    while (server.hub.sessionCount > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(server.errors).toEqual([]);
  });
});

describe('a client that comes by websocket at once', () => {
  const limits = { pingIntervalMs: 1_000, frameBytesMax: 4_000 };

  it('receives the times and sizes first, and pings as texts', async () => {
    const clock = new ManualClock();
    await using server = await startEcho({ clock, limits });
    const raw = new WebSocket(`ws://${server.url('/socket.io/?EIO=4&transport=websocket')}`);
    const [hello] = await once(raw, 'message');
    expect(String(hello).slice(0, 1)).toBe('0');
    expect(JSON.parse(String(hello).slice(1))).toEqual({
      sid: expect.stringMatching(/^\S+$/),
      upgrades: [],
      pingInterval: 1_000,
      pingTimeout: 1_000,
      maxPayload: 4_000,
    });
    const asked = once(raw, 'message');
    clock.advance(1_000);
    expect(String((await asked)[0])).toBe('2');
    raw.close();
  });

  it.each([
    { answers: true, stays: true },
    { answers: false, stays: false },
  ])('stays as long as it answers them (%j)', async ({ answers, stays }) => {
    const clock = new ManualClock();
    await using server = await startEcho({ clock, limits });
    const raw = await connectRaw(server);
    let isGone = false;
    raw.on('close', () => {
      isGone = true;
    });
    for (let beats = 0; beats < 4 && !isGone; beats++) {
      const asked = Promise.race([once(raw, 'message'), once(raw, 'close')]);
      clock.advance(1_000);
      await asked;
      if (!answers || isGone) continue;
      raw.send('3');
      // An answer of the server's own, behind the pong.
      const received = once(raw, 'message');
      raw.send('420["echo",1]');
      await received;
    }
    expect(isGone).toBe(!stays);
    while (server.hub.sessionCount > (stays ? 1 : 0))
      await new Promise((resolve) => setImmediate(resolve));
    expect(server.hub.sessionCount).toBe(stays ? 1 : 0);
    raw.close();
  });

  it('may send what this version has no use for, and binary data as text only as an attachment', async () => {
    await using server = await startEcho();
    const raw = await connectRaw(server);
    for (const packet of ['0', '5', '6', '451-["echo",{"_placeholder":true,"num":0}]', 'bAAAA'])
      raw.send(packet);
    const received = once(raw, 'message');
    raw.send('420["echo",1]');
    expect(String((await received)[0])).toBe('430[1]');
    const gone = once(raw, 'close');
    raw.send('bAAAA');
    expect((await gone)[0]).toBe(1002);
  });
});

describe('the default namespace', () => {
  it('is shared by the protocols, each with the events that are its own', async () => {
    const received: string[] = [];
    const protocolOf = (name: 'direct' | 'community', event: string) =>
      createTestEvents(
        [event],
        {
          receive(session, called, _args, ack) {
            received.push(`${name}: ${called} on ${session.id.split('/')[1]}`);
            ack?.(name);
          },
        },
        name,
      );
    await using server = await startTestServer({
      protocols: [protocolOf('direct', 'a'), protocolOf('community', 'b')],
    });
    const client = await connect(server);
    client.emit('unknown', 1);
    const unknown = { ok: false, error: 'Unknown event', message: 'Unknown event' };
    expect(await client.emitWithAck('unknown', 1)).toEqual(unknown);
    expect(await client.emitWithAck('a')).toBe('direct');
    expect(await client.emitWithAck('b')).toBe('community');
    expect(received).toEqual(['direct: a on direct', 'community: b on community']);
    expect(server.hub.sessionCount).toBe(2);
    client.close();
  });

  it('is the only one', async () => {
    await using server = await startEcho();
    const client = io(`http://${server.url('/admin')}`, { transports: [...WEBSOCKET] });
    const [error] = await next(client, 'connect_error');
    expect(error).toHaveProperty('message', 'Invalid namespace');
    client.close();
  });

  it('holds what a protocol sends while it opens until the client is connected', async () => {
    const greeting: EventHooks = {
      async open(session) {
        session.listen(roomTopic(ROOM));
        session.send('2["early",1]');
        server.publish(server.room.create('hallo'));
        await new Promise((resolve) => setImmediate(resolve));
      },
    };
    await using server = await startTestServer({ protocols: [createTestEvents([], greeting)] });
    const client = dial(server, WEBSOCKET);
    const order: string[] = [];
    client.on('connect', () => order.push('connect'));
    client.onAny((name: string) => order.push(name));
    await next(client, 'messageCreated');
    expect(order).toEqual(['connect', 'early', 'messageCreated']);
    client.close();
  });

  it('has a time limit for asking to be connected', async () => {
    const clock = new ManualClock();
    await using server = await startEcho({ clock });
    const raw = new WebSocket(`ws://${server.url('/socket.io/?EIO=4&transport=websocket')}`);
    await once(raw, 'message');
    const gone = once(raw, 'close');
    clock.advance(45_000);
    await gone;
  });
});

describe('a Socket.IO client that does not read', () => {
  it.each(['websocket', 'polling'])('is cut off on %s while others go on', async (transport) => {
    const limits = { outboxBytesMax: 1_048_576, pingIntervalMs: 60_000 };
    await using server = await startEcho({ limits });
    const good = await connect(server);
    let received = 0;
    good.on('messageCreated', () => received++);
    good.on('messageUpdated', () => received++);
    if (transport === 'websocket') (await connectRaw(server)).pause();
    else await connectByPolling(server);
    const before = process.memoryUsage();
    const content = 'x'.repeat(30_000);
    for (let sent = 0; server.counts.cutOff === 0; sent++) {
      server.publish(server.room.edit(1, content) ?? server.room.create(content));
      while (received <= sent) await new Promise((resolve) => setImmediate(resolve));
      expect(sent).toBeLessThan(2_000);
    }
    expect(process.memoryUsage().rss - before.rss).toBeLessThan(50 * 1_048_576);
    await expectUnharmed(server, good);
    expect(server.hub.sessionCount).toBe(1);
    good.close();
  });
});

/** Connects to the namespace and never polls again. */
async function connectByPolling(server: TestServer): Promise<void> {
  const url = `http://${server.url('/socket.io/?EIO=4&transport=polling')}`;
  const { sid } = JSON.parse((await (await fetch(url)).text()).slice(1));
  await (await fetch(`${url}&sid=${sid}`, { method: 'POST', body: '40' })).text();
  await (await fetch(`${url}&sid=${sid}`)).text();
}
