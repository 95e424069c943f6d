/** Run by npm after every install: see lib/link-node.mjs and lib/pack-server.mjs. */
import { linkPinnedNode } from './lib/link-node.mjs';
import { ensureServerPacked } from './lib/pack-server.mjs';

linkPinnedNode();
await ensureServerPacked();
