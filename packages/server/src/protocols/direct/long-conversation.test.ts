import { DEFAULT_APP_ID } from '@koine/contract';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStores } from '../../storage/index.ts';
import { EventClient } from '../../testing/event-client.ts';
import { NO_ANSWER, textDraft } from '../../testing/messages.ts';
import { tempDirectory } from '../../testing/temp-directory.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const COUNT = 100_000;
const PAGE = 50;
/** How much slower the far end may be than the near one, by the middle of samples taken in turns. */
const FACTOR = 2;
const SAMPLES = 41;

let directory: Awaited<ReturnType<typeof tempDirectory>>;
let server: TestServer;
let client: EventClient;
let roomId: string;

beforeAll(async () => {
  directory = await tempDirectory();
  roomId = await writeConversation(directory.path);
  server = await startTestServer({ data: directory.path });
  client = await EventClient.open(server.url);
  await join('grace');
});

afterAll(async () => {
  await client?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await directory?.[Symbol.asyncDispose]();
});

const fetch = (offset: number, limit = PAGE) =>
  client.ask('fetch_messages', { roomId, limit, offset });
const join = (targetUserId: string) => client.ask('join_chat', { userId: 'ada', targetUserId });

describe(`a conversation of ${COUNT.toLocaleString('en')} messages`, () => {
  it('is joined as quickly as one of 50', async () => {
    const short = await join('bob');
    for (let i = 1; i <= PAGE; i++)
      await client.ask('send_message', { roomId: short.roomId, senderId: 'ada', body: `m${i}` });
    const [few, many] = await medians(
      () => join('bob'),
      () => join('grace'),
    );
    expect(many).toBeLessThan(FACTOR * few);
    const { messages } = client.log.at(-1)?.[1] ?? {};
    expect(messages).toHaveLength(PAGE);
    expect(messages.at(-1).body).toBe(`m${COUNT}`);
  });

  it('has its first page as near as its last', async () => {
    const deepest = COUNT - PAGE;
    const page = await fetch(deepest);
    expect(page.messages[0].body).toBe('m1');
    expect(page.offset).toBe(COUNT);
    const [shallow, deep] = await medians(
      () => fetch(0),
      () => fetch(deepest),
    );
    expect(deep).toBeLessThan(FACTOR * shallow);
  });

  it('is paged back to the first message', async () => {
    let count = 0;
    for (;;) {
      const page = await fetch(count, 100);
      if (page.messages.length === 0) break;
      count += page.messages.length;
      expect(page.messages[0].body).toBe(`m${COUNT - count + 1}`);
      expect(page.offset).toBe(count);
    }
    expect(count).toBe(COUNT);
  });
});

/** Writes the messages as the server's own storage does, many with each commit. */
async function writeConversation(data: string): Promise<string> {
  await using stores = await openSqliteStores({ directory: data, log: pino({ level: 'silent' }) });
  const { room } = await stores.rooms.create({
    id: '0198c1de-7d6a-7a52-8a51-1f0e9c3b2d41',
    uid: 'longtalk',
    appId: DEFAULT_APP_ID,
    name: '',
    description: '',
    kind: 'direct',
    bridged: false,
    owner: null,
    pair: ['ada', 'grace'],
    slowModeSeconds: 0,
    meta: {},
    members: [],
    createdAt: Date.now(),
  });
  for (let first = 1; first <= COUNT; first += 5000) {
    const batch = Array.from({ length: 5000 }, (_, i) => {
      const number = first + i;
      const id = number % 2 === 0 ? 'ada' : 'grace';
      return stores.messages.append({
        id: `0198c1de-7d6a-7000-8000-${String(number).padStart(12, '0')}`,
        roomId: room.id,
        sender: { id, appId: 'default', name: id, avatarUrl: null, kind: 'external' },
        ...textDraft(`m${number}`),
        ...NO_ANSWER,
        createdAt: Date.now(),
      });
    });
    await Promise.all(batch);
  }
  return room.id;
}

/** Milliseconds of two things, measured in turn, so that a busy machine slows both. */
async function medians(
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let i = 0; i < SAMPLES; i++) {
    times[0].push(await timeOf(one));
    times[1].push(await timeOf(other));
  }
  return [middleOf(times[0]), middleOf(times[1])];
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function middleOf(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
