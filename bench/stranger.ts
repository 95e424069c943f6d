/**
 * `npm run stranger -- [condition …] [--seconds 30]`: one who has no right at all tries for a while to stop or fill a server,
 * under each condition in turn. The server has to live, its memory and log to stay bounded, and people at another address,
 * those who were there before and those who come meanwhile, not to notice: their slowest hundredth takes at most five times
 * what it does when it is quiet, or 50 ms, whichever is more. Beside it stand the slowest of the first second, before the server
 * knows the stranger, and what the main threads of the server and of this load generator did each second: how long they ran, and
 * how long they waited for a core that something else had.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isPinned, pinLoad } from './lib/pin.ts';
import { mainThreadOf } from './lib/processor-time.ts';
import { TempDirectory } from './lib/temp-directory.ts';
import { CONDITIONS, type Condition } from './stranger/conditions.ts';
import { FloodProcess } from './stranger/flood-process.ts';
import { Innocents } from './stranger/innocent.ts';
import type { Samples } from './stranger/samples.ts';
import { startVictim } from './stranger/victim.ts';

const TIMES_QUIET_MAX = 5;
const MS_MAX = 50;
/** What is looked at apart: the server's code is cold, and it does not know the stranger. */
const FIRST_MS = 1000;
const RESIDENT_BYTES_MAX = 600 * 2 ** 20;
const LOG_BYTES_PER_SECOND_MAX = 20_000;

const { values, positionals: asked } = parseArgs({
  options: { seconds: { type: 'string', default: '30' } },
  allowPositionals: true,
});
const seconds = Number(values.seconds);
const unknown = asked.find((name) => !(name in CONDITIONS));
if (unknown !== undefined)
  throw new Error(`there is no "${unknown}": ${Object.keys(CONDITIONS).join(', ')}`);
if (isPinned) pinLoad();
else console.log('server and load generator share their cores: the times say little');
let failed = 0;
let passed = 0;
for (const [name, condition] of Object.entries(CONDITIONS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const found = await meet(condition);
  const wrong = found.filter(({ isRight }) => !isRight);
  if (wrong.length === 0) passed++;
  else failed++;
  console.log(
    `${wrong.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${found.map(({ text }) => text).join(' · ')}`,
  );
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

interface Finding {
  readonly text: string;
  readonly isRight: boolean;
}

async function meet(condition: Condition): Promise<readonly Finding[]> {
  using directory = new TempDirectory();
  const data = join(directory.path, 'data');
  await using victim = await startVictim({ data, ...condition.start });
  await condition.prepare?.(victim);
  using innocents = await Innocents.connect(victim.port);
  const started = victim.mainThread;
  const quietUntil = performance.now() + (seconds * 1000) / 2;
  const quiet = await innocents.talk(() => performance.now() >= quietUntil);
  const before = victim.mainThread;
  const ownBefore = mainThreadOf(process.pid);
  const logBefore = victim.logBytes;
  const stranger = new FloodProcess(victim.port, seconds, condition.doors);
  await condition.meanwhile?.(data, victim);
  const loud = condition.isServing ? await innocents.talk(() => stranger.isOver) : null;
  await stranger.over();
  const after = victim.mainThread;
  const ownAfter = mainThreadOf(process.pid);
  const logRate = (victim.logBytes - logBefore) / seconds;
  const resident = victim.residentBytes;
  const findings: Finding[] = [
    { text: victim.isAlive ? 'lives' : 'HAS ENDED', isRight: victim.isAlive },
    { text: `${(resident / 2 ** 20).toFixed(0)} MiB`, isRight: resident < RESIDENT_BYTES_MAX },
    {
      text: `log ${(logRate / 1000).toFixed(1)} kB/s`,
      isRight: logRate < LOG_BYTES_PER_SECOND_MAX,
    },
  ];
  if (loud !== null)
    findings.push(
      compare('there before', quiet.talking, loud.talking.since(stranger.begunAt)),
      compare('arriving', quiet.arriving, loud.arriving.since(stranger.begunAt)),
      {
        text: `server ${shareOf(started, before, seconds / 2)} → ${shareOf(before, after, seconds)}`,
        isRight: true,
      },
      { text: `load generator ${shareOf(ownBefore, ownAfter, seconds)}`, isRight: true },
    );
  if (condition.after !== undefined) findings.push(await condition.after(victim));
  return findings;
}

function shareOf(
  from: ReturnType<typeof mainThreadOf>,
  to: ReturnType<typeof mainThreadOf>,
  during: number,
): string {
  const percent = (ms: number) => (ms / during / 10).toFixed(0);
  return `ran ${percent(to.ranMs - from.ranMs)} %, waited ${percent(to.waitedMs - from.waitedMs)} %`;
}

/** `loud` begins with the flood. */
function compare(who: string, quiet: Samples, loud: Samples): Finding {
  const [before, during] = [quiet.p99, loud.p99];
  const atFirst = loud.slowestOfFirst(FIRST_MS);
  return {
    text: `${who} p99 ${before.toFixed(1)} → ${during.toFixed(1)} ms of ${loud.count}, at first up to ${atFirst.toFixed(1)} ms`,
    isRight: during <= Math.max(TIMES_QUIET_MAX * before, MS_MAX),
  };
}
