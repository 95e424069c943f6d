import type { Chart } from '../lib/chart.ts';
import { closedLoop } from '../lib/closed-loop.ts';
import { mid, type Row, rowOf } from '../lib/measure.ts';
import { perSecond, times } from '../lib/numbers.ts';
import { scenario } from '../lib/scenario.ts';
import type { Column } from '../lib/table.ts';
import { usageColumns, warningsOf } from '../lib/usage-columns.ts';
import { ALL_PROTOCOLS } from '../peers/koine.ts';
import { isKoine, PEOPLE, type Subject, subjectsAsked } from '../peers/subjects.ts';

interface PeakCell {
  readonly subject: Subject;
  readonly setting: { readonly clients: number; readonly inFlight: number };
}

type PeakRow = PeakCell & Row<Awaited<ReturnType<typeof measurePeak>>>;

export async function measurePeak(
  { subject, setting }: PeakCell,
  seconds: number,
  profileInto?: string,
) {
  await using running = await subject.start({ profileInto, people: PEOPLE });
  const rooms = subject.key === 'direct' ? 'pairs' : 'shared';
  return await closedLoop(running, { ...setting, seconds, rooms });
}

const COLUMNS: readonly Column<PeakRow>[] = [
  { title: 'server', text: ({ subject }) => subject.title },
  { title: 'clients', text: ({ setting }) => `${setting.clients}` },
  { title: 'in flight', text: ({ setting }) => `${setting.inFlight}` },
  { title: 'deliveries/s', text: (row) => perSecond(mid(row, 'deliveriesPerSecond')) },
  { title: 'messages/s', text: (row) => perSecond(mid(row, 'messagesPerSecond')) },
  { title: 'to ws', text: (row, rows) => ratio(row, rows, 'ws') },
  { title: 'to Socket.IO', text: (row, rows) => ratio(row, rows, 'socket.io') },
  { title: 'to Bun', text: (row, rows) => ratio(row, rows, 'bun') },
  ...usageColumns(),
  { title: 'missing', text: (row) => `${mid(row, 'missing')}` },
  { title: 'cut off', text: (row) => `${mid(row, 'cutOff')}` },
];

/** One room, everyone gets everything, as fast as it goes. `direct`: rooms of two, so two deliveries a message. */
export const peak = scenario({
  name: 'peak',
  about: 'deliveries a second in closed loop: one room, so many messages in flight',
  flags: ['clients', 'in-flight', 'protocols', 'peers', 'runs', 'patience', 'seconds', 'profile'],
  runs: 3,
  cells(options) {
    const subjects = subjectsAsked(options, ALL_PROTOCOLS);
    const counts = options.numbers('clients', [50, 500, 5_000]);
    const settings = options
      .numbers('in-flight', [80, 1])
      .flatMap((inFlight) => counts.map((clients) => ({ clients, inFlight })));
    return settings.flatMap((setting) => subjects.map((subject) => ({ subject, setting })));
  },
  async prepare(options) {
    const seconds = options.number('seconds', 3);
    return (cell) => measurePeak(cell, seconds, options.text('profile'));
  },
  columns: COLUMNS,
  warnings: warningsOf,
  chart: (rows) => chartOf(rows),
});

/** Beside another server's. Deliveries to two are no measure beside deliveries to all. */
function ratio(row: PeakRow, rows: readonly PeakRow[], key: string): string {
  const other = rowOf(rows, key, row);
  if (row.subject.key === 'direct' || other === undefined || other === row) return '';
  return times(mid(row, 'deliveriesPerSecond') / mid(other, 'deliveriesPerSecond'));
}

/** What can be seen at a glance: the first number in flight, by the number of clients. */
function chartOf(rows: readonly PeakRow[]): Chart {
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
