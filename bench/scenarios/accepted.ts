import { closedLoop } from '../lib/closed-loop.ts';
import { Crowd } from '../lib/crowd.ts';
import { measureAll, mid, type Row, roundsOf } from '../lib/measure.ts';
import { MessageTemplate } from '../lib/message-index.ts';
import { perSecond } from '../lib/numbers.ts';
import { publish } from '../lib/results.ts';
import type { Scenario } from '../lib/scenario.ts';
import type { Column } from '../lib/table.ts';
import { type UsageFigures, usageColumns, usageFigures, warningsOf } from '../lib/usage-figures.ts';
import {
  createRoom,
  dialectOf,
  nameOf,
  PROTOCOLS,
  type Protocol,
  startKoine,
} from '../peers/koine.ts';

type AcceptedFigures = UsageFigures & {
  readonly messagesPerSecond: number;
  readonly deliveriesPerSecond: number;
  readonly missing: number;
};

interface AcceptedCell {
  readonly subject: { readonly key: Protocol; readonly title: string };
  readonly setting: { readonly clients: number; readonly rooms: number; readonly inFlight: number };
}

/** Senders that receive their own messages: each is on disk by then. Koine alone, since the peers store nothing. */
export const accepted: Scenario = {
  about: 'durable messages a second: 100 connections in one room, and each in a room of its own',
  flags: ['clients', 'in-flight', 'protocols', 'runs', 'patience', 'seconds', 'profile'],
  async run(options, { machine, out }) {
    const protocols = options.names('protocols', PROTOCOLS, ['lobby', 'platform']);
    const clients = options.number('clients', 100);
    const cells = options.numbers('in-flight', [800]).flatMap((inFlight) =>
      [1, clients].flatMap((rooms) =>
        protocols.map((key) => ({
          subject: { key, title: `Koine ${key}` },
          setting: { clients, rooms, inFlight },
        })),
      ),
    );
    const seconds = options.number('seconds', 3);
    const profileInto = options.text('profile');
    const rows = await measureAll(cells, roundsOf(options), (cell) =>
      measureAccepted(cell, seconds, profileInto),
    );
    const warnings = warningsOf(rows);
    publish({ scenario: 'accepted', machine, rows, columns: COLUMNS, warnings }, out);
  },
};

async function measureAccepted(
  { subject, setting: { clients, rooms, inFlight } }: AcceptedCell,
  seconds: number,
  profileInto: string | undefined,
): Promise<AcceptedFigures> {
  await using running = await startKoine({ profileInto });
  const { server } = running;
  const names: string[] = [];
  for (let i = 0; i < rooms; i++)
    names.push(nameOf(await createRoom(server, `bench-${i}`), subject.key));
  const room = (client: number) => names[client % rooms] ?? '';
  const dialect = await dialectOf(subject.key, server, { room });
  using crowd = await Crowd.gather({ port: server.port, dialect, count: clients });
  const { messagesPerSecond, deliveriesPerSecond, usage, missing } = await closedLoop({
    crowd,
    template: new MessageTemplate(dialect.wrap),
    serverPid: server.pid,
    inFlight,
    warmUpMs: Math.min(2, seconds) * 1000,
    measureMs: seconds * 1000,
    rooms: rooms === 1 ? 'shared' : 'own',
  });
  return {
    messagesPerSecond,
    deliveriesPerSecond,
    ...usageFigures(usage, messagesPerSecond * usage.seconds),
    missing,
  };
}

const COLUMNS: readonly Column<AcceptedCell & Row<AcceptedFigures>>[] = [
  { title: 'server', text: ({ subject }) => subject.title },
  { title: 'connections', text: ({ setting }) => `${setting.clients}` },
  { title: 'rooms', text: ({ setting }) => `${setting.rooms}` },
  { title: 'in flight', text: ({ setting }) => `${setting.inFlight}` },
  { title: 'messages/s', text: (row) => perSecond(mid(row, 'messagesPerSecond')) },
  { title: 'deliveries/s', text: (row) => perSecond(mid(row, 'deliveriesPerSecond')) },
  ...usageColumns('CPU µs/message'),
  { title: 'missing', text: (row) => `${mid(row, 'missing')}` },
];
