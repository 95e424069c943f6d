import { type Chart, writeChart } from '../lib/chart.ts';
import { closedLoop } from '../lib/closed-loop.ts';
import { Crowd } from '../lib/crowd.ts';
import { measureAll, mid, type Row, roundsOf, rowOf } from '../lib/measure.ts';
import { MessageTemplate } from '../lib/message-index.ts';
import { perSecond, times } from '../lib/numbers.ts';
import type { Options } from '../lib/options.ts';
import { publish } from '../lib/results.ts';
import type { Scenario } from '../lib/scenario.ts';
import type { Column } from '../lib/table.ts';
import { type UsageFigures, usageColumns, usageFigures, warningsOf } from '../lib/usage-figures.ts';
import { ALL_PROTOCOLS } from '../peers/koine.ts';
import { isKoine, PEERS, PEOPLE, type Subject, subjectsOf } from '../peers/subjects.ts';

type PeakFigures = UsageFigures & {
  readonly deliveriesPerSecond: number;
  readonly messagesPerSecond: number;
  readonly missing: number;
  readonly cutOff: number;
};

interface PeakCell {
  readonly subject: Subject;
  readonly setting: { readonly clients: number; readonly inFlight: number };
}

/** One room, everyone gets everything, as fast as it goes. `direct`: rooms of two, so two deliveries a message. */
export const peak: Scenario = {
  about: 'deliveries a second in closed loop: one room, so many messages in flight',
  flags: ['clients', 'in-flight', 'protocols', 'peers', 'runs', 'patience', 'seconds', 'profile'],
  async run(options, { machine, out }) {
    const rows = await measureAll(cellsOf(options), roundsOf(options), (cell) =>
      measurePeak(cell, {
        seconds: options.number('seconds', 3),
        profileInto: options.text('profile'),
      }),
    );
    writeChart(chartOf(rows), out, 'peak');
    publish(
      { scenario: 'peak', machine, rows, columns: columnsFor(rows), warnings: warningsOf(rows) },
      out,
    );
  },
};

export interface PeakOptions {
  readonly seconds: number;
  readonly profileInto?: string | undefined;
}

export async function measurePeak(
  { subject, setting }: PeakCell,
  { seconds, profileInto }: PeakOptions,
): Promise<PeakFigures> {
  await using running = await subject.start({ profileInto, people: PEOPLE });
  const { server, dialect } = running;
  using crowd = await Crowd.gather({ port: server.port, dialect, count: setting.clients });
  const { deliveriesPerSecond, messagesPerSecond, usage, missing } = await closedLoop({
    crowd,
    template: new MessageTemplate(dialect.wrap),
    serverPid: server.pid,
    inFlight: setting.inFlight,
    warmUpMs: Math.min(2, seconds) * 1000,
    measureMs: seconds * 1000,
    rooms: subject.key === 'direct' ? 'pairs' : 'shared',
  });
  return {
    deliveriesPerSecond,
    messagesPerSecond,
    ...usageFigures(usage, deliveriesPerSecond * usage.seconds),
    missing,
    cutOff: crowd.closedCount,
  };
}

function cellsOf(options: Options): PeakCell[] {
  const subjects = subjectsOf(
    options.names('protocols', ALL_PROTOCOLS, ALL_PROTOCOLS),
    options.names('peers', PEERS, PEERS),
  );
  return options
    .numbers('in-flight', [80, 1])
    .flatMap((inFlight) =>
      options
        .numbers('clients', [50, 500, 5_000])
        .flatMap((clients) =>
          subjects.map((subject) => ({ subject, setting: { clients, inFlight } })),
        ),
    );
}

function columnsFor(rows: readonly (PeakCell & Row<PeakFigures>)[]) {
  // Deliveries to two are no measure beside deliveries to all.
  const against = (key: string) => (row: (typeof rows)[number]) => {
    if (row.subject.key === 'direct') return '';
    const other = rowOf(rows, key, row);
    if (other === undefined || other === row) return '';
    return times(mid(row, 'deliveriesPerSecond') / mid(other, 'deliveriesPerSecond'));
  };
  const columns: Column<(typeof rows)[number]>[] = [
    { title: 'server', text: ({ subject }) => subject.title },
    { title: 'clients', text: ({ setting }) => `${setting.clients}` },
    { title: 'in flight', text: ({ setting }) => `${setting.inFlight}` },
    { title: 'deliveries/s', text: (row) => perSecond(mid(row, 'deliveriesPerSecond')) },
    { title: 'messages/s', text: (row) => perSecond(mid(row, 'messagesPerSecond')) },
    { title: 'to ws', text: against('ws') },
    { title: 'to Socket.IO', text: against('socket.io') },
    { title: 'to Bun', text: against('bun') },
    ...usageColumns(),
    { title: 'missing', text: (row) => `${mid(row, 'missing')}` },
    { title: 'cut off', text: (row) => `${mid(row, 'cutOff')}` },
  ];
  return columns;
}

/** What can be seen at a glance: the first number in flight, by the number of clients. */
function chartOf(rows: readonly (PeakCell & Row<PeakFigures>)[]): Chart {
  const inFlight = rows[0]?.setting.inFlight ?? 0;
  const shown = rows.filter(
    ({ subject, setting }) => setting.inFlight === inFlight && subject.key !== 'direct',
  );
  const counts = [...new Set(shown.map(({ setting }) => setting.clients))];
  return {
    title: 'Deliveries a second, one server core',
    note: `One room, ${inFlight} messages in flight. Koine stores every message (fsync) before anyone sees it; the others store nothing.`,
    groups: counts.map((clients) => ({
      title: `${clients.toLocaleString('en')} clients`,
      bars: shown
        .filter(({ setting }) => setting.clients === clients)
        .map((row) => {
          const value = mid(row, 'deliveriesPerSecond');
          const { title } = row.subject;
          return { label: title, value, text: perSecond(value), isOurs: isKoine(row.subject) };
        }),
    })),
  };
}
