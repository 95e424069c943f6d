import { median, times } from './numbers.ts';

/** What one measurement of one server found. */
export interface Sample {
  readonly deliveriesPerSecond: number;
  /** Of a core, that other work took meanwhile. */
  readonly othersShare: number;
}

/** One round: every server, one soon after the other, so that what the machine does to one it does to all. */
export interface Round {
  readonly ws: Sample;
  readonly protocols: Readonly<Record<string, Sample>>;
}

/** By protocol: how many times plain `ws` it delivered when that was written down. */
export type Ratios = Readonly<Record<string, number>>;

export interface Judgement {
  /** `notJudged`: too few rounds in which nothing else used the machine. */
  readonly verdict: 'asFast' | 'slower' | 'notJudged';
  /** For people. */
  readonly text: string;
}

/** Below this share of the recorded ratio something has happened that is no noise. */
export const SHARE_MIN = 0.7;
/** With more of a core than this taken by other work, a ratio says nothing. */
export const DISTURBED_FROM = 0.25;
/** Fewer undisturbed rounds have no middle. */
const ROUNDS_MIN = 2;

/** Each recorded protocol's verdict: the median of the ratios of rounds that were not disturbed. */
export function judge(recorded: Ratios, rounds: readonly Round[]): Map<string, Judgement> {
  const verdicts = Object.entries(recorded).map(
    ([protocol, before]) => [protocol, judgeOne(protocol, before, rounds)] as const,
  );
  return new Map(verdicts);
}

function judgeOne(protocol: string, before: number, rounds: readonly Round[]): Judgement {
  const ratios = ratiosOf(protocol, rounds);
  const ratio = median(ratios);
  const summary = `${protocol}: ${times(ratio)} plain ws in ${ratios.length} of ${rounds.length} rounds, recorded ${times(before)}`;
  if (ratios.length < ROUNDS_MIN)
    return { verdict: 'notJudged', text: `${summary}: NOT JUDGED, the machine was disturbed` };
  if (ratio >= before * SHARE_MIN) return { verdict: 'asFast', text: `${summary}: as fast` };
  return { verdict: 'slower', text: `${summary}: SLOWER, below ${SHARE_MIN} of it` };
}

/** One for each round in which neither of the two was disturbed. A server that delivered nothing has the ratio 0. */
export function ratiosOf(protocol: string, rounds: readonly Round[]): number[] {
  return rounds.flatMap(({ ws, protocols }) => {
    const sample = protocols[protocol];
    if (sample === undefined || isDisturbed(sample) || isDisturbed(ws)) return [];
    return ws.deliveriesPerSecond > 0 ? [sample.deliveriesPerSecond / ws.deliveriesPerSecond] : [];
  });
}

export function isDisturbed({ othersShare }: Sample): boolean {
  return othersShare > DISTURBED_FROM;
}
