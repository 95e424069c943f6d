import { admin } from './admin/admin.ts';
import { exportVerb } from './archive/export.ts';
import { importVerb } from './archive/import.ts';
import { config } from './config.ts';
import { docs } from './docs.ts';
import { serve } from './serve.ts';
import type { Verb } from './verb.ts';
import { version } from './version.ts';

/** All verbs, the first being what `koine` without a verb does. */
export const VERBS: readonly Verb[] = [serve, config, admin, exportVerb, importVerb, docs, version];
