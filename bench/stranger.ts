/**
 * `npm run stranger -- [condition …] [--seconds 20]`: one who has no right at all tries for a while to stop or fill a server,
 * under each condition in turn. The server has to live, its memory and log to stay bounded, and people at another address,
 * those who were there before and those who come meanwhile, not to notice: their slowest hundredth takes at most five times
 * what it does when it is quiet, or 50 ms, whichever is more. Beside it stands what the server's main thread did each second: how
 * long it ran, and how long it waited for a core that something else on this machine had.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Latencies } from './lib/latencies.ts';
import { bench } from './lib/paths.ts';
import { isPinned, pinLoad } from './lib/pin.ts';
import type { ServerProcess } from './lib/server-process.ts';
import { TempDirectory } from './lib/temp-directory.ts';
import { CONDITIONS, type Condition } from './stranger/conditions.ts';
import { Innocents } from './stranger/innocent.ts';
import { startVictim } from './stranger/victim.ts';

const TIMES_QUIET_MAX = 5;
const MS_MAX = 50;
const RESIDENT_BYTES_MAX = 600 * 2 ** 20;
const LOG_BYTES_PER_SECOND_MAX = 20_000;

const { values, positionals: asked } = parseArgs({
  options: { seconds: { type: 'string', default: '20' } },
  allowPositionals: true,
});
const seconds = Number(values.seconds);
const unknown = asked.find((name) => !(name in CONDITIONS));
if (unknown !== undefined)
  throw new Error(`there is no "${unknown}": ${Object.keys(CONDITIONS).join(', ')}`);
if (isPinned) pinLoad();
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
  const quiet = await innocents.talk((seconds * 1000) / 2);
  const before = victim.mainThread;
  const logBefore = victim.logBytes;
  const stranger = spawn(
    process.execPath,
    [join(bench, 'stranger', 'flood.ts'), `${victim.port}`, `${seconds}`, ...condition.doors],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const gone = once(stranger, 'exit');
  await condition.meanwhile?.(data, victim);
  const loud = condition.isServing ? await innocents.talk(seconds * 1000) : null;
  const after = victim.mainThread;
  await gone;
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
      compare('there before', quiet.talking, loud.talking),
      compare('arriving', quiet.arriving, loud.arriving),
      {
        text: `${shareOf(started, before, seconds / 2)} → ${shareOf(before, after, seconds)}`,
        isRight: true,
      },
    );
  if (condition.after !== undefined) findings.push(await condition.after(victim));
  return findings;
}

function shareOf(
  from: ServerProcess['mainThread'],
  to: ServerProcess['mainThread'],
  during: number,
): string {
  const percent = (ms: number) => (ms / during / 10).toFixed(0);
  return `ran ${percent(to.ranMs - from.ranMs)} %, waited ${percent(to.waitedMs - from.waitedMs)} %`;
}

function compare(who: string, quiet: Latencies, loud: Latencies): Finding {
  const [before, during] = [quiet.at(0.99), loud.at(0.99)];
  return {
    text: `${who} p99 ${before.toFixed(1)} → ${during.toFixed(1)} ms (${loud.count})`,
    isRight: during <= Math.max(TIMES_QUIET_MAX * before, MS_MAX),
  };
}
