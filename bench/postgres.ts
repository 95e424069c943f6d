/**
 * `npm run bench -- postgres [drill …] [--seconds 6]`: the riskiest part of many machines, tried before it is built: several
 * writers and Postgres's append function (`postgres/append.sql`) alone. Each drill prints what it found, and fails on a hole, a
 * double, a lost acknowledgement, or a message that was committed after its sender's ban. Needs Debian's `postgresql`, and root.
 */
import { parseArgs } from 'node:util';
import { DRILLS, type Finding } from './postgres/drills.ts';
import { postgresPrograms } from './postgres/server.ts';

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '6' } },
  allowPositionals: true,
});
const programs = postgresPrograms();
if (programs === null || process.getuid?.() !== 0) {
  console.error('needs Postgres (Debian: postgresql) and root, to run it as its own user');
  process.exit(1);
}
let failed = 0;
for (const [name, drill] of Object.entries(DRILLS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`${name}`);
  await drill({ programs, seconds: Number(values.seconds) }, ({ text, isRight }: Finding) => {
    if (!isRight) failed++;
    console.log(`  ${isRight ? '    ' : 'FAIL'} ${text}`);
  });
}
process.exit(failed === 0 ? 0 : 1);
