/** Promise 5: whatever comes over the wire, the server lives, no other client notices, and the answer is a documented error or close. */
import fc from 'fast-check';
import Type from 'typebox';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { type ChatClient, waitForText } from './clients/chat-client.ts';
import { CommunityEvent } from './clients/community-client.ts';
import { DirectClient, DirectEvent } from './clients/direct-client.ts';
import { enter, MEETING } from './clients/enter.ts';
import { LobbyClient } from './clients/lobby-client.ts';
import { PlatformClient, SANDBOX_KEY, SANDBOX_ROOM } from './clients/platform-client.ts';
import { maskedFrame, RawSocket } from './clients/raw-socket.ts';
import { ReactionsClient } from './clients/reactions-client.ts';
import { reader } from './clients/reader.ts';
import { CommunityApi } from './clients/rest.ts';
import { EventSocket } from './clients/socket-io.ts';
import { runs } from './support/long.ts';
import { MEETING_UID, ONE_ROOM } from './support/settings.ts';

let server: TestServer;
/** One of each protocol who only wants to chat. */
let bystanders: readonly ChatClient[];
let chats = 0;

beforeAll(async () => {
  server = await startTestServer({ settings: ONE_ROOM });
  bystanders = [
    ...(await Promise.all(MEETING.map((name) => enter(server, name, name)))),
    await DirectClient.enter(server.url, 'anna', 'ben'),
  ];
});
afterAll(() => server[Symbol.asyncDispose]());

afterEach(async () => {
  chats++;
  for (const client of bystanders) {
    const text = `undisturbed ${client.protocol} ${chats}`;
    client.sendText(text);
    const others = bystanders.filter(({ protocol }) => protocol !== 'direct');
    for (const other of client.protocol === 'direct' ? [client] : others)
      await waitForText(other, text);
  }
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
});

const ENDPOINTS = {
  lobby: '/ws/chat/hostile',
  reactions: '/ws',
  platform: `/ws/${SANDBOX_ROOM}?token=${SANDBOX_KEY}&user_id=hostile`,
  'Socket.IO': '/socket.io/?EIO=4&transport=websocket',
};
/** Everything that a client may be closed with for what it sent; 1011 would be a bug of ours. */
const CLOSES = [1000, 1002, 1003, 1007, 1008, 1009];

