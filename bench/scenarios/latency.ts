import { type Figures, labelOf, mid, type Row } from '../lib/measure.ts';
import { perSecond } from '../lib/numbers.ts';
import { openLoop } from '../lib/open-loop.ts';
import { scenario } from '../lib/scenario.ts';
import { noiseOf, usageColumns } from '../lib/usage-columns.ts';
import { PROTOCOLS } from '../peers/koine.ts';
import { PEOPLE, subjectsAsked } from '../peers/subjects.ts';

const LATE_MS = 0.5;

/** One room, messages at a steady rate. */
export const latency = scenario({
  name: 'latency',
  about: 'time from when a message was due to each delivery of it, and CPU, at a steady rate',
  flags: ['rates', 'clients', 'protocols', 'peers', 'runs', 'patience', 'seconds', 'profile'],
  runs: 3,
  cells(options) {
    const subjects = subjectsAsked(options, PROTOCOLS);
    const counts = options.numbers('clients', [100]);
    const settings = options
      .numbers('rates', [20_000, 100_000])
      .flatMap((deliveriesPerSecond) =>
        counts.map((clients) => ({ clients, deliveriesPerSecond })),
      );
    return settings.flatMap((setting) => subjects.map((subject) => ({ subject, setting })));
  },
  async prepare(options) {
    const seconds = options.number('seconds', 5);
    const profileInto = options.text('profile');
    return async ({ subject, setting: { clients, deliveriesPerSecond } }) => {
      await using running = await subject.start({ profileInto, people: PEOPLE });
      const messagesPerSecond = deliveriesPerSecond / clients;
      return await openLoop(running, { clients, messagesPerSecond, seconds });
    };
  },
  columns: [
    { title: 'server', text: ({ subject }) => subject.title },
    { title: 'clients', text: ({ setting }) => `${setting.clients}` },
    { title: 'deliveries/s', text: ({ setting }) => perSecond(setting.deliveriesPerSecond) },
    milliseconds('p50 ms', 'p50Ms'),
    milliseconds('p99 ms', 'p99Ms'),
    milliseconds('p99.9 ms', 'p999Ms'),
    milliseconds('max ms', 'maxMs'),
    milliseconds('sent late p99', 'sentLateP99Ms'),
    ...usageColumns(),
    { title: 'missing', text: (row) => `${mid(row, 'missing')}` },
  ],
  warnings(rows) {
    const late = rows.filter((row) => mid(row, 'sentLateP99Ms') > LATE_MS);
    return [
      ...noiseOf(rows),
      ...late.map((row) => `${labelOf(row)}: the load generator itself was late`),
    ];
  },
});

function milliseconds<Name extends string>(title: string, name: Name) {
  return { title, text: (row: Row<Record<Name, number> & Figures>) => mid(row, name).toFixed(2) };
}
