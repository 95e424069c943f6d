import { KoineError } from '@koine/contract';
import Type, { type Static, type TProperties } from 'typebox';
import { foldUuid } from '../../../core/ids.ts';
import type { CountedList, List, ListQuery } from '../../../core/ports/stores.ts';
import type { Pagination } from './envelope.ts';

const SIZE_DEFAULT = 20;
const PAGE_MAX = 1_000_000_000;

/** What every list takes, and what this one takes beside. */
export function listQuery<const Sort extends string, More extends TProperties>(
  sorts: readonly [Sort, ...Sort[]],
  sizeMax: number,
  more: More,
) {
  const cursor = (about: string) =>
    Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: about }));
  return Type.Object({
    page: Type.Optional(
      Type.Integer({ minimum: 1, maximum: PAGE_MAX, default: 1, description: 'From 1 on' }),
    ),
    size: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: sizeMax,
        default: Math.min(SIZE_DEFAULT, sizeMax),
        description: 'Page size',
      }),
    ),
    sort: Type.Optional(Type.Enum(sorts, { default: sorts[0], description: 'Sort key' })),
    order: Type.Optional(Type.Enum(['asc', 'desc'], { description: 'Sort direction' })),
    after: cursor('Id of the last item seen: returns the items after it, instead of a page'),
    before: cursor(
      'Id of the first item seen: returns the items just before it, instead of a page',
    ),
    ...more,
  });
}

export interface PageRequest {
  readonly page?: number;
  readonly size?: number;
  readonly order?: 'asc' | 'desc';
  readonly after?: string;
  readonly before?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly pagination: Static<typeof Pagination>;
}

/** One page of a list. Rejects with `invalidInput` when both cursors, or a cursor and a page, are given. */
export async function pageOf<T>(
  request: PageRequest,
  sizeMax: number,
  orderDefault: 'asc' | 'desc',
  list: (query: ListQuery) => Promise<CountedList<T>>,
): Promise<Page<T>> {
  const { page = 1, after = null, before = null, order = orderDefault } = request;
  const size = request.size ?? Math.min(SIZE_DEFAULT, sizeMax);
  if (after !== null && before !== null) throw excluded('before', 'after and before');
  const isByPage = after === null && before === null;
  if (!isByPage && request.page !== undefined) throw excluded('page', 'page and cursors');
  const offset = isByPage ? (page - 1) * size : 0;
  // One more than asked for: whether there is more is then known without counting.
  const { items, total } = await list({ limit: size + 1, offset, after, before, order });
  const hasMore = items.length > size;
  const pagination = {
    page: isByPage ? page : null,
    size,
    total,
    pages: total === null ? null : Math.ceil(total / size),
    has_next: before === null ? hasMore : true,
    has_prev: isByPage ? page > 1 : after !== null ? true : hasMore,
  };
  return { items: before === null ? items.slice(0, size) : items.slice(-size), pagination };
}

function excluded(field: string, both: string): KoineError {
  return new KoineError('invalidInput', { field }, `${both} exclude each other`);
}

/** Of a list of what has a UUID: its cursors in their one spelling. Lists of users have ids of the app's own instead. */
export function foldCursors(query: ListQuery): ListQuery {
  const fold = (cursor: string | null) => (cursor === null ? null : foldUuid(cursor));
  return { ...query, after: fold(query.after), before: fold(query.before) };
}

/**
 * A page of what is in memory already, as storage gives it: `idOf` is what cursors name; one that is not (any more)
 * among them stands where ids would have it, since they rise with time. */
export function sliceOf<T>(
  items: readonly T[],
  query: ListQuery,
  idOf: (item: T) => string,
): List<T> {
  const total = items.length;
  const { limit, offset, after, before } = query;
  const cursor = after ?? before;
  if (cursor === null) return { items: items.slice(offset, offset + limit), total };
  const known = items.findIndex((item) => idOf(item) === cursor);
  const isBeyond = (item: T) => idOf(item) > cursor === (query.order === 'asc');
  const next = items.findIndex(isBeyond);
  // Between two items: nothing stands there itself.
  const index = known >= 0 ? known : next < 0 ? items.length - 0.5 : next - 0.5;
  const shown =
    after !== null
      ? items.slice(Math.floor(index) + 1, Math.floor(index) + 1 + limit)
      : items.slice(Math.max(0, Math.ceil(index) - limit), Math.ceil(index));
  return { items: shown, total };
}
