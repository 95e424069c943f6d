/** The document's clients, rewritten: what they do, in their order, with Node's own WebSocket and fetch. */
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { tempDirectory } from '../../testing/temp-directory.ts';
import { KEY, ROOM, startPlatform } from './testing/platform-server.ts';

// biome-ignore lint/suspicious/noExplicitAny: frames whose shapes other tests assert.
type Data = any;

/** The class of the document: asks who is online as soon as it is open, and comes back after a loss. */
class DocumentClient extends EventTarget {
  readonly #url: string;
  #socket: WebSocket;
  #attempts = 0;
  /** What has come and was not asked for, by type. */
  readonly #kept = new Map<string, Data[]>();
  closing: { code: number; reason: string } | null = null;

  constructor(base: string, user: { id?: string; name?: string }) {
    super();
    const params = new URLSearchParams({
      token: KEY,
      ...(user.id !== undefined && { user_id: user.id }),
      ...(user.name !== undefined && { user_name: user.name }),
    });
    this.#url = `${base}/ws/${ROOM}?${params}`;
    this.#socket = this.#connect();
  }

  #connect(): WebSocket {
    const socket = new WebSocket(this.#url);
    socket.onopen = () => {
      this.#attempts = 0;
      this.send('get_online_users', {});
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      this.#kept.set(message.type, [...(this.#kept.get(message.type) ?? []), message.data]);
      this.dispatchEvent(new CustomEvent(message.type, { detail: message.data }));
    };
    socket.onclose = ({ code, reason }) => {
      this.closing = { code, reason };
      if (code === 1000 || this.#attempts >= 8) return;
      this.#attempts++;
      setTimeout(
        () => {
          this.#socket = this.#connect();
        },
        25 * 2 ** (this.#attempts - 1),
      );
    };
    socket.onerror = () => {};
    return socket;
  }

  send(type: string, data: object): void {
    if (this.#socket.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify({ type, data }));
  }

  /** The next message of a type, also if it has come already. */
  async next(type: string): Promise<Data> {
    while ((this.#kept.get(type)?.length ?? 0) === 0) await once(this, type);
    return this.#kept.get(type)?.shift();
  }

  async disconnect(): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.#socket.close(1000, 'Client disconnect');
    await closed;
  }
}

/** The hook's state: what each kind of message does to it. */
function hookState(client: DocumentClient) {
  const state = {
    onlineUsers: [] as string[],
    typingUsers: [] as string[],
    messages: [] as Data[],
  };
  const on = (type: string, change: (data: Data) => void) =>
    client.addEventListener(type, (event) => {
      if (event instanceof CustomEvent) change(event.detail);
    });
  on('connection_status', (data) => {
    state.onlineUsers = data.online_users;
  });
  on('user_joined', (data) => {
    state.onlineUsers = [...state.onlineUsers, data.user_id];
  });
  on('user_left', (data) => {
    state.onlineUsers = state.onlineUsers.filter((id) => id !== data.user_id);
  });
  on('typing', (data) => {
    state.typingUsers = data.is_typing
      ? [...state.typingUsers, data.user_name]
      : state.typingUsers.filter((name) => name !== data.user_name);
  });
  on('message', (data) => {
    state.messages = [...state.messages, data];
  });
  return state;
}

test('the class client: open, who is online, typing, ping, a message by REST, good-bye', async () => {
  await using platform = await startPlatform();
  const { url, wsUrl } = platform.server;
  const john = new DocumentClient(wsUrl, { id: 'user_123', name: 'John Doe' });
  expect(await john.next('connection_status')).toMatchObject({
    status: 'connected',
    user_id: 'user_123',
    room_id: ROOM,
    online_users: ['user_123'],
  });
  // The answer to what it asked when it opened.
  expect((await john.next('connection_status')).online_users).toEqual(['user_123']);

  const jane = new DocumentClient(wsUrl, { id: 'user_789', name: 'Jane Smith' });
  expect(await john.next('user_joined')).toMatchObject({ user_name: 'Jane Smith' });
  await jane.next('connection_status');

  jane.send('typing', { is_typing: true });
  expect(await john.next('typing')).toEqual({
    user_id: 'user_789',
    user_name: 'Jane Smith',
    is_typing: true,
  });
  jane.send('typing', { is_typing: false });
  expect((await john.next('typing')).is_typing).toBe(false);

  john.send('ping', {});
  expect(await john.next('pong')).toEqual({});

  const [arrived, response] = await Promise.all([
    jane.next('message'),
    fetch(`${url}/api/v1/rooms/${ROOM}/messages/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-API-Key': KEY },
      body: JSON.stringify({
        sender_id: 'user_123',
        sender_name: 'John Doe',
        content: 'Hello everyone! 👋',
        message_type: 'text',
      }),
    }),
  ]);
  expect(response.status).toBe(201);
  expect(arrived).toMatchObject({ sender_name: 'John Doe', content: 'Hello everyone! 👋' });

  await jane.disconnect();
  expect(jane.closing).toEqual({ code: 1000, reason: 'Client disconnect' });
  expect(await john.next('user_left')).toMatchObject({ user_id: 'user_789' });
  await john.disconnect();
});

test('the simple page: an anonymous page only reads, and its user may be given unescaped', async () => {
  await using platform = await startPlatform();
  const page = new DocumentClient(platform.server.wsUrl, {});
  expect((await page.next('connection_status')).user_id).toMatch(/^anon_/);
  const socket = new WebSocket(
    `${platform.server.wsUrl}/ws/${ROOM}?token=${KEY}&user_id=demo_user&user_name=Demo User`,
  );
  expect(await page.next('user_joined')).toMatchObject({ user_name: 'Demo User' });
  socket.close();
  await page.next('user_left');
  await page.disconnect();
});

test("the hook's state follows the room: no name twice, none left behind", async () => {
  await using platform = await startPlatform();
  const { wsUrl } = platform.server;
  const john = new DocumentClient(wsUrl, { id: 'user_123', name: 'John Doe' });
  const state = hookState(john);
  await john.next('connection_status');
  await john.next('connection_status');
  const jane = new DocumentClient(wsUrl, { id: 'user_789', name: 'Jane Smith' });
  await jane.next('connection_status');
  for (let stroke = 0; stroke < 5; stroke++) jane.send('typing', { is_typing: true });
  jane.send('ping', {});
  await jane.next('pong');
  john.send('ping', {});
  await john.next('pong');
  expect(state.typingUsers).toEqual(['Jane Smith']);
  expect(state.onlineUsers).toEqual(['user_123', 'user_789']);
  await platform.call(`POST /rooms/${ROOM}/messages/`, {
    body: { sender_id: 'user_789', sender_name: 'Jane Smith', content: 'Done' },
  });
  john.send('ping', {});
  await john.next('pong');
  expect(state.messages.map(({ content }) => content)).toEqual(['Done']);
  expect(state.typingUsers).toEqual([]);
  await jane.disconnect();
  await john.next('user_left');
  expect(state.onlineUsers).toEqual(['user_123']);
  await john.disconnect();
});

test('after a restart the class client comes back by itself', async () => {
  await using directory = await tempDirectory();
  const first = await startPlatform({ data: directory.path });
  const { wsUrl } = first.server;
  const john = new DocumentClient(wsUrl, { id: 'user_123', name: 'John Doe' });
  await john.next('connection_status');
  await john.next('connection_status');
  await first[Symbol.asyncDispose]();
  const back = john.next('connection_status');
  const ports = [Number(new URL(wsUrl).port)];
  await using _second = await startPlatform({ data: directory.path, settings: { ports } });
  expect((await back).online_users).toEqual(['user_123']);
  expect(john.closing?.code).not.toBe(1000);
  await john.disconnect();
});
