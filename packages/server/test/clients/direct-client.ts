import Type, { type Static } from 'typebox';
import type { ChatClient, ReceivedMessage } from './chat-client.ts';
import { reader } from './reader.ts';
import { type EventOptions, EventSocket } from './socket-io.ts';

const closed = { additionalProperties: false };
const change = Type.Optional(Type.Integer());
const epoch = Type.Optional(Type.String());
const position = { epoch: Type.String(), change: Type.Integer() };

const fields = {
  id: Type.String(),
  room_id: Type.String(),
  sender_id: Type.String(),
  body: Type.String(),
  created_at: Type.String(),
};
const DirectMessage = Type.Object(fields, closed);
export type DirectMessage = Static<typeof DirectMessage>;
const NumberedMessage = Type.Object({ ...fields, change }, closed);

const event = <const Name extends string, Payload extends Type.TProperties>(
  name: Name,
  data: Payload,
) => Type.Object({ event: Type.Literal(name), data: Type.Object(data, closed) });

export const DirectEvent = Type.Union([
  event('room_joined', {
    epoch,
    change,
    roomId: Type.String(),
    room: Type.Object(
      {
        id: Type.String(),
        participant1: Type.String(),
        participant2: Type.String(),
        created_at: Type.String(),
        updated_at: Type.String(),
        last_message_at: Type.Union([Type.String(), Type.Null()]),
      },
      closed,
    ),
  }),
  event('message_history', { roomId: Type.String(), messages: Type.Array(DirectMessage), change }),
  Type.Object({ event: Type.Literal('new_message'), data: NumberedMessage }),
  event('chat_list_update', {
    room_id: Type.String(),
    last_message: Type.String(),
    sender_id: Type.String(),
    updated_at: Type.String(),
  }),
  event('more_messages', {
    roomId: Type.String(),
    messages: Type.Array(DirectMessage),
    offset: Type.Integer(),
  }),
  event('ban_ended', { roomId: Type.Union([Type.String(), Type.Null()]) }),
  event('error', { message: Type.String() }),
  event('resumed', {
    roomId: Type.String(),
    from: Type.Integer(),
    to: Type.Integer(),
    ...position,
  }),
  event('resync', { roomId: Type.String(), ...position }),
]);
export type DirectEvent = Static<typeof DirectEvent>;

const read = reader(DirectEvent);
const readAck = reader(Type.Object({ ok: Type.Literal(true), message: DirectMessage }));

export interface DirectOptions extends EventOptions {
  readonly since?: Readonly<Record<string, number | string>>;
}

/** One person of a conversation of two. */
export class DirectClient implements ChatClient {
  readonly protocol = 'direct';
  readonly name: string;
  roomId = '';
  /** What was there when the conversation was joined. */
  history: readonly DirectMessage[] = [];
  readonly #socket: EventSocket<typeof DirectEvent>;

  private constructor(url: string, userId: string, { since, ...options }: DirectOptions) {
    this.name = userId;
    const auth = { ...options.auth, ...(since !== undefined && { since }) };
    this.#socket = new EventSocket(url, read, receivedOf, { ...options, auth });
  }

  /** Connected, without a user yet. */
  static async open(
    url: string,
    userId: string,
    options: DirectOptions = {},
  ): Promise<DirectClient> {
    const client = new DirectClient(url, userId, options);
    await client.#socket.open();
    return client;
  }

  /** In the conversation, its history read. */
  static async enter(
    url: string,
    userId: string,
    targetUserId: string,
    options: DirectOptions = {},
  ): Promise<DirectClient> {
    const client = await DirectClient.open(url, userId, options);
    await client.join(targetUserId);
    return client;
  }

  get events() {
    return this.#socket.events;
  }

  get received() {
    return this.#socket.received;
  }

  get closed() {
    return this.#socket.closed;
  }

  async join(targetUserId: string): Promise<void> {
    this.emit('join_chat', { userId: this.name, targetUserId });
    const joined = await this.events.next(
      (one) => one.event === 'room_joined' || one.event === 'error',
    );
    if (joined.event === 'error') throw new Error(joined.data.message);
    if (joined.event === 'room_joined') this.roomId = joined.data.roomId;
    const answer = await this.events.next(({ event: name }) =>
      ['message_history', 'resumed', 'resync'].includes(name),
    );
    if (answer.event === 'message_history') this.history = answer.data.messages;
  }

  emit(name: string, ...args: unknown[]): void {
    this.#socket.emit(name, ...args);
  }

  sendText(body: string): void {
    this.emit('send_message', { roomId: this.roomId, senderId: this.name, body });
  }

  /** Sends, and waits until the server says that it is stored: the message's id. */
  async post(body: string): Promise<string> {
    const payload = { roomId: this.roomId, senderId: this.name, body };
    return readAck(await this.#socket.ask('send_message', payload)).message.id;
  }

  /** A page of what was before, oldest first. */
  async fetch(limit: number, offset: number): Promise<readonly DirectMessage[]> {
    this.emit('fetch_messages', { roomId: this.roomId, limit, offset });
    const page = await this.events.next((one) => one.event === 'more_messages');
    return page.event === 'more_messages' ? page.data.messages : [];
  }

  /** The next rejection's text. */
  async rejection(): Promise<string> {
    const rejection = await this.events.next((one) => one.event === 'error');
    return rejection.event === 'error' ? rejection.data.message : '';
  }

  drop(): void {
    this.#socket.drop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#socket[Symbol.asyncDispose]();
  }
}

function receivedOf(one: DirectEvent): ReceivedMessage | null {
  if (one.event !== 'new_message') return null;
  const { id, body, sender_id: from, change } = one.data;
  return { text: body, from, id, change: change ?? null };
}
