/** What the suite over all budgets asks with: two servers, whose limits are low, and users who have used nothing yet. */
import { DEFAULT_APP_ID } from '@koine/contract';
import { afterAll, beforeAll, expect } from 'vitest';
import { plainActor, systemActor } from '../../../src/core/actor.ts';
import { roomDraft } from '../../../src/core/rooms.ts';
import { senderOf } from '../../../src/core/users.ts';
import { SANDBOX } from '../../../src/server/sandbox.ts';
import { OPERATOR } from '../../../src/testing/actors.ts';
import { sendText } from '../../../src/testing/messages.ts';
import { startTestServer, type TestServer } from '../../../src/testing/test-server.ts';
import type { CommunityClient } from '../../clients/community-client.ts';
import { UNLIMITED } from '../settings.ts';

/** Asks once; answers with the words of a rejection, `null`: done. */
export type Ask = () => Promise<string | null>;

/** Somebody who asks too much, and those whom that must not touch. */
export interface Asking {
  readonly own: Ask;
  /** Another id at the same address; absent: the budget is the address's. */
  readonly other?: Ask;
  /** The same id in another app. */
  readonly namesake?: Ask;
}

const LIMITS = {
  lobbyMessagesPerMinute: 3,
  reactionsMessagesPerMinute: 3,
  communityMessagesPerMinute: 8,
  directMessagesPerMinute: 3,
  platformMessagesPerMinute: 3,
  reactionsTogglesPerMinute: 3,
  deletesPerMinute: 3,
  roomsPerHour: 3,
  conversationsPerHour: 3,
  renamesPerHour: 3,
  moderationsPerMinute: 3,
  joinsPerMinute: 4,
  framesFactor: 2,
  readsPerMinute: 3,
};
/** Of what counts by address, where nothing else is tried. */
const BY_ADDRESS = {
  connectionsPerAddressMax: 8,
  refusedConnectsPerMinute: 3,
  communityLoginsPerMinute: 3,
  communityCallsPerMinute: 4,
  platformCallsPerMinute: 3,
  adminFailuresPerMinute: 3,
  documentsPerMinute: 3,
};
export const MAX: Readonly<Record<string, number>> = { ...LIMITS, ...BY_ADDRESS };

export let server: TestServer;
export let byAddress: TestServer;
export let shopKey: string;
export let shopRoom: string;
const open: AsyncDisposable[] = [];

beforeAll(async () => {
  const settings = { trustProxy: true };
  server = await startTestServer({
    settings: { ...settings, limits: { ...UNLIMITED, ...LIMITS } },
  });
  byAddress = await startTestServer({
    settings: {
      ...settings,
      limits: { ...UNLIMITED, ...BY_ADDRESS },
      direct: { auth: 'token' },
      protocols: ['lobby', 'reactions', 'direct', 'platform', 'community'],
    },
  });
  const shop = await server.core.apps.create(OPERATOR, 'Shop', 'shop');
  shopKey = shop.key;
  shopRoom = (await server.core.rooms.create(systemActor('shop'), roomDraft('Shop'))).id;
});
afterAll(async () => {
  for (const one of open) await one[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await byAddress[Symbol.asyncDispose]();
});

let last = 0;
/** Nobody has come from there yet. */
export const address = () => `10.1.${++last >> 8}.${last & 255}`;
export const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } });
export const newName = (word: string) => `${word}${++last}`;

export async function kept<Client extends AsyncDisposable>(
  client: Promise<Client>,
): Promise<Client> {
  open.push(await client);
  return client;
}

/** Which comes first: what says that it was done, or a rejection's words. */
export async function outcome(
  done: Promise<unknown>,
  refused: Promise<string>,
): Promise<string | null> {
  refused.catch(() => {});
  done.catch(() => {});
  return Promise.race([done.then(() => null), refused]);
}

interface Call {
  readonly method?: string;
  readonly body?: object;
  readonly ip?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly url?: string;
}

/** `null` for anything but 429, which has to name a wait. */
export async function call(
  path: string,
  { method = 'GET', body, ip = address(), headers = {}, url = server.url }: Call,
) {
  const response = await fetch(url + path, {
    method,
    headers: {
      'x-forwarded-for': ip,
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  expect([200, 201, 204, 401, 404, 429]).toContain(response.status);
  if (response.status !== 429) return null;
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  return text;
}

export const key = (secret: string = SANDBOX.apiKey) => ({ 'x-api-key': secret });
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export async function account() {
  const username = newName('user');
  const { user, token } = await server.core.users.register(username, 'a-long-password');
  const actor = plainActor(senderOf(user), address());
  return { username, user, token, actor };
}

/** A room of the built-in app that the account owns, and messages in it, by the system. */
export async function room(owner?: Awaited<ReturnType<typeof account>>) {
  const system = systemActor(DEFAULT_APP_ID);
  const made = await server.core.rooms.create(system, roomDraft('Room'));
  if (owner !== undefined)
    await server.core.members.promote(system, made.id, senderOf(owner.user), 'moderator');
  return made;
}

export function message(
  roomId: string,
  appId: string = DEFAULT_APP_ID,
  author = systemActor(appId),
) {
  return sendText(server.core, author, roomId, 'x');
}

export const wordsIn = (error: unknown) => (error instanceof Error ? error.message : String(error));

interface Talker {
  readonly received: CommunityClient['received'];
  sendText(text: string): void;
  rejection(): Promise<string>;
}

/** A message that must come back. */
export function sending(client: Talker): Ask {
  return () => {
    const text = newName('text');
    client.sendText(text);
    return outcome(
      client.received.find((one) => one.text === text),
      client.rejection(),
    );
  };
}

/** Two users, each with what they ask by. */
export async function two(asking: () => Promise<Ask>): Promise<Asking> {
  return { own: await asking(), other: await asking() };
}
