import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventClient } from '../../testing/event-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import type { WireMessage } from './schema.ts';
import { ChatState } from './testing/chat-state.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { limits: { directMessagesPerMinute: 1_000_000 } } });
});
afterAll(() => server[Symbol.asyncDispose]());

const PEOPLE = 3;
const person = fc.nat({ max: PEOPLE - 1 });
const command = fc.record({
  kind: fc.constantFrom('register', 'join', 'send', 'send', 'send', 'send', 'fetch'),
  by: person,
  other: person,
  body: fc.string({ maxLength: 12, unit: 'grapheme' }),
});
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

describe('for every run of commands', () => {
  it('the state a client held plus the events it received equals the state fetched afresh', async () => {
    let run = 0;
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(command, { minLength: 1, maxLength: 60, size: 'max' }),
        async (commands) => {
          run++;
          await using people = await crowd(run);
          // Each does one thing after the other, and waits for nobody else.
          const by = Map.groupBy(commands, (each) => each.by).values();
          await Promise.all(Array.from(by, (own) => inTurn(own, (each) => people.perform(each))));
          await people.settled();
          for (const { client, state, id } of people.list) {
            for (const [roomId, held] of state.conversations) {
              expect(held, `${id} in ${roomId}`).toEqual(await fetchAll(client, roomId));
              compared += held.length;
            }
          }
          for (const { client, state, id } of people.list) {
            for (const [roomId, lastMessage] of state.lastMessages) {
              const all = await fetchAll(client, roomId);
              const fromOther = all.filter((message) => message.sender_id !== id);
              expect(lastMessage).toBe(fromOther.at(-1)?.body);
            }
          }
        },
      ),
      { numRuns: 30 },
    );
    expect(compared).toBeGreaterThan(200);
  });
});

interface Person {
  readonly id: string;
  readonly client: EventClient;
  readonly state: ChatState;
  /** Rooms that this person has joined, by the other one's index. */
  readonly roomIds: Map<number, string>;
}

async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (const item of items) await work(item);
}

/** People with a socket each, who join and write to each other. */
async function crowd(run: number) {
  const list: Person[] = [];
  const sent: Promise<unknown>[] = [];
  for (let i = 0; i < PEOPLE; i++) {
    const client = await EventClient.open(server.url);
    list.push({ id: `p${run}-${i}`, client, state: new ChatState(client), roomIds: new Map() });
  }
  const at = (index: number): Person => {
    const found = list[index];
    if (found === undefined) throw new RangeError(`there is no person ${index}`);
    return found;
  };
  const join = async (by: number, other: number): Promise<string | undefined> => {
    const { client, id, roomIds } = at(by);
    const joined = await client.ask('join_chat', { userId: id, targetUserId: at(other).id });
    if (joined.ok) roomIds.set(other, joined.roomId);
    return joined.roomId;
  };
  return {
    list,
    async perform({ kind, by, other, body }: Command): Promise<void> {
      const { client, id, roomIds } = at(by);
      if (kind === 'register') await client.ask('register_user', id);
      else if (kind === 'join') await join(by, other);
      else {
        const roomId = roomIds.get(other) ?? (await join(by, other));
        if (kind === 'send') sent.push(client.ask('send_message', { roomId, senderId: id, body }));
        else await client.ask('fetch_messages', { roomId });
      }
    },
    /** Everything is stored, and has arrived: frames keep their order, so an answer is behind what was sent before it. */
    async settled(): Promise<void> {
      await Promise.all(sent);
      for (const { client } of list) await client.ask('fetch_messages', { roomId: 'none' });
    },
    async [Symbol.asyncDispose](): Promise<void> {
      for (const { client } of list) await client[Symbol.asyncDispose]();
    },
  };
}

/** Pages back to the first message. */
async function fetchAll(client: EventClient, roomId: string): Promise<WireMessage[]> {
  let all: WireMessage[] = [];
  for (let offset = 0; ; ) {
    const page = await client.ask('fetch_messages', { roomId, limit: 100, offset });
    all = [...page.messages, ...all];
    if (page.messages.length === 0) return all;
    offset = page.offset;
  }
}
