import Type, { type TSchema } from 'typebox';
import type { Clock } from '../../../core/ports/world.ts';
import { iso } from '../time.ts';

export const Timestamp = Type.String({ description: 'ISO 8601, UTC, milliseconds, Z' });
export const TimestampOrNull = Type.Union([Timestamp, Type.Null()]);

export const Pagination = Type.Object({
  page: Type.Union([Type.Integer(), Type.Null()], {
    description: 'null if a cursor was given',
  }),
  size: Type.Integer(),
  total: Type.Union([Type.Integer(), Type.Null()], {
    description:
      'Exact for a room’s messages and participants; other lists are counted up to 10,000: null beyond',
  }),
  pages: Type.Union([Type.Integer(), Type.Null()], { description: 'null if total is' }),
  has_next: Type.Boolean(),
  has_prev: Type.Boolean(),
});

/** A success with one thing in it. */
export function Answer<Data extends TSchema>(data: Data) {
  return Type.Object({ data, status: Type.Literal('success'), timestamp: Timestamp });
}

/** A success with a page of things in it. */
export function ListAnswer<Item extends TSchema>(item: Item) {
  return Type.Object({ ...Answer(Type.Array(item)).properties, pagination: Pagination });
}

export function success<Data>(clock: Clock, data: Data) {
  return { data, status: 'success' as const, timestamp: iso(clock.now()) };
}
