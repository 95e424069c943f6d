import { config } from './config.ts';
import { docs } from './docs.ts';
import { serve } from './serve.ts';
import type { Verb } from './verb.ts';
import { version } from './version.ts';

/** All verbs, the first being what `koine` without a verb does. */
export const VERBS: readonly Verb[] = [serve, config, docs, version];