describe('bytes that are no HTTP', () => {
  const verb = fc.constantFrom(
    ...[
      'GET / HTTP/1.1\r\n',
      'POST /messages HTTP/1.1\r\n',
      'GET /ws ',
      '',
      'OPTIONS * HTTP/1.1\r\n',
    ],
    ...['GET /%ff%00 HTTP/1.1\r\n', 'GET http://[::1 HTTP/1.1\r\n', 'CONNECT x:1 HTTP/1.1\r\n'],
    ...['GET /rooms/%2e%2e%2f/messages HTTP/1.1\r\n', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n`],
  );
  const header = fc.constantFrom(
    'Host: x\r\n',
    'Upgrade: websocket\r\n',
    'Connection: Upgrade\r\n',
    'Content-Length: 9999999999\r\n',
    'Transfer-Encoding: chunked\r\n',
    'Sec-WebSocket-Key: x\r\n',
    '\r\n',
  );

  test('are answered with an error, or the connection ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        verb,
        fc.array(header, { maxLength: 6 }),
        fc.uint8Array({ maxLength: 200 }),
        async (start, headers, bytes) => {
          await using raw = await RawSocket.connect(server.url);
          raw.write(start + headers.join(''));
          raw.write(bytes);
          raw.socket.end();
          await raw.closed;
          expect(raw.answer).toMatch(/^(HTTP\/1\.1 [2345]\d\d |$)/);
          expect(raw.answer).not.toMatch(/^HTTP\/1\.1 5(?!0[135])/);
        },
      ),
      runs(60),
    );
  });
});

describe.each(Object.entries(ENDPOINTS))('at %s', (_, path) => {
  const bytes = fc.uint8Array({ maxLength: 150 });
  const frame = fc.record({
    opcode: fc.constantFrom(0, 1, 1, 1, 2, 3, 8, 9, 10, 11),
    payload: fc.oneof(
      bytes,
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.json().map((text) => Buffer.from(text)),
      fc.constant(new Uint8Array(65_535)),
    ),
    isFinal: fc.boolean(),
  });

  async function endOf(raw: RawSocket): Promise<void> {
    raw.socket.end();
    await raw.closed;
    const close = raw.frames.find(({ opcode }) => opcode === 8);
    if (close === undefined || close.payload.length === 0) return;
    expect(CLOSES).toContain(close.payload.readUInt16BE(0));
  }

  test('arbitrary bytes instead of frames end the connection, no more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { maxLength: 4 }), async (parts) => {
        await using raw = await RawSocket.upgrade(server.wsUrl + path);
        for (const part of parts) raw.write(part);
        await endOf(raw);
      }),
      runs(40),
    );
  });

  test('arbitrary frames, whole and in fragments, are answered or end the connection', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { maxLength: 8 }), async (frames) => {
        await using raw = await RawSocket.upgrade(server.wsUrl + path);
        for (const { opcode, payload, isFinal } of frames)
          raw.write(maskedFrame(opcode, payload, isFinal));
        await endOf(raw);
      }),
      runs(40),
    );
  });

  test('a frame that is too long ends the connection with 1009, before it has come', async () => {
    await using raw = await RawSocket.upgrade(server.wsUrl + path);
    const head = Buffer.alloc(14);
    head.set([0x81, 0x80 | 127]);
    head.writeBigUInt64BE(2n ** 40n, 2);
    raw.write(head);
    await raw.until(() => raw.frames.some(({ opcode }) => opcode === 8));
    const close = raw.frames.find(({ opcode }) => opcode === 8);
    expect(close?.payload.readUInt16BE(0)).toBe(1009);
    await endOf(raw);
  });
});

/** Values of every JSON type, the usual suspects among them. */
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    ...[null, true, 0, -1, 1e308, '', ' ', '\u0000', '\ud800', '__proto__', 'constructor', '{}'],
    ...[SANDBOX_ROOM, 'x'.repeat(5000), '👍', 'anna', 'ben', MEETING_UID],
  ),
);

/** Objects of which a protocol knows the keys, and little else is right. */
function objectOf(keys: readonly string[]) {
  return fc
    .array(fc.tuple(fc.constantFrom(...keys, '__proto__', 'constructor', 'toString'), value), {
      maxLength: 5,
    })
    .map((entries) => `{${entries.map((entry) => entry.map(jsonOf).join(':')).join(',')}}`);
}

function jsonOf(part: unknown): string {
  return JSON.stringify(part);
}

const nested = fc.nat(9_000).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`);

describe('arbitrary JSON', () => {
  test('in the lobby is a message or is answered with an error, and the connection is kept', async () => {
    await using client = await LobbyClient.enter(server.wsUrl, 'hostile');
    const text = fc.oneof(fc.json(), nested, objectOf(['message', 'client_key', 'type']));
    await fc.assert(
      fc.asyncProperty(text, async (frame) => {
        client.sendRaw(frame);
        await client.frames.next(({ type }) => type === 'error' || type === 'message');
      }),
      runs(150),
    );
  });

  test('on the wall is a message, a reaction or is answered with an error, and the connection is kept', async () => {
    await using client = await ReactionsClient.enter(server.wsUrl, { name: 'hostile' });
    const type = fc.constantFrom('send_message', 'add_reaction', 'message', '__proto__');
    const data = objectOf(['text', 'author_name', 'message_id', 'emoji', 'client_key']);
    const text = fc.oneof(
      fc.json(),
      nested,
      fc.tuple(type, data).map(([name, fields]) => `{"type":"${name}","data":${fields}}`),
    );
    await fc.assert(
      fc.asyncProperty(text, async (frame) => {
        client.sendRaw(frame);
        await client.frames.next((one) => one.type !== 'resumed');
      }),
      runs(150),
    );
  });

  test('on the platform is obeyed or answered with an error, and the connection is kept', async () => {
    await using client = await PlatformClient.enter(server.wsUrl, 'hostile');
    const type = fc.constantFrom(
      ...['message', 'edit', 'delete', 'react', 'read', 'typing', 'ping', 'get_online_users'],
      ...['pong', '__proto__'],
    );
    const keys = ['content', 'message_type', 'meta', 'client_key', 'message_id', 'emoji'];
    const data = fc.oneof(objectOf([...keys, 'is_typing', 'edit_reason']), value.map(jsonOf));
    const text = fc.oneof(
      fc.json(),
      nested,
      fc.tuple(type, data).map(([name, fields]) => `{"type":"${name}","data":${fields}}`),
    );
    await fc.assert(
      fc.asyncProperty(text, async (frame) => {
        client.sendRaw(frame);
        // Typing is not answered; the ping behind it is, and everything before the ping has been by then.
        client.send('ping', {});
        await client.frames.next(({ type: answer }) => answer === 'pong');
      }),
      runs(150),
    );
  });

  test('by Socket.IO, under any event’s name, is answered or ignored, and the connection is kept', async () => {
    const either = reader(Type.Union([CommunityEvent, DirectEvent]));
    const { token } = await new CommunityApi(server.url).guest();
    await using client = new EventSocket(server.url, either, () => null, {});
    await client.open();
    const name = fc.constantFrom(
      ...['login', 'logout', 'join', 'sendMessage', 'register_user', 'join_chat'],
      ...['send_message', 'fetch_messages', 'message', '__proto__', 'constructor'],
    );
    const keys = ['token', 'uid', 'text', 'timestamp', 'userId', 'targetUserId', 'roomId'];
    const payload = fc
      .oneof(objectOf([...keys, 'senderId', 'body', 'limit', 'offset']), value.map(jsonOf))
      .map((text): unknown => JSON.parse(text));
    const commands = fc
      .tuple(
        fc.constantFrom('!help', '!echo', '!login', '!name', '!room', '!slow', '!ban', '!xyz', '!'),
        fc.string({ unit: 'binary', maxLength: 20 }),
      )
      .map(([command, rest]): [string, unknown[]] => [
        'sendMessage',
        [{ text: `${command} ${rest}` }],
      ]);
    const event = fc.oneof(fc.tuple(name, fc.array(payload, { maxLength: 3 })), commands);
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 5 }), async (emitted) => {
        for (const [eventName, args] of emitted) client.emit(eventName, ...args);
        // Everything before it has been handled when this is acknowledged.
        await client.ask('login', { token });
        await client.ask('fetch_messages', {});
      }),
      runs(80),
    );
    // Whatever came was as documented: else the mailbox would have ended with the error.
    client.emit('sendMessage', {});
    await client.events.find((one) => JSON.stringify(one).includes('Empty text'));
  });
});

