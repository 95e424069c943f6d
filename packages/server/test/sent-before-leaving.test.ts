/** What a user sent before leaving is stored, and comes before the notice that they have left: for each protocol and way to leave. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ProtocolName } from '../src/protocols/list.ts';
import { EventClient } from '../src/testing/event-client.ts';
import { FrameClient } from '../src/testing/frame-client.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { CommunityApi } from './clients/rest.ts';
import { MEETING_UID, ONE_ROOM } from './support/settings.ts';

let server: TestServer;
/** Hears of everyone in the room. */
let observer: FrameClient;

beforeAll(async () => {
  server = await startTestServer({ settings: ONE_ROOM });
  observer = await FrameClient.open(`${server.wsUrl}/ws/chat/observer`);
  await observer.next();
});
afterAll(async () => {
  await observer[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const TEXTS = ['one', 'two', 'three'];

interface FrameCase {
  readonly path: (name: string) => string;
  readonly frame: (text: string, name: string) => object;
}

/** Protocols of plain frames. */
const FRAMES: Readonly<Record<'lobby' | 'reactions' | 'platform', FrameCase>> = {
  lobby: {
    path: (name) => `/ws/chat/${name}`,
    frame: (message) => ({ message }),
  },
  reactions: {
    path: () => '/ws',
    frame: (text, name) => ({ type: 'send_message', data: { text, author_name: name } }),
  },
  platform: {
    path: (name) => `/ws/${SANDBOX_ROOM}?token=${SANDBOX_KEY}&user_id=${name}`,
    frame: (content) => ({ type: 'message', data: { content } }),
  },
};

type Way = 'closes' | 'is cut off' | 'closes before it was greeted';

/** Says all and goes. */
async function sendByFrames({ path, frame }: FrameCase, name: string, way: Way): Promise<void> {
  const socket = new WebSocket(`${server.wsUrl}${path(name)}`);
  socket.on('error', () => {});
  const [event] = way === 'closes before it was greeted' ? ['open'] : ['message'];
  await new Promise((resolve) => socket.once(event ?? '', resolve));
  for (const text of TEXTS) socket.send(JSON.stringify(frame(text, name)));
  if (way === 'is cut off') {
    // Behind what was said, as a process that dies.
    await new Promise((resolve) => socket.send('', resolve));
    socket.terminate();
  } else socket.close();
}

const EVENT_WAYS = {
  disconnects: (client: EventClient) => client.socket.disconnect(),
  'closes its transport': (client: EventClient) => client.socket.io.engine.close(),
  'leaves the room': (client: EventClient) => client.emit('sendMessage', { text: '!leave' }),
  'signs out': (client: EventClient) => client.emit('logout'),
} as const;

const TRANSPORTS = [['websocket'], ['polling'], ['polling', 'websocket']].map((transports) => ({
  name: transports.join(', then '),
  transports,
}));

/** What the observer hears until somebody has left. */
async function receivedUntilLeft(): Promise<string[]> {
  const received: string[] = [];
  for (;;) {
    const frame = await observer.next();
    if (frame.type === 'message') received.push(frame.message);
    else if (/ has left the chat$/.test(frame.message)) return received;
  }
}

describe.each(Object.entries(FRAMES))('%s: what a client said', (protocol, frames) => {
  it.each<Way>(['closes', 'is cut off', 'closes before it was greeted'])(
    'is heard before it has left when it %s',
    async (way) => {
      for (let round = 0; round < 5; round++) {
        const name = `${protocol}-${round}-${way.replaceAll(' ', '-')}`;
        await sendByFrames(frames, name, way);
        expect(await receivedUntilLeft()).toEqual(TEXTS);
      }
    },
  );
});

describe.each(TRANSPORTS)('community over $name: what a client said', ({ transports }) => {
  it.each(Object.entries(EVENT_WAYS))('is heard before it has left when it %s', async (_, go) => {
    const { token } = await new CommunityApi(server.url).guest();
    await using client = await EventClient.open(server.url, { transports });
    await client.ask('login', { token });
    await client.ask('join', { uid: MEETING_UID });
    for (const text of TEXTS) client.emit('sendMessage', { text });
    go(client);
    expect(await receivedUntilLeft()).toEqual(TEXTS);
  });

  it('is heard when it signs in, joins, speaks and goes in one breath', async () => {
    const { token } = await new CommunityApi(server.url).guest();
    await using client = await EventClient.open(server.url, { transports });
    client.emit('login', { token });
    client.emit('join', { uid: MEETING_UID });
    for (const text of TEXTS) client.emit('sendMessage', { text });
    client.socket.disconnect();
    expect(await receivedUntilLeft()).toEqual(TEXTS);
  });
});

describe.each(TRANSPORTS)('direct over $name: what a client said', ({ transports }) => {
  it.each(['disconnects', 'closes its transport'] as const)(
    'reaches the other when it %s',
    async (way) => {
      const [me, other] = [`me-${transports.join('-')}-${way.length}`, 'other'];
      await using listener = await EventClient.open(server.url);
      await listener.ask('join_chat', { userId: other, targetUserId: me });
      await using client = await EventClient.open(server.url, { transports });
      const { roomId } = await client.ask('join_chat', { userId: me, targetUserId: other });
      for (const body of TEXTS) client.emit('send_message', { roomId, senderId: me, body });
      EVENT_WAYS[way](client);
      for (const body of TEXTS) expect(await listener.next('new_message')).toMatchObject({ body });
    },
  );
});

/** Each protocol stands in a table above: a sixth does not compile until it does. */
export const COVERED = {
  lobby: FRAMES.lobby,
  reactions: FRAMES.reactions,
  platform: FRAMES.platform,
  community: EVENT_WAYS,
  direct: EVENT_WAYS,
} satisfies Record<ProtocolName, object>;
