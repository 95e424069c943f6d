import Type, { type Static } from 'typebox';
import { CommunityMessage, CommunityUser } from './community-client.ts';
import { SANDBOX_KEY } from './platform-client.ts';
import { parseJson, reader } from './reader.ts';

/** An answer, whatever it is. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function call(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : parseJson(text) };
}

export const PlatformMessage = Type.Object({
  id: Type.String(),
  sender_id: Type.String(),
  sender_name: Type.String(),
  content: Type.String(),
  reactions: Type.Record(Type.String(), Type.Array(Type.String())),
  edited_at: Type.Union([Type.String(), Type.Null()]),
  created_at: Type.String(),
  seq: Type.Integer(),
  epoch: Type.String(),
  change: Type.Integer(),
});
export type PlatformMessage = Static<typeof PlatformMessage>;

const Pagination = Type.Object({ total: Type.Integer(), has_next: Type.Boolean() });
const readMessage = reader(Type.Object({ data: PlatformMessage }));
const readMessages = reader(
  Type.Object({ data: Type.Array(PlatformMessage), pagination: Pagination }),
);
const readRoom = reader(
  Type.Object({ data: Type.Object({ id: Type.String(), uid: Type.String() }) }),
);

/** `/api/v1` under an API key or a user token. */
export class PlatformApi {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string = SANDBOX_KEY) {
    this.#url = `${url}/api/v1`;
    this.#key = key;
  }

  call(method: string, path: string, body?: unknown): Promise<Answer> {
    return call(this.#url + path, method, { 'x-api-key': this.#key }, body);
  }

  /** As `call`; anything but success throws. */
  async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    return successOf(await this.call(method, path, body));
  }

  async makeRoom(room: object): Promise<{ readonly id: string; readonly uid: string }> {
    return readRoom(await this.ask('POST', '/rooms', room)).data;
  }

  async post(roomId: string, senderId: string, content: string): Promise<PlatformMessage> {
    const body = { sender_id: senderId, sender_name: senderId, content };
    return readMessage(await this.ask('POST', `/rooms/${roomId}/messages`, body)).data;
  }

  /** One page, newest first. */
  async page(roomId: string, query: Readonly<Record<string, string>> = {}) {
    const path = `/rooms/${roomId}/messages?${new URLSearchParams(query)}`;
    return readMessages(await this.ask('GET', path));
  }

  /** Every message that is not deleted, oldest first, by cursor. */
  async history(roomId: string): Promise<PlatformMessage[]> {
    const all: PlatformMessage[] = [];
    for (let after: string | undefined; ; ) {
      const cursor = after === undefined ? {} : { after };
      const { data, pagination } = await this.page(roomId, {
        size: '100',
        order: 'asc',
        ...cursor,
      });
      all.push(...data);
      after = data.at(-1)?.id;
      if (!pagination.has_next || after === undefined) return all;
    }
  }
}

const readSignedIn = reader(Type.Object({ user: CommunityUser, token: Type.String() }));
const readHistory = reader(Type.Object({ messages: Type.Array(CommunityMessage) }));
const readCommunityRoom = reader(Type.Object({ room: Type.Object({ uid: Type.String() }) }));
const readPosted = reader(Type.Object({ success: Type.Literal(true), result: Type.Integer() }));

/** The community's REST calls, as the holder of the token. */
export class CommunityApi {
  readonly token: string | null;
  readonly #url: string;

  constructor(url: string, token: string | null = null) {
    this.#url = url;
    this.token = token;
  }

  call(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (this.token !== null) headers['authorization'] = `Bearer ${this.token}`;
    return call(this.#url + path, method, headers, body);
  }

  /** As `call`; anything but success throws. */
  async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    return successOf(await this.call(method, path, body));
  }

  async guest() {
    return readSignedIn(await this.ask('POST', '/users/login', { guest: true }));
  }

  async register(username: string) {
    const password = `password-of-${username}`;
    return readSignedIn(await this.ask('POST', '/users/register', { username, password }));
  }

  async makeRoom(name: string): Promise<string> {
    return readCommunityRoom(await this.ask('POST', '/rooms', { name })).room.uid;
  }

  async post(room: string, message: string): Promise<number> {
    return readPosted(await this.ask('POST', '/messages', { room, message })).result;
  }

  /** The newest messages, oldest first. */
  async page(uid: string, query: Readonly<Record<string, string>> = {}) {
    const path = `/rooms/${uid}/messages?${new URLSearchParams(query)}`;
    return readHistory(await this.ask('GET', path)).messages;
  }
}

function successOf({ status, body }: Answer): unknown {
  if (status >= 200 && status < 300) return body;
  throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
}
