/**
 * What the public test suites of Engine.IO 4 and Socket.IO 5 ask of a server, as far as it needs no handlers of their own,
 * on the server as it is started. In place of their echo stands an event that this server answers.
 */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ManualClock } from '../src/testing/manual-clock.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';

/** Nobody has to answer a ping within a test, except where that is what it is about. */
const PING_INTERVAL_MS = 600_000;
const QUICK_MS = 500;
const FRAME_BYTES_MAX = 4_096;

let server: TestServer;
beforeAll(async () => {
  const limits = {
    pingIntervalMs: PING_INTERVAL_MS,
    frameBytesMax: FRAME_BYTES_MAX,
    socketIoConnectTimeoutMs: 2_000,
  };
  server = await startTestServer({ settings: { limits } });
});
afterAll(() => server[Symbol.asyncDispose]());

const pollUrl = (query = 'EIO=4&transport=polling', at = server) => `${at.url}/socket.io/?${query}`;

/** Packets by hand, over a WebSocket. */
class Wire implements AsyncDisposable {
  readonly socket: WebSocket;
  readonly closed: Promise<void>;
  #packets: string[] = [];
  #waiting: ((packet: string) => void)[] = [];

  constructor(query = 'EIO=4&transport=websocket', at = server) {
    this.socket = new WebSocket(`${at.wsUrl}/socket.io/?${query}`);
    this.socket.on('error', () => {});
    this.socket.on('message', (data: Buffer) => {
      const packet = data.toString();
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#packets.push(packet);
      else waiting(packet);
    });
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve()));
  }

  /** With the session's first packet read. */
  static async open(at = server): Promise<Wire> {
    const wire = new Wire(undefined, at);
    await wire.next();
    return wire;
  }

  /** In the default namespace too. */
  static async connected(): Promise<Wire> {
    const wire = await Wire.open();
    wire.send('40');
    await wire.next();
    return wire;
  }

  send(packet: string | Uint8Array): void {
    this.socket.send(packet);
  }

  next(): Promise<string> {
    const packet = this.#packets.shift();
    if (packet !== undefined) return Promise.resolve(packet);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The next packet that is no ping, which is answered. */
  async nextButPings(): Promise<string> {
    for (;;) {
      const packet = await this.next();
      if (packet !== '2') return packet;
      this.send('3');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }
}

async function openByPolling(at = server): Promise<string> {
  const url = pollUrl(undefined, at);
  const text = await (await fetch(url)).text();
  return `${url}&sid=${JSON.parse(text.slice(1)).sid}`;
}

const post = (url: string, body: string) => fetch(url, { method: 'POST', body });

const HANDSHAKE = {
  sid: expect.stringMatching(/^[\w-]{20}$/),
  pingInterval: PING_INTERVAL_MS,
  pingTimeout: PING_INTERVAL_MS,
  maxPayload: FRAME_BYTES_MAX,
};

describe('Engine.IO: the handshake', () => {
  it('opens a session by polling', async () => {
    const answer = await fetch(pollUrl());
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(text[0]).toBe('0');
    expect(JSON.parse(text.slice(1))).toEqual({ ...HANDSHAKE, upgrades: ['websocket'] });
  });

  it('opens a session by WebSocket', async () => {
    await using wire = new Wire();
    const packet = await wire.next();
    expect(packet[0]).toBe('0');
    expect(JSON.parse(packet.slice(1))).toEqual({ ...HANDSHAKE, upgrades: [] });
  });

  it.each([
    'transport=polling',
    'EIO=abc&transport=polling',
    'EIO=4',
    'EIO=4&transport=abc',
    'EIO=4&transport=polling&sid=unknown',
  ])('by polling is refused with ?%s', async (query) => {
    expect((await fetch(pollUrl(query))).status).toBe(400);
  });

  it.each(['POST', 'PUT'])('by polling is refused with %s', async (method) => {
    expect((await fetch(pollUrl(), { method })).status).toBe(400);
  });

  it.each(['transport=websocket', 'EIO=abc&transport=websocket', 'EIO=4', 'EIO=4&transport=abc'])(
    'by WebSocket is refused with ?%s',
    async (query) => {
      await new Wire(query).closed;
    },
  );
});

describe('Engine.IO: a client of version 2, which speaks EIO=3,', () => {
  const cure = /Socket\.IO client of version 3 or 4/;

  it('is answered by polling with what helps, where pages of any site can read it', async () => {
    for (const query of [
      'EIO=3&transport=polling',
      'EIO=3&transport=polling&b64=1',
      'transport=polling',
    ]) {
      const headers = { origin: 'https://page.example' };
      const answer = await fetch(pollUrl(query), { headers });
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(answer.headers.get('access-control-allow-origin')).toBe(headers.origin);
      expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
      expect(answer.headers.get('vary')).toMatch(/Origin/i);
      expect(await answer.json()).toEqual({ code: 5, message: expect.stringMatching(cure) });
    }
  });

  it('is rejected on WebSocket before the upgrade', async () => {
    const socket = new WebSocket(`${server.wsUrl}/socket.io/?EIO=3&transport=websocket`);
    const [, answer] = await once(socket, 'unexpected-response');
    expect(answer.statusCode).toBe(400);
    const chunks = await answer.toArray();
    expect(JSON.parse(Buffer.concat(chunks).toString()).message).toMatch(cure);
  });
});

describe('Engine.IO: packets', () => {
  it('come several in one post, and are answered in one poll', async () => {
    const url = await openByPolling();
    expect(await (await post(url, '40')).text()).toBe('ok');
    expect(await (await fetch(url)).text()).toMatch(/^40\{"sid":/);
    const events = [1, 2, 3].map((id) => `42${id}["register_user","ada"]`);
    expect((await post(url, events.join('\x1e'))).status).toBe(200);
    const acks = [1, 2, 3].map((id) => `43${id}[{"ok":true,"userId":"ada"}]`);
    let received = '';
    while (received.split('\x1e').filter((packet) => packet.startsWith('43')).length < 3) {
      received += `${received === '' ? '' : '\x1e'}${await (await fetch(url)).text()}`;
    }
    expect(received.split('\x1e').filter((packet) => packet !== '2')).toEqual(acks);
  });

  it('that are none close a polling session', async () => {
    const url = await openByPolling();
    await post(url, 'abc').catch(() => {});
    expect((await fetch(url)).status).toBe(400);
  });

  it('that are none close a WebSocket session', async () => {
    await using wire = await Wire.open();
    wire.send('abc');
    await wire.closed;
  });

  it('are not for two polls at once: the session closes', async () => {
    const url = await openByPolling();
    const polls = await Promise.all([fetch(url), fetch(`${url}&t=second`)]);
    // Which of them comes first is anybody's guess: that one receives the close.
    expect(polls.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(await polls.find(({ status }) => status === 200)?.text()).toBe('1');
    expect((await fetch(url)).status).toBe(400);
  });
});

describe('Engine.IO: the heartbeat', () => {
  const pinging = (pingIntervalMs: number, clock?: ManualClock) =>
    startTestServer({ settings: { limits: { pingIntervalMs } }, ...(clock && { clock }) });

  it('pings by polling, and goes on with clients that answer', async () => {
    // As much is the time to answer in: ten times what a quick machine needs to miss it.
    await using own = await pinging(10 * QUICK_MS);
    const url = await openByPolling(own);
    expect(await (await fetch(url)).text()).toBe('2');
    expect((await post(url, '3')).status).toBe(200);
    expect(await (await fetch(url)).text()).toBe('2');
  });

  it('pings by WebSocket, and goes on with clients that answer', async () => {
    const clock = new ManualClock();
    await using own = await pinging(QUICK_MS, clock);
    await using wire = await Wire.open(own);
    for (let beat = 0; beat < 3; beat++) {
      clock.advance(QUICK_MS);
      expect(await wire.next()).toBe('2');
      wire.send('3');
      // Behind the answer on the same connection.
      wire.socket.ping();
      await once(wire.socket, 'pong');
    }
  });

  it('ends a polling session that does not answer', async () => {
    await using own = await pinging(QUICK_MS);
    const url = await openByPolling(own);
    await fetch(url);
    await expect.poll(async () => (await fetch(url)).status).toBe(400);
  });

  it('ends a WebSocket session that does not answer', async () => {
    await using own = await pinging(QUICK_MS);
    await using wire = await Wire.open(own);
    await wire.closed;
  });
});

describe('Engine.IO: a close packet', () => {
  it('ends a polling session, and the poll under way', async () => {
    const url = await openByPolling();
    const [poll] = await Promise.all([fetch(url), post(url, '1')]);
    expect(poll.status).toBe(200);
    expect(['6', '2']).toContain(await poll.text());
    expect((await fetch(url)).status).toBe(400);
  });

  it('ends a WebSocket session', async () => {
    await using wire = await Wire.open();
    wire.send('1');
    await wire.closed;
  });
});

describe('Engine.IO: the upgrade', () => {
  async function upgraded(): Promise<{ wire: Wire; url: string }> {
    const url = await openByPolling();
    const sid = new URL(url).searchParams.get('sid');
    const wire = new Wire(`EIO=4&transport=websocket&sid=${sid}`);
    await once(wire.socket, 'open');
    wire.send('2probe');
    expect(await wire.next()).toBe('3probe');
    wire.send('5');
    return { wire, url };
  }

  it('takes the session over', async () => {
    const { wire } = await upgraded();
    await using _ = wire;
    wire.send('40');
    expect(await wire.nextButPings()).toMatch(/^40\{"sid":/);
    wire.send('427["register_user","ada"]');
    expect(await wire.nextButPings()).toBe('437[{"ok":true,"userId":"ada"}]');
  });

  it('leaves nothing to polls and other sockets of the same session', async () => {
    const { wire, url } = await upgraded();
    await using _ = wire;
    wire.send('40');
    expect(await wire.nextButPings()).toMatch(/^40/);
    expect((await fetch(url)).status).toBe(400);
    await new Wire(new URL(url).search.slice(1).replace('polling', 'websocket')).closed;
    wire.send('427["register_user","ada"]');
    expect(await wire.nextButPings()).toBe('437[{"ok":true,"userId":"ada"}]');
  });
});

describe('Socket.IO: namespaces', () => {
  it.each(['40', '40{"token":"123"}', '40{}'])('the default one is open to %s', async (packet) => {
    await using wire = await Wire.open();
    wire.send(packet);
    const answer = await wire.nextButPings();
    expect(answer.slice(0, 2)).toBe('40');
    expect(JSON.parse(answer.slice(2))).toEqual({ sid: expect.stringMatching(/^[\w-]{20}$/) });
  });

  it('there is no other: a client is rejected before and after it is in the default one', async () => {
    await using wire = await Wire.open();
    for (const packet of ['40/random', '40/admin,', '40/admin,{"a":1}']) {
      wire.send(packet);
      const name = packet === '40/random' ? '/random' : '/admin';
      expect(await wire.nextButPings()).toBe(`44${name},{"message":"Invalid namespace"}`);
    }
    wire.send('40');
    expect(await wire.nextButPings()).toMatch(/^40\{/);
    wire.send('40/admin,');
    expect(await wire.nextButPings()).toBe('44/admin,{"message":"Invalid namespace"}');
    wire.send('421["register_user","ada"]');
    expect(await wire.nextButPings()).toBe('431[{"ok":true,"userId":"ada"}]');
  });

  it('a client that does not ask for one in time is closed', async () => {
    await using wire = await Wire.open();
    for (;;) {
      const packet = await Promise.race([wire.next(), wire.closed]);
      if (packet === undefined) break;
      wire.send('3');
    }
  });

  it('a client that leaves it keeps its connection, and may come back as somebody else', async () => {
    await using wire = await Wire.connected();
    wire.send('421["register_user","ada"]');
    expect(await wire.nextButPings()).toBe('431[{"ok":true,"userId":"ada"}]');
    wire.send('41');
    wire.send('40');
    expect(await wire.nextButPings()).toMatch(/^40\{/);
    wire.send('422["register_user","grace"]');
    expect(await wire.nextButPings()).toBe('432[{"ok":true,"userId":"grace"}]');
  });

  it('a client is known by another id each time, none of which tells of another', async () => {
    const sids = new Set<string>();
    for (let i = 0; i < 3; i++) {
      await using wire = await Wire.open();
      for (const packet of ['40', '41', '40']) {
        wire.send(packet);
        if (packet === '40') sids.add(JSON.parse((await wire.nextButPings()).slice(2)).sid);
      }
    }
    expect(sids.size).toBe(6);
  });
});

describe('Socket.IO: events', () => {
  it('that no protocol knows are answered, where an answer is asked for', async () => {
    await using wire = await Wire.connected();
    wire.send('42["unknown",1]');
    wire.send('427["unknown",1]');
    wire.send('428[5]');
    const answer = '[{"ok":false,"error":"Unknown event","message":"Unknown event"}]';
    expect(await wire.nextButPings()).toBe(`437${answer}`);
    expect(await wire.nextButPings()).toBe(`438${answer}`);
  });

  it('with binary attachments are taken as the wrong type, and the session goes on', async () => {
    await using wire = await Wire.connected();
    wire.send('451-3["register_user",{"_placeholder":true,"num":0}]');
    wire.send(Uint8Array.from([1, 2, 3]));
    expect(await wire.nextButPings()).toMatch(/^42\["error",/);
    expect(await wire.nextButPings()).toMatch(/^433\[\{"ok":false/);
  });

  it.each(['4abc', '42{}', '42abc["register_user","ada"]', '43abc', '40', '42/admin,["x"]'])(
    'in no such form as %s: the connection is closed',
    async (packet) => {
      await using wire = await Wire.connected();
      wire.send(packet);
      await wire.closed;
    },
  );
});
