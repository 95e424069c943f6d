/** `npm run stranger`: what somebody without any right can do to a server, and to those whom it serves: bench/stranger.ts. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled } from './lib/ensure-install.mjs';
import { ensureServerPacked } from './lib/pack-server.mjs';
import { fail, root } from './lib/paths.mjs';

ensureInstalled();
await ensureServerPacked();
const { findNode } = await import('../packages/server/bin/pinned-node.mjs');
const program = [join(root, 'bench', 'stranger.ts'), ...process.argv.slice(2)];
const run = spawnSync(findNode(), program, { cwd: root, stdio: 'inherit' });
if (run.error) fail(`cannot be run: ${run.error.message}`);
process.exit(run.status ?? 1);
