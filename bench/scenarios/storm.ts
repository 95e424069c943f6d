import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Crowd } from '../lib/crowd.ts';
import { assertFilesMax } from '../lib/files-max.ts';
import { Latencies } from '../lib/latencies.ts';
import { measureAll, mid, type Row, roundsOf } from '../lib/measure.ts';
import { Meter } from '../lib/meter.ts';
import { perSecond } from '../lib/numbers.ts';
import { metricOf } from '../lib/rest.ts';
import { publish } from '../lib/results.ts';
import type { Scenario } from '../lib/scenario.ts';
import { type SeededRoom, seedRooms } from '../lib/seed.ts';
import type { Column } from '../lib/table.ts';
import { TempDirectory } from '../lib/temp-directory.ts';
import { type UsageFigures, usageColumns, usageFigures, warningsOf } from '../lib/usage-figures.ts';
import { dialectOf, nameOf, PROTOCOLS, type Protocol, startKoine } from '../peers/koine.ts';

type StormFigures = UsageFigures & {
  /** Until the last one had everything. */
  readonly allSeconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly deliveriesPerSecond: number;
  /** Reads of history while it lasted. */
  readonly historyReads: number;
};

interface StormCell {
  readonly subject: { readonly key: Protocol; readonly title: string };
  /** `missed` 0: they come for the first time, with no number to resume from; until the last one is in. */
  readonly setting: { readonly clients: number; readonly missed: number };
}

/** What Koine calls its counter of reads of history. */
const HISTORY_READS = 'koine_history_reads_total';
const WARM_UP_CLIENTS = 300;
const SETTLE_MS = 3_000;
const GIVE_UP_MS = 120_000;

/** Everyone has lost the connection, and comes back in the same moment. */
export const storm: Scenario = {
  about: 'all clients come back at once and resume: until every one has what it missed',
  flags: ['clients', 'missed', 'messages', 'protocols', 'runs', 'patience'],
  async run(options, { machine, out }) {
    const counts = options.numbers('clients', [5_000]);
    assertFilesMax(Math.max(...counts) + 1_000);
    const protocols = options.names('protocols', PROTOCOLS, PROTOCOLS);
    const cells = options.numbers('missed', [100, 1_000]).flatMap((missed) =>
      counts.flatMap((clients) =>
        protocols.map((key) => ({
          subject: { key, title: `Koine ${key}` },
          setting: { clients, missed },
        })),
      ),
    );
    using directory = new TempDirectory();
    const data = join(directory.path, 'data');
    const messages = options.number('messages', 10_000);
    const [room] = await seedRooms(data, [{ uid: 'storm', messages }]);
    if (room === undefined) return;
    const rows = await measureAll(cells, roundsOf(options), (cell) =>
      measureStorm(cell, data, room, messages),
    );
    publish(
      { scenario: 'storm', machine, rows, columns: COLUMNS, warnings: warningsOf(rows) },
      out,
    );
  },
};

async function measureStorm(
  { subject: { key }, setting: { clients: count, missed } }: StormCell,
  data: string,
  seeded: SeededRoom,
  messages: number,
): Promise<StormFigures> {
  await using running = await startKoine({ data });
  const { server } = running;
  const { pid, port } = server;
  const room = () => nameOf(seeded, key);
  const arriving = await dialectOf(key, server, { room });
  // They have been there before: permanent participants are known already, and code is compiled.
  const beforeCount = key === 'platform' ? count : Math.min(count, WARM_UP_CLIENTS);
  (await Crowd.gather({ port, dialect: arriving, count: beforeCount }))[Symbol.dispose]();
  await pause(SETTLE_MS);

  const isNew = missed === 0;
  const since = seeded.changeSeq - missed;
  const dialect = await dialectOf(key, server, isNew ? { room } : { room, since });
  // Of those who come for the first time only the wall's are sent message by message what there is.
  const expected = isNew && key === 'reactions' ? messages : missed;
  const caughtUp = new Latencies(count);
  const { promise: allCaughtUp, resolve } = Promise.withResolvers<void>();
  const readsBefore = await historyReads(port);
  const startedAt = performance.now();
  const meter = new Meter(pid);
  using crowd = await Crowd.gather({
    port,
    dialect,
    count,
    atOnce: count,
    listener(_index, client) {
      if (client.messages !== expected) return;
      caughtUp.add(performance.now() - startedAt);
      if (caughtUp.count === count) resolve();
    },
  });
  if (expected === 0) for (let i = 0; i < count; i++) caughtUp.add(performance.now() - startedAt);
  else await Promise.race([allCaughtUp, pause(GIVE_UP_MS)]);
  const usage = meter.usage();
  if (caughtUp.count < count || crowd.messages !== count * expected)
    throw new Error(`${caughtUp.count} of ${count} caught up, ${crowd.messages} messages in all`);
  return {
    allSeconds: caughtUp.at(1) / 1000,
    p50Ms: caughtUp.at(0.5),
    p99Ms: caughtUp.at(0.99),
    deliveriesPerSecond: crowd.messages / usage.seconds,
    historyReads: (await historyReads(port)) - readsBefore,
    ...usageFigures(usage, crowd.messages),
  };
}

/** Absent from the metrics until the first. */
async function historyReads(port: number): Promise<number> {
  const reads = await metricOf(port, HISTORY_READS);
  return Number.isNaN(reads) ? 0 : reads;
}

const COLUMNS: readonly Column<StormCell & Row<StormFigures>>[] = [
  { title: 'server', text: ({ subject }) => subject.title },
  { title: 'clients', text: ({ setting }) => `${setting.clients}` },
  { title: 'missed each', text: ({ setting }) => `${setting.missed}` },
  { title: 'all caught up, s (≤ 3)', text: (row) => mid(row, 'allSeconds').toFixed(2) },
  { title: 'p50 ms', text: (row) => mid(row, 'p50Ms').toFixed(0) },
  { title: 'p99 ms', text: (row) => mid(row, 'p99Ms').toFixed(0) },
  { title: 'deliveries/s', text: (row) => perSecond(mid(row, 'deliveriesPerSecond')) },
  { title: 'history reads (≤ 1)', text: (row) => `${mid(row, 'historyReads')}` },
  ...usageColumns(),
];
