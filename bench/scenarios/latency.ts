import { type Chart, writeChart } from '../lib/chart.ts';
import { Crowd } from '../lib/crowd.ts';
import { type Figures, labelOf, measureAll, mid, type Row, roundsOf } from '../lib/measure.ts';
import { MessageTemplate } from '../lib/message-index.ts';
import { perSecond } from '../lib/numbers.ts';
import { openLoop } from '../lib/open-loop.ts';
import { publish } from '../lib/results.ts';
import type { Scenario } from '../lib/scenario.ts';
import type { Column } from '../lib/table.ts';
import { noiseOf, type UsageFigures, usageColumns, usageFigures } from '../lib/usage-figures.ts';
import { PROTOCOLS } from '../peers/koine.ts';
import { isKoine, PEERS, PEOPLE, type Subject, subjectsOf } from '../peers/subjects.ts';

type LatencyFigures = UsageFigures & {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
  /** The generator's own delay, which is part of the above. */
  readonly sentLateP99Ms: number;
  readonly missing: number;
};

interface LatencyCell {
  readonly subject: Subject;
  readonly setting: { readonly clients: number; readonly deliveriesPerSecond: number };
}

const LATE_MS = 0.5;

/** One room, messages at a steady rate. */
export const latency: Scenario = {
  about: 'time from when a message was due to each delivery of it, and CPU, at a steady rate',
  flags: ['rates', 'clients', 'protocols', 'peers', 'runs', 'patience', 'seconds', 'profile'],
  async run(options, { machine, out }) {
    const subjects = subjectsOf(
      options.names('protocols', PROTOCOLS, PROTOCOLS),
      options.names('peers', PEERS, PEERS),
    );
    const cells = options
      .numbers('rates', [20_000, 100_000])
      .flatMap((deliveriesPerSecond) =>
        options
          .numbers('clients', [100])
          .flatMap((clients) =>
            subjects.map((subject) => ({ subject, setting: { clients, deliveriesPerSecond } })),
          ),
      );
    const seconds = options.number('seconds', 5);
    const profileInto = options.text('profile');
    const rows = await measureAll(cells, roundsOf(options), (cell) =>
      measureLatency(cell, seconds, profileInto),
    );
    const late = rows.filter((row) => mid(row, 'sentLateP99Ms') > LATE_MS);
    const warnings = [
      ...noiseOf(rows),
      ...late.map((row) => `${labelOf(row)}: the load generator itself was late`),
    ];
    writeChart(chartOf(rows), out, 'latency');
    publish({ scenario: 'latency', machine, rows, columns: COLUMNS, warnings }, out);
  },
};

async function measureLatency(
  { subject, setting }: LatencyCell,
  seconds: number,
  profileInto: string | undefined,
): Promise<LatencyFigures> {
  const { clients, deliveriesPerSecond } = setting;
  await using running = await subject.start({ profileInto, people: PEOPLE });
  const { server, dialect } = running;
  using crowd = await Crowd.gather({ port: server.port, dialect, count: clients });
  const { latencies, lateness, usage, workShare, deliveries, missing } = await openLoop({
    crowd,
    template: new MessageTemplate(dialect.wrap),
    serverPid: server.pid,
    messagesPerSecond: deliveriesPerSecond / clients,
    warmUpMs: Math.min(2, seconds) * 1000,
    measureMs: seconds * 1000,
  });
  return {
    p50Ms: latencies.at(0.5),
    p99Ms: latencies.at(0.99),
    p999Ms: latencies.at(0.999),
    maxMs: latencies.at(1),
    sentLateP99Ms: lateness.at(0.99),
    ...usageFigures(usage, deliveries),
    // It turns without sleeping: the time in which it only waited is none of its work.
    loadShare: workShare,
    missing,
  };
}

function milliseconds(title: string, name: keyof LatencyFigures & string) {
  const text = (row: Row<LatencyFigures & Figures>) => mid(row, name).toFixed(2);
  return { title, text };
}

const COLUMNS: readonly Column<LatencyCell & Row<LatencyFigures>>[] = [
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
];

/** p99 by rate. */
function chartOf(rows: readonly (LatencyCell & Row<LatencyFigures>)[]): Chart {
  const rates = [...new Set(rows.map(({ setting }) => setting.deliveriesPerSecond))];
  return {
    title: 'From due to delivered, p99 in milliseconds',
    note: 'Messages leave at their appointed times, whatever has come back. Koine stores each (fsync) first; the others store nothing.',
    groups: rates.map((rate) => ({
      title: `${rate.toLocaleString('en')} deliveries a second`,
      bars: rows
        .filter(({ setting }) => setting.deliveriesPerSecond === rate)
        .map((row) => {
          const value = mid(row, 'p99Ms');
          const text = `${value.toFixed(2)} (p50 ${mid(row, 'p50Ms').toFixed(2)})`;
          return { label: row.subject.title, value, text, isOurs: isKoine(row.subject) };
        }),
    })),
  };
}
