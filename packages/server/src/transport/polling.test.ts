import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  createTestEvents,
  createTestFrames,
  type EventHooks,
} from '../hub/testing/test-protocol.ts';
import { connect, expectUnharmed, next, POLLING, startEcho } from './testing/socket-io.ts';
import { startTestServer } from './testing/test-server.ts';

describe('long-polling', () => {
  it('is open to pages of every origin', async () => {
    await using server = await startEcho();
    const headers = { origin: 'https://elsewhere.example' };
    const url = `http://${server.url('/socket.io/?EIO=4&transport=polling')}`;
    const answer = await fetch(url, { headers });
    expect(answer.headers.get('access-control-allow-origin')).toBe(headers.origin);
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    expect(answer.headers.get('vary')).toBe('Origin');
    const { sid } = JSON.parse((await answer.text()).slice(1));
    await fetch(`${url}&sid=${sid}`, { method: 'POST', body: '1', headers });
  });

  it('is refused beyond the limit for one address', async () => {
    await using server = await startEcho({ limits: { connectionsPerAddressMax: 1 } });
    const client = await connect(server, POLLING);
    const url = `http://${server.url('/socket.io/?EIO=4&transport=polling')}`;
    expect((await fetch(url)).status).toBe(503);
    await expectUnharmed(server, client);
    client.close();
  });

  it.each(['&sid=', '&sid=x&sid='])(
    'is refused there too with %s, which names no session',
    async (sid) => {
      await using server = await startEcho({ limits: { connectionsPerAddressMax: 1 } });
      const client = await connect(server, POLLING);
      const path = `${server.url('/socket.io/?EIO=4')}${sid}&transport=`;
      expect((await fetch(`http://${path}polling`)).status).toBe(503);
      const raw = new WebSocket(`ws://${path}websocket`);
      const [error] = await once(raw, 'error');
      expect(error.message).toContain('503');
      client.close();
    },
  );

  it('closes a client whose posts go on while too many wait', async () => {
    const stuck: EventHooks = { receive: () => new Promise(() => {}) };
    await using server = await startTestServer({
      protocols: [createTestEvents(['go'], stuck)],
      limits: { inboxFramesMax: 5 },
    });
    const client = await connect(server, POLLING);
    const gone = next(client, 'disconnect');
    for (let i = 0; i < 10; i++) client.emit('go');
    await gone;
    expect(server.hub.sessionCount).toBe(0);
  });

  it('leaves every other path to the HTTP handler', async () => {
    await using server = await startEcho();
    for (const path of ['/socket.io/client.js', '/socket.iox', '/']) {
      const answer = await fetch(`http://${server.url(path)}`);
      expect([answer.status, await answer.text()]).toEqual([404, 'not here']);
    }
  });

  it('is not served when no protocol speaks Socket.IO', async () => {
    await using server = await startTestServer({ protocols: [createTestFrames({})] });
    const answer = await fetch(`http://${server.url('/socket.io/?EIO=4&transport=polling')}`);
    expect(await answer.text()).toBe('not here');
  });
});
