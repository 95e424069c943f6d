/**
 * What storage does in a second, each write on disk before it counts. Run: `node bench/storage.ts [seconds]`, under
 * `taskset -c 0` for one core shared by the server's thread and the database's two.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewMessage, Stores } from '../packages/server/src/core/ports/stores.ts';
import { openSqliteStores } from '../packages/server/src/storage/index.ts';

const seconds = Number(process.argv[2] ?? 2);
const MESSAGES_IN_LARGE_ROOM = 100_000;

let ids = 0;

const directory = mkdtempSync(join(process.env['KOINE_BENCH_DIR'] ?? tmpdir(), 'koine-bench-'));
let stores = await timed('open a new database', () => openSqliteStores({ directory }));
try {
  for (const rooms of [1, 100]) {
    const ids = await createRooms(stores, rooms);
    for (const inFlight of [1, 80, 800]) await appends(stores, ids, inFlight, false);
  }
  await appends(stores, ['room-0'], 80, true);
  await pages(stores);
  await stores[Symbol.asyncDispose]();
  stores = await timed('open it again', () => openSqliteStores({ directory }));
} finally {
  await stores[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
}

/** A closed loop: each stored message is followed by the next, so that `inFlight` are always on their way. */
async function appends(stores: Stores, rooms: readonly string[], inFlight: number, keyed: boolean) {
  let stored = 0;
  let sent = 0;
  const slowest: number[] = [];
  const until = performance.now() + seconds * 1000;
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const send = async (): Promise<void> => {
    while (performance.now() < until) {
      const sentAt = performance.now();
      await stores.messages.append(newMessage(rooms[sent % rooms.length] ?? '', sent++, keyed));
      stored++;
      slowest.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, send));
  const elapsed = performance.now() - startedAt;
  const used = process.cpuUsage(cpu);
  slowest.sort((a, b) => a - b);
  const at = (share: number) => (slowest[Math.floor(slowest.length * share)] ?? 0).toFixed(2);
  const label = `append, ${rooms.length} room(s), ${inFlight} in flight${keyed ? ', with client keys' : ''}`;
  const cost = ((used.user + used.system) / stored).toFixed(1);
  print(
    label,
    `${perSecond(stored, elapsed)}, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, CPU ${cost} µs each`,
  );
}

async function pages(stores: Stores) {
  const [roomId = ''] = await createRooms(stores, 1, 'large');
  const all = Array.from({ length: MESSAGES_IN_LARGE_ROOM }, (_, i) =>
    newMessage(roomId, i, false),
  );
  await Promise.all(all.map((message) => stores.messages.append(message)));
  for (const skip of [0, 1000, 50_000, MESSAGES_IN_LARGE_ROOM - 50]) {
    for (const inFlight of [1, 16]) {
      let read = 0;
      const startedAt = performance.now();
      const turn = async (): Promise<void> => {
        while (performance.now() < startedAt + (seconds * 1000) / 4) {
          await stores.messages.page({
            roomId,
            direction: 'older',
            before: null,
            after: null,
            limit: 50,
            skip,
            withDeleted: false,
          });
          read++;
        }
      };
      await Promise.all(Array.from({ length: inFlight }, turn));
      const elapsed = performance.now() - startedAt;
      print(`page of 50 at depth ${skip}, ${inFlight} at once`, perSecond(read, elapsed));
    }
  }
}

async function createRooms(stores: Stores, count: number, name = 'room'): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, i) => `${name}-${i}`);
  for (const id of ids) {
    await stores.rooms.create({
      id,
      uid: id,
      appId: 'default',
      name: id,
      description: '',
      kind: 'public',
      bridged: false,
      owner: null,
      pair: null,
      slowModeSeconds: 0,
      meta: {},
      members: [],
      createdAt: Date.now(),
    });
  }
  return ids;
}

function newMessage(roomId: string, i: number, keyed: boolean): NewMessage {
  const id = (ids++).toString(16).padStart(12, '0');
  return {
    id: `0190a3b1-7c3e-7abc-9abc-${id}`,
    roomId,
    sender: {
      id: `user_${i % 100}`,
      appId: 'default',
      name: 'Alice Example',
      avatarUrl: null,
      kind: 'guest',
    },
    content: `hello, this is a message of some words, not so long, number ${i}`,
    type: 'text',
    meta: null,
    clientKey: keyed ? `key-${Math.random()}` : null,
    replyTo: null,
    createdAt: Date.now(),
  };
}

async function timed<T>(label: string, run: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await run();
  print(label, `${(performance.now() - startedAt).toFixed(0)} ms`);
  return result;
}

function perSecond(count: number, elapsedMs: number): string {
  return `${Math.round((count / elapsedMs) * 1000).toLocaleString('en')}/s`;
}

function print(label: string, figures: string): void {
  console.log(label.padEnd(48), figures);
}
