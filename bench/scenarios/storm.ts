import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ClientGroup } from '../lib/client-group.ts';
import { Latencies } from '../lib/latencies.ts';
import { mid } from '../lib/measure.ts';
import { Meter } from '../lib/meter.ts';
import { perSecond } from '../lib/numbers.ts';
import { metricOf } from '../lib/rest.ts';
import { scenario } from '../lib/scenario.ts';
import { type SeededRoom, seedRoom } from '../lib/seed.ts';
import { TempDirectory } from '../lib/temp-directory.ts';
import { usageColumns, warningsOf } from '../lib/usage-columns.ts';
import { dialectOf, nameOf, PROTOCOLS, type Protocol, startKoine } from '../peers/koine.ts';

/** What Koine calls its counter of reads of history. */
const HISTORY_READS = 'koine_history_reads_total';
const WARM_UP_CLIENTS = 300;
const SETTLE_MS = 3_000;
const GIVE_UP_MS = 120_000;

/** Everyone has lost the connection, and comes back in the same moment. */
export const storm = scenario({
  name: 'storm',
  about: 'all clients come back at once and resume: until every one has what it missed',
  flags: ['clients', 'missed', 'messages', 'protocols', 'runs', 'patience'],
  runs: 3,
  cells(options) {
    const counts = options.numbers('clients', [5_000]);
    const protocols = options.names('protocols', PROTOCOLS, PROTOCOLS);
    const settings = options
      .numbers('missed', [100, 1_000])
      .flatMap((missed) => counts.map((clients) => ({ clients, missed })));
    return settings.flatMap((setting) =>
      protocols.map((key) => ({ subject: { key, title: `Koine ${key}` }, setting })),
    );
  },
  async prepare(options, stack) {
    const data = join(stack.use(new TempDirectory()).path, 'data');
    const messages = options.number('messages', 10_000);
    const room = await seedRoom(data, { uid: 'storm', messages });
    return ({ subject, setting }) => measureStorm(subject.key, setting, data, room);
  },
  columns: [
    { title: 'server', text: ({ subject }) => subject.title },
    { title: 'clients', text: ({ setting }) => `${setting.clients}` },
    { title: 'missed each', text: ({ setting }) => `${setting.missed}` },
    { title: 'all caught up, s (≤ 3)', text: (row) => mid(row, 'allSeconds').toFixed(2) },
    { title: 'p50 ms', text: (row) => mid(row, 'p50Ms').toFixed(0) },
    { title: 'p99 ms', text: (row) => mid(row, 'p99Ms').toFixed(0) },
    { title: 'deliveries/s', text: (row) => perSecond(mid(row, 'deliveriesPerSecond')) },
    { title: 'history reads (≤ 1)', text: (row) => `${mid(row, 'historyReads')}` },
    ...usageColumns(),
  ],
  warnings: warningsOf,
});

/** `missed` 0: they come for the first time, with no number to resume from; until the last one is in. */
async function measureStorm(
  key: Protocol,
  { clients: count, missed }: { readonly clients: number; readonly missed: number },
  data: string,
  seeded: SeededRoom,
) {
  await using running = await startKoine({ data });
  const { server } = running;
  const { pid, port } = server;
  const room = () => nameOf(seeded, key);
  const arriving = await dialectOf(key, server, { room });
  // They have been there before: permanent participants are known already, and code is compiled.
  const beforeCount = key === 'platform' ? count : Math.min(count, WARM_UP_CLIENTS);
  (await ClientGroup.connect({ port, dialect: arriving, count: beforeCount }))[Symbol.dispose]();
  await pause(SETTLE_MS);

  const isNew = missed === 0;
  const since = seeded.changeSeq - missed;
  const dialect = await dialectOf(key, server, isNew ? { room } : { room, since });
  // Of those who come for the first time only the wall's are sent message by message what there is.
  const expected = isNew && key === 'reactions' ? seeded.messages : missed;
  const caughtUp = new Latencies(count);
  const { promise: allCaughtUp, resolve } = Promise.withResolvers<void>();
  const readsBefore = await historyReads(port);
  const startedAt = performance.now();
  const meter = new Meter(pid);
  using group = await ClientGroup.connect({
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
  const usage = meter.usage(group.messages);
  if (caughtUp.count < count || group.messages !== count * expected)
    throw new Error(`${caughtUp.count} of ${count} caught up, ${group.messages} messages in all`);
  return {
    /** Until the last one had everything. */
    allSeconds: caughtUp.at(1) / 1000,
    p50Ms: caughtUp.at(0.5),
    p99Ms: caughtUp.at(0.99),
    deliveriesPerSecond: group.messages / usage.seconds,
    /** Reads of history while it lasted. */
    historyReads: (await historyReads(port)) - readsBefore,
    ...usage,
  };
}

/** Absent from the metrics until the first. */
async function historyReads(port: number): Promise<number> {
  const reads = await metricOf(port, HISTORY_READS);
  return Number.isNaN(reads) ? 0 : reads;
}
