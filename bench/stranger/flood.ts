/** The stranger's process: says that it begins, then knocks at the named doors (none named: at every one), over and over, until its time is up. */
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { DOORS } from './doors.ts';

const [port = '', seconds = '', ...names] = process.argv.slice(2);
// Anyone who measures shares this core.
setPriority(10);
const until = performance.now() + Number(seconds) * 1000;
const doors = Object.entries(DOORS).filter(([name]) => names.length === 0 || names.includes(name));
const counts = new Map<string, number>();
process.send?.('begins');
const knocking = doors.map(async ([name, knock]) => {
  for (let n = 0; performance.now() < until; n++) {
    counts.set(name, n + 1);
    await Promise.race([knock({ port: Number(port), n }).catch(() => {}), sleep(2000)]);
  }
});
await Promise.race([Promise.all(knocking), sleep(Number(seconds) * 1000)]);
const said = Array.from(counts, ([name, count]) => `${name} ${count}`);
process.stderr.write(`the stranger has knocked: ${said.join(', ')}\n`);
process.exit(0);
