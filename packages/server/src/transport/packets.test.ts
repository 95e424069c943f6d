import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createTestEvents, type EventHooks } from '../hub/testing/test-protocol.ts';
import { connect, connectRaw, expectUnharmed, startEcho } from './testing/socket-io.ts';
import { startTestServer } from './testing/test-server.ts';

describe('a packet', () => {
  it.each([
    '4',
    '4x',
    '42',
    '42{}',
    '42["connect"]',
    '42not json',
    '44{}',
    '45["x"]',
    '451-[',
    '40',
    '42/admin,["x"]',
    '2',
    '7',
    '',
  ])('that is malformed or out of place closes the connection: %j', async (packet) => {
    await using server = await startEcho();
    const other = await connect(server);
    const raw = await connectRaw(server);
    const gone = once(raw, 'close');
    raw.send(packet);
    await gone;
    await expectUnharmed(server, other);
    other.close();
  });

  it.each(['42["echo",1]', '41', '43[]'])(
    'before CONNECT closes the connection: %j',
    async (packet) => {
      await using server = await startEcho();
      const raw = new WebSocket(`ws://${server.url('/socket.io/?EIO=4&transport=websocket')}`);
      await once(raw, 'message');
      const gone = once(raw, 'close');
      raw.send(packet);
      await gone;
    },
  );

  it('with binary data reaches the protocol without it, and the connection stays usable', async () => {
    const seen: unknown[] = [];
    const hooks: EventHooks = {
      receive(_session, _name, args, ack) {
        seen.push(args[0]);
        ack?.('no');
      },
    };
    await using server = await startTestServer({ protocols: [createTestEvents(['echo'], hooks)] });
    const client = await connect(server);
    const data = { body: Buffer.from('x'), more: Buffer.from('y') };
    expect(await client.emitWithAck('echo', data)).toBe('no');
    expect(await client.emitWithAck('echo', 'text')).toBe('no');
    const placeholder = (num: number) => ({ _placeholder: true, num });
    expect(seen).toEqual([{ body: placeholder(0), more: placeholder(1) }, 'text']);
    client.close();
  });

  it('of arbitrary text never crashes the server nor harms another client', async () => {
    await using server = await startEcho();
    const other = await connect(server);
    const packet = fc.oneof(
      fc.string(),
      fc.json().map((json) => `42${json}`),
      fc.json().map((json) => `42["echo",${json}]`),
      fc
        .tuple(fc.constantFrom('40', '41', '42', '43', '44', '451-', '461-'), fc.string())
        .map(([a, b]) => a + b),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(packet, { maxLength: 5 }), async (packets) => {
        const raw = await connectRaw(server);
        for (const text of packets) raw.send(text);
        const gone = once(raw, 'close');
        raw.close();
        await gone;
        await expectUnharmed(server, other);
      }),
      { numRuns: 60 },
    );
    other.close();
  });
});
