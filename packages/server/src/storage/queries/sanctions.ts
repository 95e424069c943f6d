import type { Sanction, SanctionKind } from '@koine/contract';
import { type Kysely, sql } from 'kysely';
import { equal, holdsAt, slots } from '../columns.ts';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

/** One sanction's key. `roomId` is empty for the whole app. */
export interface SanctionKey {
  readonly appId: string;
  readonly roomId: string;
  readonly kind: SanctionKind;
  readonly target: string;
}

export type SanctionArgs = SanctionKey & Omit<Sanction, 'roomId'>;

const KEY = ['appId', 'roomId', 'kind', 'target'] as const;
const VALUE = ['id', 'until', 'reason', 'byUserId', 'createdAt'] as const;

export function sanctionQueries(db: Kysely<Schema>) {
  return {
    putSanction: statement<SanctionArgs>()((slot) =>
      db
        .insertInto('sanctions')
        .values({ ...slots(slot, KEY), ...slots(slot, VALUE) })
        .onConflict((conflict) =>
          conflict.columns(['app_id', 'room_id', 'kind', 'target']).doUpdateSet(slots(slot, VALUE)),
        ),
    ),
    deleteSanction: statement<SanctionKey>()((slot) =>
      db
        .deleteFrom('sanctions')
        .where(equal(slot, ['appId', 'roomId', 'kind', 'target']))
        .returningAll(),
    ),
    deleteSanctionsOf: statement<{ roomId: string }>()((slot) =>
      db
        .deleteFrom('sanctions')
        .where('room_id', '<>', sql.lit(''))
        .where('room_id', '=', slot('roomId')),
    ),
    deleteEndedSanctions: statement<{ now: number }>()((slot) =>
      db
        .deleteFrom('sanctions')
        .where('until', 'is not', null)
        .where('until', '<=', slot('now'))
        .returningAll(),
    ),
    nextSanctionEnd: statement<object>()(() =>
      db
        .selectFrom('sanctions')
        .select('until')
        .where('until', 'is not', null)
        .orderBy('until')
        .limit(1),
    ),
    sanctionsInForce: statement<{ appId: string; roomId: string; now: number }>()((slot) =>
      db
        .selectFrom('sanctions')
        .selectAll()
        .where(equal(slot, ['appId', 'roomId']))
        .where(holdsAt('until', slot('now')))
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc'),
    ),
  };
}
