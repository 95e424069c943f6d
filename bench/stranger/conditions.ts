import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { postJson, textField } from '../lib/rest.ts';
import type { ServerProcess } from '../lib/server-process.ts';
import type { VictimOptions } from './victim.ts';

export interface Condition {
  readonly start?: Omit<VictimOptions, 'data'>;
  readonly prepare?: (victim: ServerProcess) => Promise<void>;
  /** Those at which the stranger knocks; none named: all. */
  readonly doors: readonly string[];
  readonly meanwhile?: (data: string, victim: ServerProcess) => Promise<void>;
  /** Whether people can be served at all then. */
  readonly isServing: boolean;
  readonly after?: (victim: ServerProcess) => Promise<{ text: string; isRight: boolean }>;
}

const ROOMS = 10_000;
/** Above this a limit is none. */
const NONE = '1000000';

export const CONDITIONS: Readonly<Record<string, Condition>> = {
  'floods on every door': { doors: [], isServing: true },
  'forged tokens': {
    doors: [
      'platform, forged tokens',
      'platform tokens',
      'platform keys',
      'operator keys',
      'clients by operator key',
    ],
    isServing: true,
  },
  'descriptors used up': {
    start: { descriptorsMax: 4096 },
    doors: ['raw connections', 'half a request', 'polling sessions', 'lobby arrivals'],
    isServing: true,
  },
  'log disk full': {
    start: { logFile: '/dev/full' },
    doors: ['lobby frames', 'platform frames', 'operator keys', 'no such path', 'no HTTP at all'],
    isServing: true,
  },
  '10,000 rooms': {
    start: {
      flags: [
        ...['--limits-community-calls-per-minute', NONE, '--limits-rooms-per-account-max', NONE],
        ...['--limits-rooms-per-hour', NONE],
      ],
    },
    prepare: makeRooms,
    doors: ['lists of rooms', 'history', 'Socket.IO joins'],
    isServing: true,
  },
  'database file gone': {
    doors: ['lobby frames', 'health', 'history'],
    meanwhile: async (data) => renameSync(join(data, 'koine.db'), join(data, 'moved.db')),
    isServing: false,
    after: async ({ port }) => {
      await sleep(1000);
      const { status } = await fetch(`http://127.0.0.1:${port}/health`);
      return { text: `/health ${status}`, isRight: status === 503 };
    },
  },
};

async function makeRooms({ port }: ServerProcess): Promise<void> {
  const account = { username: 'room_maker', password: 'correct-horse' };
  const token = textField(await postJson(port, '/users/register', account), 'token');
  let made = 0;
  const makers = Array.from({ length: 50 }, async () => {
    while (made < ROOMS)
      await postJson(
        port,
        '/rooms',
        { name: `Room ${made++}` },
        { authorization: `Bearer ${token}` },
      );
  });
  await Promise.all(makers);
}
