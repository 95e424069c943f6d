import Type, { type Static } from 'typebox';
import type { ChatClient, ReceivedMessage } from './chat-client.ts';
import { reader } from './reader.ts';
import { FrameSocket, type SocketOptions } from './web-socket.ts';

const closed = { additionalProperties: false };
const timestamp = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}$' });

const position = { epoch: Type.String(), change: Type.Integer() };
const welcomed = { epoch: Type.Optional(Type.String()), change: Type.Optional(Type.Integer()) };

const LobbyFrame = Type.Union([
  Type.Object(
    {
      type: Type.Literal('system'),
      message: Type.String(),
      timestamp,
      online_users: Type.Integer(),
      ...welcomed,
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal('message'),
      sender: Type.String(),
      sender_name: Type.Optional(Type.String()),
      sender_avatar: Type.Optional(Type.String()),
      message: Type.String(),
      timestamp,
      id: Type.String({ pattern: '^msg_\\d+$' }),
      meta: Type.Optional(Type.Object({ reply_to: Type.String() }, closed)),
      change: Type.Optional(Type.Integer()),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('error'), message: Type.String(), timestamp }, closed),
  Type.Object(
    {
      type: Type.Literal('resumed'),
      from: Type.Integer(),
      to: Type.Integer(),
      timestamp,
      ...position,
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('resync'), timestamp, ...position }, closed),
]);
export type LobbyFrame = Static<typeof LobbyFrame>;

const read = reader(LobbyFrame);

export interface LobbyOptions extends SocketOptions {
  readonly room?: string;
  readonly since?: number | string;
}

/** The document's example client: a WebSocket at `/ws/chat/{client_id}`. */
export class LobbyClient implements ChatClient {
  readonly protocol = 'lobby';
  readonly name: string;
  readonly #socket: FrameSocket<typeof LobbyFrame>;

  private constructor(wsUrl: string, clientId: string, options: LobbyOptions) {
    this.name = clientId;
    const query = new URLSearchParams();
    if (options.room !== undefined) query.set('room', options.room);
    if (options.since !== undefined) query.set('since', `${options.since}`);
    const url = `${wsUrl}/ws/chat/${encodeURIComponent(clientId)}?${query}`;
    this.#socket = new FrameSocket(url, read, receivedOf, options);
  }

  /** Connected, not yet greeted. */
  static async open(
    wsUrl: string,
    clientId: string,
    options: LobbyOptions = {},
  ): Promise<LobbyClient> {
    const client = new LobbyClient(wsUrl, clientId, options);
    await client.#socket.open();
    return client;
  }

  /** In the room: the welcome has been read. */
  static async enter(
    wsUrl: string,
    clientId: string,
    options: LobbyOptions = {},
  ): Promise<LobbyClient> {
    const client = await LobbyClient.open(wsUrl, clientId, options);
    await client.frames.next(({ type }) => type === 'system');
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

  sendText(message: string): void {
    this.#socket.send({ message });
  }

  sendRaw(data: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.sendRaw(data);
  }

  /** The next error's text. */
  async rejection(): Promise<string> {
    const frame = await this.frames.next((one) => one.type === 'error');
    return frame.type === 'error' ? frame.message : '';
  }

  drop(): void {
    this.#socket.drop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#socket[Symbol.asyncDispose]();
  }
}

function receivedOf(frame: LobbyFrame): ReceivedMessage | null {
  if (frame.type !== 'message') return null;
  return { text: frame.message, from: frame.sender, id: frame.id, change: frame.change ?? null };
}
