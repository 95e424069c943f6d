import { closedLoop } from '../lib/closed-loop.ts';
import { mid } from '../lib/measure.ts';
import { perSecond } from '../lib/numbers.ts';
import { scenario } from '../lib/scenario.ts';
import { usageColumns, warningsOf } from '../lib/usage-columns.ts';
import { createRoom, dialectOf, nameOf, PROTOCOLS, startKoine } from '../peers/koine.ts';

/** Senders that receive their own messages: each is on disk by then. Koine alone, since the peers store nothing. */
export const accepted = scenario({
  name: 'accepted',
  about: 'durable messages a second: 100 connections in one room, and each in a room of its own',
  flags: ['clients', 'in-flight', 'protocols', 'runs', 'patience', 'seconds', 'profile'],
  runs: 3,
  cells(options) {
    const protocols = options.names('protocols', PROTOCOLS, ['lobby', 'platform']);
    const clients = options.number('clients', 100);
    const settings = options
      .numbers('in-flight', [800])
      .flatMap((inFlight) => [1, clients].map((rooms) => ({ clients, rooms, inFlight })));
    return settings.flatMap((setting) =>
      protocols.map((key) => ({ subject: { key, title: `Koine ${key}` }, setting })),
    );
  },
  async prepare(options) {
    const seconds = options.number('seconds', 3);
    const profileInto = options.text('profile');
    return async ({ subject, setting: { clients, rooms, inFlight } }) => {
      await using koine = await startKoine({ profileInto });
      const { server } = koine;
      const names: string[] = [];
      for (let i = 0; i < rooms; i++)
        names.push(nameOf(await createRoom(server, `bench-${i}`), subject.key));
      const room = (client: number) => names[client % rooms] ?? '';
      const dialect = await dialectOf(subject.key, server, { room });
      const load = { clients, inFlight, seconds, rooms: rooms === 1 ? 'shared' : 'own' } as const;
      const figures = await closedLoop({ server, dialect }, load);
      const { cpuSecondsPerMillion, deliveriesPerSecond, messagesPerSecond } = figures;
      const deliveriesEach = deliveriesPerSecond / messagesPerSecond;
      return { ...figures, cpuSecondsPerMillion: cpuSecondsPerMillion * deliveriesEach };
    };
  },
  columns: [
    { title: 'server', text: ({ subject }) => subject.title },
    { title: 'connections', text: ({ setting }) => `${setting.clients}` },
    { title: 'rooms', text: ({ setting }) => `${setting.rooms}` },
    { title: 'in flight', text: ({ setting }) => `${setting.inFlight}` },
    { title: 'messages/s', text: (row) => perSecond(mid(row, 'messagesPerSecond')) },
    { title: 'deliveries/s', text: (row) => perSecond(mid(row, 'deliveriesPerSecond')) },
    ...usageColumns('CPU µs/message'),
    { title: 'missing', text: (row) => `${mid(row, 'missing')}` },
  ],
  warnings: warningsOf,
});
