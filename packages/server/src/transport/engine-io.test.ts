import { KoineError } from '@koine/contract';
import { type Socket as ClientSocket, io } from 'socket.io-client';
import { describe, expect, it } from 'vitest';
import { roomTopic } from '../hub/protocol.ts';
import { createTestEvents, type EventHooks, ROOM } from '../hub/testing/test-protocol.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

type Road = readonly ('websocket' | 'polling')[];

function connect(server: TestServer, road: Road, auth: object = {}): ClientSocket {
  return io(`http://${server.url('')}`, { transports: [...road], auth, forceNew: true });
}

/** The arguments of the client's next event of this name. */
function next(client: ClientSocket, name: string): Promise<unknown[]> {
  return new Promise((resolve) => client.once(name, (...args: unknown[]) => resolve(args)));
}

const listening: EventHooks = {
  open: (session) => session.listen(roomTopic(ROOM)),
  receive: (_session, _name, args, ack) => ack?.(...args),
};

const ROADS: readonly { name: string; road: Road }[] = [
  { name: 'websocket', road: ['websocket'] },
  { name: 'polling', road: ['polling'] },
  { name: 'polling, then websocket', road: ['polling', 'websocket'] },
];

describe.each(ROADS)('a stock Socket.IO client ($name)', ({ road }) => {
  it('connects, calls and is answered, hears the room and is told goodbye', async () => {
    await using server = await startTestServer({
      protocols: [createTestEvents(['echo'], listening)],
    });
    const client = connect(server, road);
    await next(client, 'connect');
    expect(await client.emitWithAck('echo', { a: 1 }, 'zwei')).toEqual({ a: 1 });
    const heard = next(client, 'messageCreated');
    server.publish(server.room.create('hallo'));
    expect(await heard).toEqual([{ seq: 1, changeSeq: 1, content: 'hallo', isDeleted: false }]);
    const gone = next(client, 'disconnect');
    await server.transport.close(2_000);
    expect((await gone)[0]).toBe('transport close');
    client.close();
  });

  it('is refused with the words of the protocol', async () => {
    const protocol = createTestEvents([], {
      open(_session, _opening, auth) {
        throw new KoineError('unauthorized', {}, `not with ${JSON.stringify(auth)}`);
      },
    });
    await using server = await startTestServer({ protocols: [protocol] });
    const client = connect(server, road, { token: 'x' });
    const [error] = await next(client, 'connect_error');
    expect(error).toBeInstanceOf(Error);
    expect(error).toHaveProperty('message', 'not with {"token":"x"}');
    client.close();
  });
});
