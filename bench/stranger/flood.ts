/** The stranger's process: knocks at the named doors (none named: at every one), over and over, until it is ended or its time is up. */
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { DOORS } from './doors.ts';

const [port = '', seconds = '', ...names] = process.argv.slice(2);
// Anyone who measures shares this core.
setPriority(10);
const until = performance.now() + Number(seconds) * 1000;
const doors = Object.entries(DOORS).filter(([name]) => names.length === 0 || names.includes(name));
const counts = await Promise.all(
  doors.map(async ([name, knock]) => {
    let n = 0;
    while (performance.now() < until) {
      await Promise.race([knock({ port: Number(port), n: n++ }).catch(() => {}), sleep(2000)]);
    }
    return `${name} ${n}`;
  }),
);
process.stderr.write(`the stranger has knocked: ${counts.join(', ')}\n`);
process.exit(0);
