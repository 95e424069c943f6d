/** `npm start -- [flags]`: installs what is missing, packs the server and builds the pages when they have changed, then serves. A verb in front runs that verb instead. */
import { ensureInstalled } from './lib/ensure-install.mjs';
import { ensureServerPacked } from './lib/pack-server.mjs';
import { report } from './lib/paths.mjs';
import { ensureWebBuilt } from './lib/web-build.mjs';

ensureInstalled();
await ensureServerPacked();
const { runKoine } = await import('../packages/server/bin/run-koine.mjs');
const args = process.argv.slice(2);
const hasVerb = args[0] !== undefined && !args[0].startsWith('-');
if (!hasVerb || args[0] === 'serve') ensureWebBuilt();
if (!hasVerb) report('starting the server; Ctrl-C stops it');
await runKoine(hasVerb ? args : ['serve', ...args]);
