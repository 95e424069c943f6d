import { setTimeout as pause } from 'node:timers/promises';
import { ClientGroup } from '../lib/client-group.ts';
import { mid } from '../lib/measure.ts';
import { Meter } from '../lib/meter.ts';
import { scenario } from '../lib/scenario.ts';
import { usageColumns, warningsOf } from '../lib/usage-columns.ts';
import { PROTOCOLS } from '../peers/koine.ts';
import { PEOPLE, type Subject, subjectsAsked } from '../peers/subjects.ts';

/** Enough to have every code path compiled and every pool filled before the first reading. */
const WARM_UP_CLIENTS = 300;
const SETTLE_MS = 2_000;

/** Clients connect, stay and send nothing. */
export const connections = scenario({
  name: 'connections',
  about: 'how fast clients get in, and the memory of each that is idle',
  flags: ['clients', 'protocols', 'peers', 'runs', 'patience'],
  runs: 3,
  cells(options) {
    const subjects = subjectsAsked(options, PROTOCOLS);
    return options
      .numbers('clients', [10_000])
      .flatMap((clients) => subjects.map((subject) => ({ subject, setting: { clients } })));
  },
  async prepare() {
    return ({ subject, setting }) => measureConnections(subject, setting.clients);
  },
  columns: [
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
  ],
  warnings: warningsOf,
});

async function measureConnections(subject: Subject, count: number) {
  await using running = await subject.start({ isProbed: true, people: PEOPLE });
  const { server, dialect } = running;
  const gather = (count: number) => ClientGroup.connect({ port: server.port, dialect, count });
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
  using group = await gather(count);
  const usage = meter.usage(count);
  const after = await settled();
  if (group.closedCount > 0) throw new Error(`${group.closedCount} were thrown out again`);
  return {
    connectionsPerSecond: count / usage.seconds,
    /** Growth of the process per connection, garbage collected before and after. */
    bytesPerConnection: (after.resident - before.resident) / count,
    /** The same of what the program itself holds, which does not depend on the allocator. */
    heapBytesPerConnection: (after.heap - before.heap) / count,
    residentBytes: after.resident,
    ...usage,
  };
}
