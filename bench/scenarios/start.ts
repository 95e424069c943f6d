import { statSync } from 'node:fs';
import { join } from 'node:path';
import { measureAll, mid, type Row, roundsOf } from '../lib/measure.ts';
import { publish } from '../lib/results.ts';
import type { Scenario } from '../lib/scenario.ts';
import { seedRooms } from '../lib/seed.ts';
import type { Column } from '../lib/table.ts';
import { TempDirectory } from '../lib/temp-directory.ts';
import { startKoine } from '../peers/koine.ts';

type StartFigures = { readonly readyMs: number; readonly databaseMiB: number };

interface StartCell {
  readonly subject: { readonly key: string; readonly title: string };
  readonly setting: { readonly megabytes: number };
}

const CHARS_EACH = 3_800;
/** A message of that length with its row and its places in the indexes. */
const BYTES_EACH = 4_200;

/** From the start of the process to the ready line; stopped in order each time. Code and database are in the page cache. */
export const start: Scenario = {
  about: 'cold start to ready, with an empty and a large database',
  flags: ['megabytes', 'runs', 'patience'],
  async run(options, { machine, out }) {
    const sizes = options.numbers('megabytes', [1_024]);
    const cells: StartCell[] = [
      { subject: { key: 'new', title: 'no database yet' }, setting: { megabytes: 0 } },
      ...sizes.map((megabytes) => ({
        subject: { key: 'large', title: `a database of ${megabytes} MB` },
        setting: { megabytes },
      })),
    ];
    using directory = new TempDirectory();
    const dataOf = (megabytes: number) => join(directory.path, `data-${megabytes}`);
    for (const megabytes of sizes) {
      const messages = Math.ceil((megabytes * 1e6) / BYTES_EACH);
      await seedRooms(dataOf(megabytes), [{ uid: 'large', messages, charsEach: CHARS_EACH }]);
    }
    const rows = await measureAll(cells, roundsOf(options, 5), ({ setting }) =>
      setting.megabytes === 0 ? measureNew() : measureStart(dataOf(setting.megabytes)),
    );
    publish({ scenario: 'start', machine, rows, columns: COLUMNS, warnings: [] }, out);
  },
};

async function measureNew(): Promise<StartFigures> {
  using directory = new TempDirectory();
  return await measureStart(join(directory.path, 'data'));
}

async function measureStart(data: string): Promise<StartFigures> {
  await using koine = await startKoine({ data });
  await koine.server.stop();
  const { readyMs } = koine.server;
  return { readyMs, databaseMiB: statSync(join(data, 'koine.db')).size / 2 ** 20 };
}

const COLUMNS: readonly Column<StartCell & Row<StartFigures>>[] = [
  { title: 'start with', text: ({ subject }) => subject.title },
  { title: 'MiB', text: (row) => mid(row, 'databaseMiB').toFixed(0) },
  { title: 'ready after, ms', text: (row) => mid(row, 'readyMs').toFixed(0) },
];
