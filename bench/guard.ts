/**
 * `npm run bench:guard`: fails when a protocol of Koine has become slower beside plain `ws` in the same minute than it was when
 * the ratio in guard.json was recorded. Only ratios count: machines differ, and so do their hours. `--record` measures more and
 * writes them anew.
 *
 * It never passes in silence what it could not judge: it says NOT JUDGED, and why.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Judgement, judge, type Ratios, ratiosOf, type Sample } from './lib/judge.ts';
import { report } from './lib/measure.ts';
import { median, perSecond } from './lib/numbers.ts';
import { bench } from './lib/paths.ts';
import { isPinned, pinLoad } from './lib/pin.ts';
import { takeRounds } from './lib/rounds.ts';
import { PROTOCOLS } from './peers/koine.ts';
import { subjectsOf } from './peers/subjects.ts';
import { measurePeak } from './scenarios/peak.ts';

interface Recorded {
  readonly clients: number;
  readonly inFlight: number;
  readonly ratios: Ratios;
}

const ROUNDS = 3;
const ROUNDS_TO_RECORD = 5;
const SECONDS = 1;

const file = join(bench, 'guard.json');
const recorded: Recorded = JSON.parse(readFileSync(file, 'utf8'));
const subjects = subjectsOf(PROTOCOLS, ['ws']);

if (!isPinned) {
  console.log(
    'NOT JUDGED: server and load generator need a core each (and taskset); nothing was compared',
  );
} else {
  pinLoad();
  process.exitCode = process.argv.includes('--record') ? await record() : await guard();
}

async function guard(): Promise<number> {
  let judged = judge(recorded.ratios, await takeRounds(PROTOCOLS, ROUNDS, measure));
  const slower = namesOf(judged, 'slower');
  if (slower.length > 0) {
    report(`${slower.join(', ')}: slower; once more, to be sure`);
    const again = judge(recorded.ratios, await takeRounds(slower, ROUNDS, measure));
    judged = new Map([...judged].map(([name, one]) => [name, pick(name, one, again)]));
  }
  for (const { text } of judged.values()) console.log(text);
  if (namesOf(judged, 'slower').length === 0) return 0;
  console.error(
    'See docs/performance.md for how to find out why. If it is meant to be so, record the new ratios: npm run bench:guard -- --record',
  );
  return 1;
}

/** Only what is slower twice is slower: a second look that could not judge leaves the first standing. */
function pick(name: string, first: Judgement, again: ReadonlyMap<string, Judgement>): Judgement {
  const second = again.get(name);
  if (first.verdict !== 'slower' || second === undefined || second.verdict === 'notJudged')
    return first;
  return second;
}

/** The medians of more rounds, to one decimal. */
async function record(): Promise<number> {
  const rounds = await takeRounds(PROTOCOLS, ROUNDS_TO_RECORD, measure);
  const ratios = PROTOCOLS.map((name) => {
    const found = ratiosOf(name, rounds);
    console.log(`${name}: ${found.map((ratio) => ratio.toFixed(1)).join(' ')}`);
    return [name, Math.floor(median(found) * 10) / 10] as const;
  });
  if (ratios.some(([, ratio]) => Number.isNaN(ratio))) {
    console.error('NOT RECORDED: the machine was disturbed');
    return 1;
  }
  const text = JSON.stringify({ ...recorded, ratios: Object.fromEntries(ratios) }, null, 2);
  writeFileSync(file, `${text}\n`);
  return 0;
}

/** Throws when a server cannot be measured at all: that is no noise either. */
async function measure(name: string): Promise<Sample> {
  const subject = subjects.find(({ key }) => key === name);
  if (subject === undefined) throw new Error(`there is no ${name}`);
  const { clients, inFlight } = recorded;
  const cell = { subject, setting: { clients, inFlight } };
  const { deliveriesPerSecond, othersShare } = await measurePeak(cell, SECONDS);
  report(`${name}: ${perSecond(deliveriesPerSecond)}/s`);
  return { deliveriesPerSecond, othersShare };
}

function namesOf(
  judged: ReadonlyMap<string, Judgement>,
  verdict: Judgement['verdict'],
): readonly string[] {
  return [...judged].filter(([, one]) => one.verdict === verdict).map(([name]) => name);
}
