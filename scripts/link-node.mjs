/** Run by npm after every install: see lib/link-node.mjs. */
import { linkPinnedNode } from './lib/link-node.mjs';

linkPinnedNode();
