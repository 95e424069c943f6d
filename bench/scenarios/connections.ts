import { setTimeout as pause } from 'node:timers/promises';
import { Crowd } from '../lib/crowd.ts';
import { assertFilesMax } from '../lib/files-max.ts';
import { measureAll, mid, type Row, roundsOf } from '../lib/measure.ts';
import { Meter } from '../lib/meter.ts';
import { publish } from '../lib/results.ts';
import type { Scenario } from '../lib/scenario.ts';
import type { Column } from '../lib/table.ts';
import { type UsageFigures, usageColumns, usageFigures, warningsOf } from '../lib/usage-figures.ts';
import { PROTOCOLS } from '../peers/koine.ts';
import { PEERS, PEOPLE, type Subject, subjectsOf } from '../peers/subjects.ts';

type ConnectionFigures = UsageFigures & {
  readonly connectionsPerSecond: number;
  /** Growth of the process per connection, garbage collected before and after. */
  readonly bytesPerConnection: number;
  /** The same of what the program itself holds, which does not depend on the allocator. */
  readonly heapBytesPerConnection: number;
  readonly residentBytes: number;
};

interface ConnectionCell {
  readonly subject: Subject;
  readonly setting: { readonly clients: number };
}

/** Enough to have every code path compiled and every pool filled before the first reading. */
const WARM_UP_CLIENTS = 300;
const SETTLE_MS = 2_000;

/** Clients come, stay and say nothing. */
export const connections: Scenario = {
  about: 'how fast clients get in, and the memory of each that is idle',
  flags: ['clients', 'protocols', 'peers', 'runs', 'patience'],
  async run(options, { machine, out }) {
    const counts = options.numbers('clients', [10_000]);
    assertFilesMax(Math.max(...counts) + 1_000);
    const subjects = subjectsOf(
      options.names('protocols', PROTOCOLS, PROTOCOLS),
      options.names('peers', PEERS, PEERS),
    );
    const cells = counts.flatMap((clients) =>
      subjects.map((subject) => ({ subject, setting: { clients } })),
    );
    const rows = await measureAll(cells, roundsOf(options), measureConnections);
    const warnings = warningsOf(rows);
    publish({ scenario: 'connections', machine, rows, columns: COLUMNS, warnings }, out);
  },
};

async function measureConnections({
  subject,
  setting: { clients: count },
}: ConnectionCell): Promise<ConnectionFigures> {
  await using running = await subject.start({ isProbed: true, people: PEOPLE });
  const { server, dialect } = running;
  const gather = (count: number) => Crowd.gather({ port: server.port, dialect, count });
  const settled = async () => {
    await pause(SETTLE_MS);
    await server.collectGarbage();
    // A second time, for what the first has only made collectable.
    const heap = await server.collectGarbage();
    return { heap, resident: server.residentBytes };
  };
  (await gather(WARM_UP_CLIENTS))[Symbol.dispose]();
  const before = await settled();
  const meter = new Meter(server.pid);
  using crowd = await gather(count);
  const usage = meter.usage();
  const after = await settled();
  if (crowd.closedCount > 0) throw new Error(`${crowd.closedCount} were thrown out again`);
  return {
    connectionsPerSecond: count / usage.seconds,
    bytesPerConnection: (after.resident - before.resident) / count,
    heapBytesPerConnection: (after.heap - before.heap) / count,
    residentBytes: after.resident,
    ...usageFigures(usage, count),
  };
}

const COLUMNS: readonly Column<ConnectionCell & Row<ConnectionFigures>>[] = [
  { title: 'server', text: ({ subject }) => subject.title },
  { title: 'clients', text: ({ setting }) => `${setting.clients}` },
  { title: 'connections/s', text: (row) => mid(row, 'connectionsPerSecond').toFixed(0) },
  {
    title: 'KiB each, idle',
    text: (row) => (mid(row, 'bytesPerConnection') / 1024).toFixed(1),
  },
  {
    title: 'KiB of heap',
    text: (row) => (mid(row, 'heapBytesPerConnection') / 1024).toFixed(2),
  },
  { title: 'MiB in all', text: (row) => (mid(row, 'residentBytes') / 2 ** 20).toFixed(0) },
  ...usageColumns('CPU µs each'),
];
