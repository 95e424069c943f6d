import { Agent, get } from 'node:http';
import { join } from 'node:path';
import type { Dialect } from '../dialects/dialect.ts';
import { lobby, platform, SANDBOX_KEY } from '../dialects/frames.ts';
import { Latencies } from '../lib/latencies.ts';
import { mid } from '../lib/measure.ts';
import { Meter } from '../lib/meter.ts';
import { RawClient } from '../lib/raw-client.ts';
import { scenario } from '../lib/scenario.ts';
import { type SeededRoom, seedRoom } from '../lib/seed.ts';
import { TempDirectory } from '../lib/temp-directory.ts';
import { usageColumns, warningsOf } from '../lib/usage-columns.ts';
import { type RunningKoine, startKoine } from '../peers/koine.ts';

interface Page {
  readonly key: string;
  readonly title: string;
  /** Fetches one page. */
  fetch(server: Served, room: SeededRoom): Promise<void>;
}

interface Served {
  readonly agent: Agent;
  readonly port: number;
}

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const PAGE_MESSAGES = 50;
const AUTHORIZED = { Authorization: `Bearer ${SANDBOX_KEY}` };

const PAGES: readonly Page[] = [
  {
    key: 'community-newest',
    title: 'community, newest page',
    fetch: (server, { uid }) => getOnce(server, `/rooms/${uid}/messages?limit=${PAGE_MESSAGES}`),
  },
  {
    key: 'community-middle',
    title: 'community, before the middle',
    fetch: (server, { uid, middleNumber }) =>
      getOnce(server, `/rooms/${uid}/messages?limit=${PAGE_MESSAGES}&before=${middleNumber}`),
  },
  {
    key: 'platform-middle',
    title: 'platform, middle page by number',
    fetch: (server, { id, messages }) =>
      getOnce(
        server,
        `/api/v1/rooms/${id}/messages?size=${PAGE_MESSAGES}&page=${Math.ceil(messages / PAGE_MESSAGES / 2)}`,
      ),
  },
  {
    key: 'lobby-join',
    title: 'lobby, connect and resume',
    fetch: (server, { uid, changeSeq }) =>
      resumeOnce(server, lobby({ room: () => uid, since: changeSeq - PAGE_MESSAGES })),
  },
  {
    key: 'platform-join',
    title: 'platform, connect and resume',
    fetch: (server, { id, changeSeq }) =>
      resumeOnce(server, platform({ room: () => id, since: changeSeq - PAGE_MESSAGES })),
  },
];

/** One page after the other, over one connection that stays open. */
export const history = scenario({
  name: 'history',
  about: 'time of a page of 50 messages, by the size of the room',
  flags: ['messages', 'runs', 'patience', 'seconds'],
  runs: 3,
  cells(options) {
    const sizes = options.numbers('messages', SIZES);
    return PAGES.flatMap((subject) =>
      sizes.map((messages) => ({ subject, setting: { messages } })),
    );
  },
  async prepare(options, stack) {
    const data = join(stack.use(new TempDirectory()).path, 'data');
    const rooms = new Map<number, SeededRoom>();
    for (const messages of options.numbers('messages', SIZES))
      rooms.set(messages, await seedRoom(data, { uid: `history-${messages}`, messages }));
    const koine = stack.use(await startKoine({ data }));
    const seconds = options.number('seconds', 2);
    return ({ subject, setting: { messages } }) => {
      const room = rooms.get(messages);
      if (room === undefined) throw new Error('a room is missing');
      return measurePages(koine, subject, room, seconds);
    };
  },
  columns: [
    { title: 'page', text: ({ subject }) => subject.title },
    { title: 'messages', text: ({ setting }) => setting.messages.toLocaleString('en') },
    { title: 'p50 ms', text: (row) => mid(row, 'p50Ms').toFixed(2) },
    { title: 'p99 ms', text: (row) => mid(row, 'p99Ms').toFixed(2) },
    ...usageColumns('CPU µs/page'),
  ],
  warnings: warningsOf,
});

const WARM_UP_PAGES = 200;
const PAGES_MAX = 100_000;

async function measurePages(
  { server: { port, pid } }: RunningKoine,
  page: Page,
  room: SeededRoom,
  seconds: number,
) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const fetchPage = () => page.fetch({ agent, port }, room);
  for (let i = 0; i < WARM_UP_PAGES; i++) await fetchPage();
  const latencies = new Latencies(PAGES_MAX);
  const meter = new Meter(pid);
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    const askedAt = performance.now();
    await fetchPage();
    latencies.add(performance.now() - askedAt);
  }
  const usage = meter.usage(latencies.count);
  agent.destroy();
  return { p50Ms: latencies.at(0.5), p99Ms: latencies.at(0.99), ...usage };
}

/** A client connects, gets what it has missed, and disconnects. */
async function resumeOnce({ port }: Served, dialect: Dialect): Promise<void> {
  const client = new RawClient(port, dialect, 0);
  const { promise: hasAll, resolve } = Promise.withResolvers<void>();
  client.listener = (_index, { messages }) => {
    if (messages === PAGE_MESSAGES) resolve();
  };
  await client.ready;
  await hasAll;
  client.destroy();
}

function getOnce({ agent, port }: Served, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get({ agent, port, path, host: '127.0.0.1', headers: AUTHORIZED }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`GET ${path}: ${answer.statusCode}`));
      answer.on('end', resolve).resume();
    });
    request.on('error', reject);
  });
}