describe('arbitrary Socket.IO packets', () => {
  test('over a websocket are answered, ignored or end the connection', async () => {
    const packet = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .tuple(
          fc.constantFrom('40', '41', '42', '43', '44', '45', '451-', '2', '3', '5'),
          fc.json(),
        )
        .map(([type, rest]) => type + rest),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(packet, { maxLength: 6 }), fc.boolean(), async (packets, joins) => {
        await using raw = await RawSocket.upgrade(server.wsUrl + ENDPOINTS['Socket.IO']);
        if (joins) raw.sendText('40');
        for (const text of packets) raw.sendText(text);
        raw.socket.end();
        await raw.closed;
      }),
      runs(60),
    );
  });

  test('by long-polling are answered or refused', async () => {
    const polling = `${server.url}/socket.io/?EIO=4&transport=polling`;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 100 }), fc.json()),
        async (body) => {
          const opened = await (await fetch(polling)).text();
          const sid = /"sid":"([^"]+)"/.exec(opened)?.[1] ?? '';
          const answer = await fetch(`${polling}&sid=${sid}`, { method: 'POST', body });
          expect([200, 400, 413]).toContain(answer.status);
        },
      ),
      runs(40),
    );
  });
});

describe('arbitrary requests', () => {
  const path = fc.constantFrom(
    ...['/', '/health', '/me', '/users', '/users/register', '/users/login', '/users/anna'],
    ...['/rooms', `/rooms/${MEETING_UID}`, `/rooms/${MEETING_UID}/messages`, '/messages'],
    ...['/messages/1', '/bans', '/unban', '/random', '/websocket', '/socket.io/', '/ws'],
    ...['/api/v1/rooms', `/api/v1/rooms/${SANDBOX_ROOM}`, '/api/v1/users', '/api/v1/tokens'],
    ...[`/api/v1/rooms/${SANDBOX_ROOM}/messages/`, `/api/v1/rooms/${SANDBOX_ROOM}/participants`],
    ...['/api/v1/messages', '/api/v1/notifications', '/api/v1/clients/me', '/api/v1/webhooks'],
    ...['/api/admin/apps', '/avatars/x.svg', '/docs', '/embed.html', '/metrics'],
  );
  const query = fc.dictionary(
    fc.constantFrom('page', 'size', 'limit', 'before', 'after', 'order', 'sort', 'room', 'q'),
    fc.string({ unit: 'binary-ascii', maxLength: 12 }),
    { maxKeys: 3 },
  );
  const keys = ['name', 'username', 'password', 'guest', 'message', 'room', 'user', 'duration'];
  const body = fc.oneof(
    objectOf([...keys, 'content', 'sender_id', 'user_id', 'room_id', 'title', 'participants']),
    fc.json(),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );
  const type = fc.constantFrom(
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=x',
    'nonsense',
  );

  test('get an answer that is an error of the protocol’s form or no error, and never an internal error', async () => {
    const { token } = await new CommunityApi(server.url).guest();
    const credentials = fc.constantFrom<Record<string, string>>(
      {},
      { authorization: `Bearer ${token}` },
      { authorization: 'Bearer x' },
      { 'x-api-key': SANDBOX_KEY },
    );
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD');
    await fc.assert(
      fc.asyncProperty(
        fc.record({ path, query, body, type, credentials, method }),
        async (request) => {
          const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
          // The room that the bystanders meet in is to stay.
          const isRoom = /^(\/api\/v1)?\/rooms\/[^/]+$/.test(request.path);
          if (isRoom && request.method === 'DELETE') return;
          const answer = await fetch(
            `${server.url}${request.path}?${new URLSearchParams(request.query)}`,
            {
              method: request.method,
              headers: {
                ...request.credentials,
                accept: 'application/json',
                ...(hasBody && { 'content-type': request.type }),
              },
              ...(hasBody && { body: request.body }),
            },
          );
          const text = await answer.text();
          expect(answer.status, `${request.method} ${request.path} ${text}`).toBeLessThan(500);
          if (answer.status < 400 || text === '') return;
          const isPlatform = request.path.startsWith('/api/v1');
          const form = isPlatform ? { detail: expect.any(String) } : { error: expect.any(String) };
          if (!/^\/(socket\.io|ws|docs|avatars|api\/admin)/.test(request.path))
            expect(JSON.parse(text), `${request.method} ${request.path}`).toMatchObject(form);
        },
      ),
      runs(400),
    );
  });
});
