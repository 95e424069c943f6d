import { statSync } from 'node:fs';
import { join } from 'node:path';
import { mid } from '../lib/measure.ts';
import { scenario } from '../lib/scenario.ts';
import { seedRoom } from '../lib/seed.ts';
import { TempDirectory } from '../lib/temp-directory.ts';
import { startKoine } from '../peers/koine.ts';

const SIZES = [1_024];
const CHARS_EACH = 3_800;
/** A message of that length with its row and its places in the indexes. */
const BYTES_EACH = 4_200;

/** From the start of the process to the ready line; stopped in order each time. Code and database are in the page cache. */
export const start = scenario({
  name: 'start',
  about: 'cold start to ready, with an empty and a large database',
  flags: ['megabytes', 'runs', 'patience'],
  runs: 5,
  cells: (options) => [
    { subject: { key: 'new', title: 'no database yet' }, setting: { megabytes: 0 } },
    ...options.numbers('megabytes', SIZES).map((megabytes) => ({
      subject: { key: 'large', title: `a database of ${megabytes} MB` },
      setting: { megabytes },
    })),
  ],
  async prepare(options, stack) {
    const directory = stack.use(new TempDirectory());
    const dataOf = (megabytes: number) => join(directory.path, `data-${megabytes}`);
    for (const megabytes of options.numbers('megabytes', SIZES)) {
      const messages = Math.ceil((megabytes * 1e6) / BYTES_EACH);
      await seedRoom(dataOf(megabytes), { uid: 'large', messages, charsEach: CHARS_EACH });
    }
    return ({ setting: { megabytes } }) =>
      megabytes === 0 ? measureNew() : measureStart(dataOf(megabytes));
  },
  columns: [
    { title: 'start with', text: ({ subject }) => subject.title },
    { title: 'MiB', text: (row) => mid(row, 'databaseMiB').toFixed(0) },
    { title: 'ready after, ms', text: (row) => mid(row, 'readyMs').toFixed(0) },
  ],
  warnings: () => [],
});

async function measureNew() {
  using directory = new TempDirectory();
  return await measureStart(join(directory.path, 'data'));
}

async function measureStart(data: string) {
  await using koine = await startKoine({ data });
  await koine.server.stop();
  const { readyMs } = koine.server;
  return { readyMs, databaseMiB: statSync(join(data, 'koine.db')).size / 2 ** 20 };
}
