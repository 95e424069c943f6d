import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import { appQueries } from './apps.ts';
import { authorQueries } from './authors.ts';
import { epochQueries } from './epoch.ts';
import { headQueries } from './heads.ts';
import { healthProbeQueries } from './health-probe.ts';
import { historyQueries } from './history.ts';
import { integrityQueries } from './integrity.ts';
import { memberQueries } from './members.ts';
import { messageQueries } from './messages.ts';
import { nameKeyQueries } from './name-keys.ts';
import { notificationQueries } from './notifications.ts';
import { reactionQueries } from './reactions.ts';
import { removalQueries } from './removal.ts';
import { retentionQueries } from './retention.ts';
import { roomQueries } from './rooms.ts';
import { sanctionQueries } from './sanctions.ts';
import { tokenQueries } from './tokens.ts';
import { userQueries } from './users.ts';

/** Compiles every statement that the operations use, in the dialect of `db`. */
export function compileQueries(db: Kysely<Schema>) {
  return {
    ...appQueries(db),
    ...epochQueries(db),
    ...authorQueries(db),
    ...headQueries(db),
    ...historyQueries(db),
    ...integrityQueries(db),
    ...memberQueries(db),
    ...messageQueries(db),
    ...nameKeyQueries(db),
    ...notificationQueries(db),
    ...healthProbeQueries(db),
    ...reactionQueries(db),
    ...removalQueries(db),
    ...retentionQueries(db),
    ...roomQueries(db),
    ...sanctionQueries(db),
    ...tokenQueries(db),
    ...userQueries(db),
  };
}

export type Queries = ReturnType<typeof compileQueries>;
