import Type, { type Static } from 'typebox';
import type { ChatClient, ReceivedMessage } from './chat-client.ts';
import { reader } from './reader.ts';
import { FrameSocket, type SocketOptions } from './web-socket.ts';

/** What a sandbox has for the document's examples. */
export const SANDBOX_KEY = 'sk_test_1234567890abcdef';
/** Its uid for the other protocols is `general`. */
export const SANDBOX_ROOM = '550e8400-e29b-41d4-a716-446655440001';

const closed = { additionalProperties: false };
const time = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' });
const TextOrNull = Type.Union([Type.String(), Type.Null()]);
const Reactions = Type.Record(Type.String(), Type.Array(Type.String()));

const frame = <const Name extends string, Data extends Type.TProperties>(name: Name, data: Data) =>
  Type.Object(
    {
      type: Type.Literal(name),
      data: Type.Object(data, closed),
      timestamp: time,
      room_id: TextOrNull,
      epoch: Type.Optional(Type.String()),
      change: Type.Optional(Type.Integer()),
    },
    closed,
  );

const PlatformFrame = Type.Union([
  Type.Object(
    {
      type: Type.Literal('connection_status'),
      data: Type.Object(
        {
          status: Type.Literal('connected'),
          user_id: Type.String(),
          room_id: Type.String(),
          online_users: Type.Array(Type.String()),
          online_total: Type.Optional(Type.Integer()),
          total_participants: Type.Integer(),
        },
        closed,
      ),
      timestamp: time,
      epoch: Type.Optional(Type.String()),
      change: Type.Optional(Type.Integer()),
    },
    closed,
  ),
  frame('message', {
    id: Type.String(),
    sender_id: Type.String(),
    sender_name: Type.String(),
    content: Type.String(),
    message_type: Type.String(),
    meta: Type.Object({}),
    created_at: time,
  }),
  frame('message_updated', {
    id: Type.String(),
    content: Type.String(),
    edited_at: time,
    edit_reason: TextOrNull,
  }),
  frame('message_deleted', { id: Type.String(), deleted_by: TextOrNull, deleted_at: time }),
  frame('reaction_updated', {
    id: Type.String(),
    reactions: Reactions,
    emoji: Type.Optional(Type.String()),
    user_id: Type.Optional(Type.String()),
    action: Type.Optional(Type.String()),
  }),
  frame('room_purged', { purged_by: TextOrNull }),
  frame('user_joined', {
    user_id: Type.String(),
    user_name: Type.String(),
    joined_at: time,
    meta: Type.Object({ role: TextOrNull }),
  }),
  frame('user_left', { user_id: Type.String(), user_name: Type.String(), left_at: time }),
  frame('typing', {
    user_id: Type.String(),
    user_name: Type.String(),
    is_typing: Type.Boolean(),
  }),
  frame('notification', {
    id: Type.String(),
    title: Type.String(),
    content: Type.String(),
    action_url: TextOrNull,
    priority: Type.String(),
    icon: TextOrNull,
  }),
  frame('pong', {}),
  frame('ack', {
    client_key: TextOrNull,
    id: Type.String(),
    seq: Type.Integer(),
    change: Type.Optional(Type.Integer()),
  }),
  frame('error', {
    code: Type.String(),
    message: Type.String(),
    ref: Type.Optional(Type.String()),
  }),
  frame('resumed', { from: Type.Integer(), to: Type.Integer() }),
  frame('resync', {}),
]);
export type PlatformFrame = Static<typeof PlatformFrame>;

const read = reader(PlatformFrame);

export interface PlatformOptions extends SocketOptions {
  /** An API key, or a user token. Default: the sandbox's key. */
  readonly token?: string;
  readonly roomId?: string;
  /** Default: the user's id. */
  readonly userName?: string;
  readonly since?: number | string;
}

/** The document's example client: a WebSocket at `/ws/{room_id}`. */
export class PlatformClient implements ChatClient {
  readonly protocol = 'platform';
  readonly name: string;
  readonly #socket: FrameSocket<typeof PlatformFrame>;
  #keys = 0;

  private constructor(wsUrl: string, userId: string | null, options: PlatformOptions) {
    const { token = SANDBOX_KEY, roomId = SANDBOX_ROOM, userName = userId, since } = options;
    this.name = userName ?? 'Anonymous';
    const query = new URLSearchParams({ token });
    if (userId !== null) query.set('user_id', userId);
    if (userName !== null) query.set('user_name', userName);
    if (since !== undefined) query.set('since', `${since}`);
    this.#socket = new FrameSocket(`${wsUrl}/ws/${roomId}?${query}`, read, receivedOf, options);
  }

  /** Connected: the upgrade always succeeds. `null`: an anonymous reader. */
  static async open(
    wsUrl: string,
    userId: string | null,
    options: PlatformOptions = {},
  ): Promise<PlatformClient> {
    const client = new PlatformClient(wsUrl, userId, options);
    await client.#socket.open();
    return client;
  }

  /** In the room: its first frame has been read. */
  static async enter(
    wsUrl: string,
    userId: string | null,
    options: PlatformOptions = {},
  ): Promise<PlatformClient> {
    const client = await PlatformClient.open(wsUrl, userId, options);
    await client.frames.next(({ type }) => type === 'connection_status');
    return client;
  }

  get frames() {
    return this.#socket.frames;
  }

  get received() {
    return this.#socket.received;
  }

  get closed() {
    return this.#socket.closed;
  }

  send(type: string, data: object): void {
    this.#socket.send({ type, data });
  }

  sendRaw(data: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.sendRaw(data);
  }

  sendText(content: string): void {
    this.send('message', { content });
  }

  /** Sends, and waits until the server says that it is stored: the message's id and its place in the room. */
  async post(content: string): Promise<{ readonly id: string; readonly seq: number }> {
    const key = `${this.name}-${++this.#keys}-${crypto.randomUUID()}`;
    this.send('message', { content, client_key: key });
    const answer = await this.frames.find(
      (one) =>
        (one.type === 'ack' && one.data.client_key === key) ||
        (one.type === 'error' && one.data.ref === key),
    );
    if (answer.type !== 'ack') throw new Error(JSON.stringify(answer));
    return answer.data;
  }

  /** The next rejection's text. */
  async rejection(): Promise<string> {
    const rejection = await this.frames.next((one) => one.type === 'error');
    return rejection.type === 'error' ? rejection.data.message : '';
  }

  drop(): void {
    this.#socket.drop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#socket[Symbol.asyncDispose]();
  }
}

function receivedOf(one: PlatformFrame): ReceivedMessage | null {
  if (one.type !== 'message') return null;
  const { data, change } = one;
  return { text: data.content, from: data.sender_name, id: data.id, change: change ?? null };
}
