import { DEFAULT_APP_ID } from '@koine/contract';
import { systemActor } from '../../../core/actor.ts';
import { EventClient } from '../../../testing/event-client.ts';
import type { TestServer } from '../../../testing/test-server.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shapes they assert.
  readonly body: any;
}

/** REST calls as one caller. */
export class Api {
  readonly #url: string;
  readonly token: string | null;

  constructor(url: string, token: string | null = null) {
    this.#url = url;
    this.token = token;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.#call('GET', path, undefined, headers);
  }

  post(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.#call('POST', path, body, headers);
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return this.#call('PATCH', path, body, {});
  }

  delete(path: string): Promise<Answer> {
    return this.#call('DELETE', path, undefined, {});
  }

  async #call(
    method: string,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        ...(this.token !== null && { authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  }
}

export interface Account {
  readonly uid: string;
  readonly name: string;
  readonly token: string;
  readonly api: Api;
}

let accounts = 0;

/** A new account; its name is its own in this file. */
export async function register(server: TestServer, name = 'user'): Promise<Account> {
  accounts++;
  const username = `${name}.${accounts}`;
  const { body } = await new Api(server.url).post('/users/register', {
    username,
    password: `password of ${username}`,
  });
  return {
    uid: body.user.uid,
    name: username,
    token: body.token,
    api: new Api(server.url, body.token),
  };
}

/** A new account that may do everything, as the command line makes one. */
export async function registerRoot(server: TestServer): Promise<Account> {
  const account = await register(server, 'boss');
  await server.core.users.update(systemActor(DEFAULT_APP_ID), account.uid, { roles: ['root'] });
  return account;
}

/** A new room; its uid. */
export async function makeRoom(owner: Account, name = 'Room'): Promise<string> {
  const { body } = await owner.api.post('/rooms', { name });
  return body.room.uid;
}

/** A socket in a room, signed in unless `account` is null; what came with that is read. */
export async function enter(
  server: TestServer,
  account: Account | null,
  uid: string,
): Promise<EventClient> {
  const client = await EventClient.open(server.url);
  if (account !== null) await signIn(client, account);
  await join(client, uid);
  return client;
}

export async function signIn(client: EventClient, { token }: Account): Promise<void> {
  await client.ask('login', { token });
  await client.next('auth_updated');
}

/** Joins and forgets what came with that, but for the messages. */
// biome-ignore lint/suspicious/noExplicitAny: as `Answer`.
export async function join(client: EventClient, uid: string): Promise<any[]> {
  await client.ask('join', { uid });
  const { messages } = await client.next('room_messages');
  client.forget();
  return messages;
}

/** A text as `system` says no. */
export const rejection = (text: string) => ({ type: 'error', text });

/** No slow mode, and as many accounts as a test likes. */
export const QUICK = {
  limits: {
    communitySlowModeMinSeconds: 0,
    communityMessagesPerMinute: 1_000_000,
    communityCallsPerMinute: 1_000_000,
    communityLoginsPerMinute: 1_000_000,
    roomsPerHour: 1_000_000,
    roomsPerAccountMax: 1_000_000,
    deletesPerMinute: 1_000_000,
    moderationsPerMinute: 1_000_000,
    joinsPerMinute: 1_000_000,
    renamesPerHour: 1_000_000,
  },
};
