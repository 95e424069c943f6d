import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { roomTopic } from '../hub/protocol.ts';
import { createTestFrames, type FrameHooks, ROOM } from '../hub/testing/test-protocol.ts';
import { startTestServer } from './testing/test-server.ts';

const listening: FrameHooks = {
  open: (session) => session.listen(roomTopic(ROOM)),
  receive: (session, text) => session.send(text),
};

describe('a WebSocket client', () => {
  it('sends, is answered, hears the room and is told to go with 1001', async () => {
    await using server = await startTestServer({ protocols: [createTestFrames(listening)] });
    const client = new WebSocket(`ws://${server.url('/test/a')}`);
    await once(client, 'open');
    const answered = once(client, 'message');
    client.send('hallo');
    expect(String((await answered)[0])).toBe('hallo');
    const heard = once(client, 'message');
    server.publish(server.room.create('to all'));
    expect(JSON.parse(String((await heard)[0]))).toMatchObject({ seq: 1, content: 'to all' });
    const gone = once(client, 'close');
    await server.transport.close(2_000);
    expect((await gone)[0]).toBe(1001);
  });
});
