import { isDisturbed, type Round, type Sample } from './judge.ts';

/** Measures one server once. */
export type Measure = (server: string) => Promise<Sample>;

/** So many rounds over plain `ws` and these protocols; a disturbed measurement is taken once more. */
export async function takeRounds(
  protocols: readonly string[],
  count: number,
  measure: Measure,
): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let i = 0; i < count; i++) {
    const ws = await withPatience('ws', measure);
    const samples: Record<string, Sample> = {};
    for (const protocol of protocols) samples[protocol] = await withPatience(protocol, measure);
    rounds.push({ ws, protocols: samples });
  }
  return rounds;
}

async function withPatience(server: string, measure: Measure): Promise<Sample> {
  const sample = await measure(server);
  if (!isDisturbed(sample)) return sample;
  const again = await measure(server);
  return again.othersShare < sample.othersShare ? again : sample;
}
