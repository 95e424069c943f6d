/** Messages as clients of each protocol are shown them: the same of all, so that one test can look at all. */
import { randomUUID } from 'node:crypto';
import { EventClient } from '../../src/testing/event-client.ts';
import { FrameClient } from '../../src/testing/frame-client.ts';
import type { TestServer } from '../../src/testing/test-server.ts';
import { SANDBOX_KEY, SANDBOX_ROOM } from '../clients/platform-client.ts';
import { MEETING_UID } from './settings.ts';

export type Id = string | number;

/** A message as a client sees it. */
export interface Shown {
  readonly id: Id;
  readonly text: string;
  readonly meta?: object;
}

/** As a client that has everything sent again since the beginning, or as one that just joins or asks for the newest. */
export type Reading = 'since' | 'plain';
export type Read = (text: string) => Promise<Shown>;

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shapes they assert.
export type Any = any;

export async function readLobby(server: TestServer, how: Reading): Promise<Read> {
  const query = how === 'since' ? '?since=0' : '';
  const client = await FrameClient.open(`${server.wsUrl}/ws/chat/${randomUUID()}${query}`);
  // Past the welcome it is in the room.
  await client.next();
  return search([], async () => {
    const { id, message: text, meta } = await until(client, ({ type }) => type === 'message');
    return { id, text, meta };
  });
}

export async function readCommunity(server: TestServer, how: Reading): Promise<Read> {
  const auth = how === 'since' ? { since: { [MEETING_UID]: 0 } } : {};
  const client = await EventClient.open(server.url, { auth });
  await client.ask('join', { uid: MEETING_UID });
  const past = how === 'since' ? [] : (await client.next('room_messages')).messages;
  return search(past.map(ofCommunity), async () => ofCommunity(await client.next('message')));
}

export async function readWall(server: TestServer, how: Reading): Promise<Read> {
  const query = how === 'since' ? '?since=0' : '';
  const client = await FrameClient.open(`${server.wsUrl}/ws${query}`);
  return search([], async () => (await until(client, ({ type }) => type === 'message')).data);
}

export async function readPlatform(server: TestServer, how: Reading): Promise<Read> {
  const query = how === 'since' ? '&since=0' : '';
  const client = await FrameClient.open(platformUrl(server, 'bob', query));
  await client.next();
  return search([], async () =>
    ofPlatform((await until(client, ({ type }) => type === 'message')).data),
  );
}

export function platformUrl(server: TestServer, userId: string, query: string): string {
  return `${server.wsUrl}/ws/${SANDBOX_ROOM}?token=${SANDBOX_KEY}&user_id=${userId}${query}`;
}

export const ofCommunity = ({ id, message: text, meta }: Any): Shown => ({ id, text, meta });
export const ofDirect = ({ id, body: text, meta }: Any): Shown => ({ id, text, meta });
export const ofPlatform = ({ id, content: text, meta }: Any): Shown => ({ id, text, meta });

/** Finds a message among those that have come, else waits for the next. */
export function search(come: Shown[], next: () => Promise<Shown>): Read {
  return async (text) => {
    for (;;) {
      const found = come.find((message) => message.text === text);
      if (found !== undefined) return found;
      come.push(await next());
    }
  };
}

export async function until(client: FrameClient, fits: (frame: Any) => boolean): Promise<Any> {
  for (;;) {
    const frame = await client.next();
    if (fits(frame)) return frame;
  }
}
