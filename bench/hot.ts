/** `node bench/hot.ts <file.cpuprofile> [lines]`: where a profiled thread spent its time itself, most first. */
import { readFileSync } from 'node:fs';
import { percent } from './lib/numbers.ts';
import { root } from './lib/paths.ts';

/** What is used of V8's format. Times are in µs. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const [file = '', lines = '30'] = process.argv.slice(2);
const profile: Profile = JSON.parse(readFileSync(file, 'utf8'));
const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
const selfTimes = new Map<string, number>();
let busy = 0;
profile.samples.forEach((id, i) => {
  const name = names.get(id) ?? '?';
  const time = profile.timeDeltas[i] ?? 0;
  if (name === '(idle)') return;
  busy += time;
  selfTimes.set(name, (selfTimes.get(name) ?? 0) + time);
});
console.log(`busy for ${(busy / 1e6).toFixed(1)} s`);
for (const [name, time] of [...selfTimes].sort((a, b) => b[1] - a[1]).slice(0, Number(lines)))
  console.log(`${percent(time / busy).padStart(5)}  ${name}`);

function nameOf({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  if (url === '') return name;
  return `${name}  ${url.replace(`file://${root}/`, '')}:${lineNumber + 1}`;
}
