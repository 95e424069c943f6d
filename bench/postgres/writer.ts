/**
 * A writer of the drill, a process of its own. Keeps so many messages under way, a batch at a time in each lane, and writes each
 * message's outcome into a file. When a connection breaks it asks for the same batch again, with the same ids.
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { median } from '../lib/numbers.ts';
import { connectTo } from './server.ts';

export interface WriterOptions {
  readonly name: string;
  /** The servers to try in turn: the primary is the one that is no standby. */
  readonly ports: readonly number[];
  readonly rooms: number;
  readonly lanes: number;
  readonly inFlight: number;
  readonly seconds: number;
  readonly hasKeys: boolean;
  /** Where the outcomes go, one a line: room, seq, id, outcome; empty: nowhere. */
  readonly log: string;
}

export interface WriterFigures {
  readonly name: string;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The longest that a message waited. */
  readonly maxMs: number;
  readonly acknowledged: number;
  readonly rejected: number;
  /** Batches whose outcome was not known, and that were asked for again. */
  readonly unknown: number;
}

interface Item {
  readonly room: number;
  readonly id: string;
  readonly sender: string;
  readonly content: string;
  readonly key: string | null;
  readonly at: number;
  readonly createdAt: number;
  /** The newest control fact that was known when the message was let through. */
  readonly decidedAt: number;
}

interface Lane {
  client: pg.Client;
  waiting: Item[];
  isBusy: boolean;
}

const SENDERS = 50;
const WARM_UP_MS = 1000;
/** Every seventh message of a writer with keys repeats an earlier one. */
const REPEATS_EVERY = 7;
const APPEND = {
  name: 'append',
  text: 'select * from append_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
};
/** As `append.sql` raises it. */
const OTHER_EPOCH = 'KO001';

const options: WriterOptions = JSON.parse(process.argv[2] ?? '');
const started = performance.now();
const latencies: number[] = [];
let [portAt, count, decidedAt, acknowledged, counted, rejected, unknown] = [0, 0, 0, 0, 0, 0, 0];
let epoch = '';
let banned: ReadonlySet<string> = new Set();
let isOver = false;

const lanes = await Promise.all(
  Array.from({ length: options.lanes }, async (): Promise<Lane> => {
    return { client: await connect(), waiting: [], isBusy: false };
  }),
);
for (let i = 0; i < options.inFlight; i++) send();
await sleep(options.seconds * 1000);
isOver = true;
latencies.sort((a, b) => a - b);
const figures: WriterFigures = {
  name: options.name,
  perSecond: Math.round(counted / (options.seconds - WARM_UP_MS / 1000)),
  p50Ms: median(latencies),
  p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
  maxMs: latencies.at(-1) ?? Number.NaN,
  acknowledged,
  rejected,
  unknown,
};
process.stdout.write(JSON.stringify(figures));
process.exit();

function send(): void {
  let sender = `user_${count % SENDERS}`;
  while (banned.has(sender)) sender = `user_${++count % SENDERS}`;
  const room = 1 + (count % options.rooms);
  const lane = lanes[room % lanes.length];
  if (lane === undefined) return;
  const keyAt = count % REPEATS_EVERY === REPEATS_EVERY - 1 ? count - SENDERS : count;
  lane.waiting.push({
    room,
    id: randomUUID(),
    sender,
    content: `the quick brown fox jumps over the lazy dog ${count}`,
    key: options.hasKeys ? `${options.name}-${keyAt}` : null,
    at: performance.now(),
    createdAt: Date.now(),
    decidedAt,
  });
  count++;
  if (lane.isBusy) return;
  lane.isBusy = true;
  setImmediate(() => void drain(lane));
}

async function drain(lane: Lane): Promise<void> {
  while (lane.waiting.length > 0 && !isOver) {
    const batch = lane.waiting;
    lane.waiting = [];
    const rows = await append(lane, batch);
    if (isOver) return;
    record(batch, rows);
    if (rows.some(({ outcome }) => outcome === 'rejected')) await learnFacts(lane.client);
    for (const _ of rows) send();
  }
  lane.isBusy = false;
}

interface Outcome {
  readonly outcome: 'new' | 'again' | 'rejected' | 'no room';
  readonly o_seq: string;
}

/** Until the outcome is known. */
async function append(lane: Lane, batch: readonly Item[]): Promise<readonly Outcome[]> {
  for (;;) {
    try {
      const values = [
        epoch,
        ['app'],
        [Math.min(...batch.map((item) => item.decidedAt))],
        batch.map(({ room }) => room),
        batch.map(({ id }) => id),
        batch.map(() => 'app'),
        batch.map(({ sender }) => sender),
        batch.map(({ content }) => content),
        batch.map(({ key }) => key),
        batch.map(({ createdAt }) => createdAt),
      ];
      return (await lane.client.query<Outcome>({ ...APPEND, values })).rows;
    } catch (error) {
      if (isOver) return [];
      if (codeOf(error) === OTHER_EPOCH) await beginEpoch(lane.client);
      else {
        unknown++;
        lane.client.end().catch(() => {});
        lane.client = await connect();
      }
    }
  }
}

function record(batch: readonly Item[], rows: readonly Outcome[]): void {
  const now = performance.now();
  const isWarm = now - started > WARM_UP_MS;
  const lines = rows.map(({ outcome, o_seq }, i) => {
    const item = batch[i];
    if (item === undefined) throw new Error('more outcomes than messages');
    if (outcome === 'rejected') rejected++;
    else acknowledged++;
    if (isWarm) {
      counted++;
      latencies.push(now - item.at);
    }
    return outcome === 'rejected' ? '' : `${item.room} ${o_seq} ${item.id} ${outcome}\n`;
  });
  if (options.log !== '') appendFileSync(options.log, lines.join(''));
}

/** The number first: what comes between the two reads is then asked about once more, never missed. */
async function learnFacts(client: pg.Client): Promise<void> {
  const numbers = await client.query<{ number: string }>('select number from app_control');
  const facts = await client.query<{ sender_id: string }>('select sender_id from control_facts');
  banned = new Set(facts.rows.map(({ sender_id }) => sender_id));
  decidedAt = Number(numbers.rows[0]?.number ?? 0);
}

/** The server is another than the one that wrote last: of all who notice, one begins the new epoch. */
async function beginEpoch(client: pg.Client): Promise<void> {
  await client.query(
    `update history set epoch = $1, timeline = current_timeline(), system_identifier = (select system_identifier from pg_control_system())
     where epoch = $2 and timeline <> current_timeline()`,
    [randomUUID(), epoch],
  );
  epoch = await epochOf(client);
}

async function epochOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ epoch: string }>(
    'select epoch from history where not pg_is_in_recovery()',
  );
  if (rows[0] === undefined) throw new Error('a standby');
  return rows[0].epoch;
}

async function connect(): Promise<pg.Client> {
  for (;;) {
    try {
      const client = await connectTo(options.ports[portAt % options.ports.length] ?? 0);
      const found = await epochOf(client);
      if (epoch === '') epoch = found;
      return client;
    } catch {
      portAt++;
      await sleep(50);
    }
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
