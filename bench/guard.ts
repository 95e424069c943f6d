/**
 * `npm run bench:guard`: fails when Koine's lobby has become slower beside plain `ws` in the same minute than it was when the
 * ratio in guard.json was recorded. Only the ratio counts: machines differ, and so do their hours. `--record` writes it anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureAll, mid } from './lib/measure.ts';
import { perSecond, times } from './lib/numbers.ts';
import { bench } from './lib/paths.ts';
import { pinLoad } from './lib/pin.ts';
import { subjectsOf } from './peers/subjects.ts';
import { measurePeak } from './scenarios/peak.ts';

interface Recorded {
  readonly clients: number;
  readonly inFlight: number;
  readonly ratio: number;
}

/** Of the recorded ratio; below it something has happened that is no noise. */
const SHARE_MIN = 0.7;
const ROUNDS = { runs: 3, patience: 1 };
const SECONDS = 2;

const file = join(bench, 'guard.json');
const recorded: Recorded = JSON.parse(readFileSync(file, 'utf8'));
const { clients, inFlight } = recorded;

pinLoad();
const cells = subjectsOf(['lobby'], ['ws']).map((subject) => ({
  subject,
  setting: { clients, inFlight },
}));
const [lobby, ws] = await measureAll(cells, ROUNDS, (cell) =>
  measurePeak(cell, { seconds: SECONDS }),
);
if (lobby === undefined || ws === undefined) throw new Error('nothing was measured');
const ratio = mid(lobby, 'deliveriesPerSecond') / mid(ws, 'deliveriesPerSecond');
console.log(
  `lobby ${perSecond(mid(lobby, 'deliveriesPerSecond'))}/s, plain ws ${perSecond(mid(ws, 'deliveriesPerSecond'))}/s: ` +
    `${times(ratio)}; recorded ${times(recorded.ratio)}`,
);
if (process.argv.includes('--record')) {
  const rounded = Math.round(ratio * 10) / 10;
  writeFileSync(file, `${JSON.stringify({ ...recorded, ratio: rounded }, null, 2)}\n`);
} else if (!(ratio >= recorded.ratio * SHARE_MIN)) {
  console.error(
    `SLOWER: less than ${SHARE_MIN} of the recorded ratio. See docs/performance.md for how to find out why; ` +
      'if it is meant to be so, record the new ratio with --record.',
  );
  process.exitCode = 1;
}
