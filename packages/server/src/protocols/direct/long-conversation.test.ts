import { DEFAULT_APP_ID } from '@koine/contract';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStores } from '../../storage/index.ts';
import { EventClient } from '../../testing/event-client.ts';
import { tempDirectory } from '../../testing/temp-directory.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const COUNT = 100_000;
const PAGE = 50;
const MS_MAX = 20;
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
  await client.ask('join_chat', { userId: 'ada', targetUserId: 'grace' });
}, 120_000);

afterAll(async () => {
  await client?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await directory?.[Symbol.asyncDispose]();
});

const fetch = (offset: number) => client.ask('fetch_messages', { roomId, limit: PAGE, offset });

describe(`a conversation of ${COUNT.toLocaleString('en')} messages`, () => {
  it('is joined in the time of any page', async () => {
    const join = await median(() =>
      client.ask('join_chat', { userId: 'ada', targetUserId: 'grace' }),
    );
    expect(join).toBeLessThan(MS_MAX);
    const { messages } = client.log.at(-1)?.[1] ?? {};
    expect(messages.at(-1).body).toBe(`m${COUNT}`);
    expect(messages).toHaveLength(50);
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
    expect(deep).toBeLessThan(MS_MAX);
    expect(deep).toBeLessThan(2 * shallow);
  });

  it('is paged back to the first message, every page at one price', async () => {
    const times: number[] = [];
    let count = 0;
    for (let offset = 0; ; ) {
      const from = performance.now();
      const page = await client.ask('fetch_messages', { roomId, limit: 100, offset });
      times.push(performance.now() - from);
      if (page.messages.length === 0) break;
      count += page.messages.length;
      expect(page.messages[0].body).toBe(`m${COUNT - count + 1}`);
      offset = page.offset;
    }
    expect(count).toBe(COUNT);
    const full = times.slice(0, -1);
    const newest = middleOf(full.slice(0, 200));
    const oldest = middleOf(full.slice(-200));
    expect(oldest).toBeLessThan(MS_MAX);
    expect(oldest).toBeLessThan(2 * newest);
  }, 60_000);
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
        sender: { id, name: id, avatarUrl: null, kind: 'external' },
        content: `m${number}`,
        type: 'text',
        meta: null,
        clientKey: null,
        createdAt: Date.now(),
      });
    });
    await Promise.all(batch);
  }
  return room.id;
}

/** Milliseconds, each measured in turn with the others, so that a busy machine slows all alike. */
async function medians(...work: readonly (() => Promise<unknown>)[]): Promise<[number, number]> {
  const times = work.map((): number[] => []);
  for (let i = 0; i < SAMPLES; i++) {
    for (const [index, run] of work.entries()) {
      const from = performance.now();
      await run();
      times[index]?.push(performance.now() - from);
    }
  }
  const [first = [], second = []] = times;
  return [middleOf(first), middleOf(second)];
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const [middle] = await medians(work);
  return middle;
}

function middleOf(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
