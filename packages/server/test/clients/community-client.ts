import Type, { type Static } from 'typebox';
import type { ChatClient, ReceivedMessage } from './chat-client.ts';
import { reader } from './reader.ts';
import { type EventOptions, EventSocket } from './socket-io.ts';

const closed = { additionalProperties: false };
const change = Type.Optional(Type.Integer());
const position = { epoch: Type.String(), change: Type.Integer() };

export const CommunityUser = Type.Object(
  {
    uid: Type.String(),
    displayName: Type.String(),
    picture: Type.String({ pattern: '^https?://' }),
    countryCode: Type.String(),
    balance: Type.Literal(0),
    roles: Type.Array(Type.String()),
  },
  closed,
);
const fields = {
  id: Type.Integer(),
  timestamp: Type.Integer(),
  message: Type.String(),
  user: CommunityUser,
  deleted: Type.Optional(Type.Literal(true)),
  reactions: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()))),
  editedAt: Type.Optional(Type.Integer()),
  meta: Type.Optional(Type.Object({ reply_to: Type.Integer() }, closed)),
};
export const CommunityMessage = Type.Object(fields, closed);
export type CommunityMessage = Static<typeof CommunityMessage>;
const Live = Type.Object({ ...fields, change }, closed);

const event = <const Name extends string, Payload extends Type.TProperties>(
  name: Name,
  data: Payload,
) => Type.Object({ event: Type.Literal(name), data: Type.Object(data, closed) });

export const CommunityEvent = Type.Union([
  event('auth_updated', { user: Type.Union([CommunityUser, Type.Null()]) }),
  event('user_updated', { user: CommunityUser }),
  event('room_updated', {
    room: Type.Object(
      {
        uid: Type.String(),
        name: Type.String(),
        description: Type.String(),
        slowMode: Type.Integer(),
      },
      closed,
    ),
  }),
  event('room_messages', {
    messages: Type.Array(CommunityMessage),
    epoch: Type.Optional(Type.String()),
    change,
  }),
  event('room_users', { users: Type.Array(CommunityUser), count: Type.Optional(Type.Integer()) }),
  Type.Object({ event: Type.Literal('message'), data: Live }),
  Type.Object({ event: Type.Literal('message_updated'), data: Live }),
  event('message_deleted', { ids: Type.Integer(), change }),
  event('room_purged', { deleted: Type.Literal(true), change }),
  event('reaction_updated', {
    id: Type.Integer(),
    emoji: Type.String(),
    uid: Type.String(),
    action: Type.String(),
    reactions: Type.Record(Type.String(), Type.Array(Type.String())),
    change,
  }),
  event('system', {
    type: Type.Enum(['info', 'warning', 'success', 'error']),
    text: Type.String(),
  }),
  event('error', { timestamp: Type.Integer(), message: Type.String() }),
  event('typing_changed', { user: CommunityUser, typing: Type.Boolean() }),
  event('restriction', {
    kind: Type.Union([Type.Literal('ban'), Type.Literal('mute'), Type.Null()]),
    until: Type.Union([Type.Integer(), Type.Null()]),
  }),
  event('room_left', { uid: Type.String() }),
  event('room_deleted', { uid: Type.String() }),
  event('resumed', { room: Type.String(), from: Type.Integer(), to: Type.Integer(), ...position }),
  event('resync', { room: Type.String(), ...position }),
]);
export type CommunityEvent = Static<typeof CommunityEvent>;

const read = reader(CommunityEvent);

export interface CommunityOptions extends EventOptions {
  readonly token?: string;
  readonly since?: Readonly<Record<string, number | string>>;
}

/** A socket of the community protocol. */
export class CommunityClient implements ChatClient {
  readonly protocol = 'community';
  readonly #socket: EventSocket<typeof CommunityEvent>;

  private constructor(url: string, { since, ...options }: CommunityOptions) {
    const auth = { ...options.auth, ...(since !== undefined && { since }) };
    this.#socket = new EventSocket(url, read, receivedOf, { ...options, auth });
  }

  /** Connected, and signed in where there is a token. */
  static async open(url: string, options: CommunityOptions = {}): Promise<CommunityClient> {
    const client = new CommunityClient(url, options);
    await client.#socket.open();
    if (options.token === undefined) return client;
    client.emit('login', { token: options.token });
    await client.events.find((one) => one.event === 'auth_updated' && one.data.user !== null);
    return client;
  }

  /** In a room, its history read. */
  static async enter(
    url: string,
    uid: string,
    options: CommunityOptions = {},
  ): Promise<CommunityClient> {
    const client = await CommunityClient.open(url, options);
    await client.join(uid);
    return client;
  }

  /** Empty until signed in. */
  get name(): string {
    const auth = this.events.all.findLast((one) => one.event === 'auth_updated');
    return auth?.event === 'auth_updated' ? (auth.data.user?.displayName ?? '') : '';
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

  /** The last messages, or, for one who resumes, nothing. */
  async join(uid: string): Promise<readonly CommunityMessage[]> {
    this.emit('join', { uid });
    const answer = await this.events.next(({ event: name }) =>
      ['room_messages', 'resumed', 'resync', 'error'].includes(name),
    );
    if (answer.event === 'error') throw new Error(answer.data.message);
    // The end of the arrival: whatever the server has to say of it has been said.
    await this.events.next(({ event: name }) => name === 'room_users');
    return answer.event === 'room_messages' ? answer.data.messages : [];
  }

  emit(name: string, ...args: unknown[]): void {
    this.#socket.emit(name, ...args);
  }

  /** Emits with a callback; what it is called with. */
  ask(name: string, ...args: unknown[]): Promise<unknown> {
    return this.#socket.ask(name, ...args);
  }

  sendText(text: string): void {
    this.emit('sendMessage', { text });
  }

  /** Sends, and waits until the server says that it is stored: the message's id. */
  async post(text: string): Promise<number> {
    const answer = await this.#socket.ask('sendMessage', { text });
    return readAck(answer).result;
  }

  /** The next rejection's text. */
  async rejection(): Promise<string> {
    const rejection = await this.events.next(
      (one) => one.event === 'error' || (one.event === 'system' && one.data.type === 'error'),
    );
    if (rejection.event === 'error') return rejection.data.message;
    return rejection.event === 'system' ? rejection.data.text : '';
  }

  drop(): void {
    this.#socket.drop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#socket[Symbol.asyncDispose]();
  }
}

const readAck = reader(
  Type.Object({
    error: Type.Null(),
    success: Type.Literal(true),
    result: Type.Integer(),
    seq: Type.Optional(Type.Integer()),
    change: Type.Optional(Type.Integer()),
  }),
);

function receivedOf(one: CommunityEvent): ReceivedMessage | null {
  if (one.event !== 'message') return null;
  const { id, message, user, change } = one.data;
  return { text: message, from: user.displayName, id: `${id}`, change: change ?? null };
}
