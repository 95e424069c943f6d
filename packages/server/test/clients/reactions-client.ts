import Type, { type Static } from 'typebox';
import type { ChatClient, ReceivedMessage } from './chat-client.ts';
import { reader } from './reader.ts';
import { FrameSocket, type SocketOptions } from './web-socket.ts';

const closed = { additionalProperties: false };
const change = Type.Optional(Type.Integer());
const position = { epoch: Type.String(), change: Type.Integer() };

const WallMessage = Type.Object(
  {
    id: Type.String(),
    text: Type.String(),
    author_id: Type.String(),
    author_name: Type.String(),
    created_at: Type.Integer(),
    reactions: Type.Record(Type.String(), Type.Array(Type.String(), { minItems: 1 })),
  },
  closed,
);
export type WallMessage = Static<typeof WallMessage>;

const WallFrame = Type.Union([
  Type.Object({ type: Type.Literal('message'), data: WallMessage, change }, closed),
  Type.Object(
    {
      type: Type.Literal('reaction_updated'),
      data: Type.Object(
        {
          message_id: Type.String(),
          emoji: Type.String(),
          user_id: Type.String(),
          action: Type.Union([Type.Literal('added'), Type.Literal('removed')]),
          message: WallMessage,
        },
        closed,
      ),
      change,
    },
    closed,
  ),
  Type.Object(
    { type: Type.Literal('error'), data: Type.Object({ error: Type.String() }, closed) },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal('resumed'),
      data: Type.Object({ from: Type.Integer(), to: Type.Integer() }, closed),
      ...position,
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('resync'), data: Type.Object({}, closed), ...position }, closed),
]);
export type WallFrame = Static<typeof WallFrame>;

const read = reader(WallFrame);

export interface ReactionsOptions extends SocketOptions {
  readonly room?: string;
  readonly since?: number | string;
  /** Default: what the server calls an unnamed author. */
  readonly name?: string;
}

/** A client of the wall at `/ws`. Who it is follows from the address it comes from. */
export class ReactionsClient implements ChatClient {
  readonly protocol = 'reactions';
  readonly name: string;
  readonly #socket: FrameSocket<typeof WallFrame>;

  private constructor(wsUrl: string, options: ReactionsOptions) {
    this.name = options.name ?? 'Anonymous';
    const query = new URLSearchParams();
    if (options.room !== undefined) query.set('room', options.room);
    if (options.since !== undefined) query.set('since', `${options.since}`);
    this.#socket = new FrameSocket(`${wsUrl}/ws?${query}`, read, receivedOf, options);
  }

  /** Connected; the replay follows. */
  static async open(wsUrl: string, options: ReactionsOptions = {}): Promise<ReactionsClient> {
    const client = new ReactionsClient(wsUrl, options);
    await client.#socket.open();
    return client;
  }

  /** Let in, and sure to receive what comes. There is no greeting, so it asks for something that is refused. */
  static async enter(wsUrl: string, options: ReactionsOptions = {}): Promise<ReactionsClient> {
    const client = await ReactionsClient.open(wsUrl, options);
    client.sendRaw('hello?');
    await client.rejection();
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

  sendText(text: string): void {
    this.#socket.send({ type: 'send_message', data: { text, author_name: this.name } });
  }

  react(messageId: string, emoji: string): void {
    this.#socket.send({ type: 'add_reaction', data: { message_id: messageId, emoji } });
  }

  sendRaw(data: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.sendRaw(data);
  }

  /** The next error's text. */
  async rejection(): Promise<string> {
    const frame = await this.frames.next((one) => one.type === 'error');
    return frame.type === 'error' ? frame.data.error : '';
  }

  drop(): void {
    this.#socket.drop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#socket[Symbol.asyncDispose]();
  }
}

function receivedOf(frame: WallFrame): ReceivedMessage | null {
  if (frame.type !== 'message') return null;
  const { data } = frame;
  return { text: data.text, from: data.author_name, id: data.id, change: frame.change ?? null };
}
