/** A frame that is too large is answered in the protocol's own words before the connection closes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProtocolName } from '../src/protocols/list.ts';
import { EventClient } from '../src/testing/event-client.ts';
import { FrameClient } from '../src/testing/frame-client.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';

const FRAME_BYTES_MAX = 2_048;
const TEXT = `Frame too large (max ${FRAME_BYTES_MAX} bytes)`;
const LARGE = 'x'.repeat(FRAME_BYTES_MAX + 1);

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { limits: { frameBytesMax: FRAME_BYTES_MAX } } });
});
afterAll(() => server[Symbol.asyncDispose]());

const FRAMES = {
  lobby: { path: '/ws/chat/ada', word: { type: 'error', message: TEXT } },
  reactions: { path: '/ws', word: { type: 'error', data: { error: TEXT } } },
  platform: {
    path: `/ws/${SANDBOX_ROOM}?token=${SANDBOX_KEY}&user_id=ada`,
    word: { type: 'error', data: { code: 'VALIDATION_ERROR', message: TEXT } },
  },
} as const;

describe.each(Object.entries(FRAMES))('%s', (_, { path, word }) => {
  it('says so before the connection closes', async () => {
    await using client = await FrameClient.open(`${server.wsUrl}${path}`);
    client.socket.send(LARGE);
    expect((await client.closed).code).toBe(1009);
    expect(JSON.parse(client.pending.at(-1) ?? '')).toMatchObject(word);
  });
});

const EVENTS = {
  direct: {
    begin: (client: EventClient) => client.ask('register_user', 'ada'),
    event: 'error',
    word: { message: TEXT },
  },
  community: {
    begin: (client: EventClient) => client.ask('join', { uid: 'general' }),
    event: 'system',
    word: { type: 'error', text: TEXT },
  },
} as const;

const TRANSPORTS = [['websocket'], ['polling'], ['polling', 'websocket']].map((transports) => ({
  name: transports.join(', then '),
  transports,
}));

describe.each(Object.entries(EVENTS))('%s', (_, { begin, event, word }) => {
  it.each(TRANSPORTS)(
    'says so before the connection closes, over $name',
    async ({ transports }) => {
      await using client = await EventClient.open(server.url, { transports });
      await begin(client);
      client.forget();
      const gone = new Promise((resolve) => client.socket.once('disconnect', resolve));
      if (transports[0] === 'websocket') client.emit('sendMessage', { text: LARGE });
      else if (transports.length === 2) {
        await expect.poll(() => client.socket.io.engine.transport.name).toBe('websocket');
        client.emit('sendMessage', { text: LARGE });
      } else {
        // By hand, beside the client's own poll: its own post would end it before the poll is answered.
        const sid = client.socket.io.engine.id;
        const url = `${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`;
        const answer = await fetch(url, { method: 'POST', body: LARGE });
        expect(answer.status).toBe(413);
        expect(await answer.json()).toEqual({ code: 3, message: 'Payload too large' });
      }
      expect(await client.next(event)).toMatchObject(word);
      await gone;
    },
  );
});

/** Each protocol stands in a table above: a sixth does not compile until it does. */
export const COVERED = { ...FRAMES, ...EVENTS } satisfies Record<ProtocolName, object>;
