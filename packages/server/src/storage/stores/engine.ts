import { type ErrorCode, type ErrorDetails, KoineError } from '@koine/contract';
import {
  type Appended,
  type CountedList,
  LIST_COUNT_MAX,
  type List,
  type ListQuery,
  type NewMessage,
} from '../../core/ports/stores.ts';
import type { Step } from '../operation.ts';
import type { InputOf, OperationName, ResultOf } from '../operations/index.ts';
import type { ReadName } from '../operations/readers.ts';
import type { ListStatements, PageArgs, PageShape } from '../queries/paging.ts';
import type { Statement } from '../statement.ts';

/** What the stores need of a database engine. Writes resolve in commit order; reads see every write that has resolved. */
export interface Engine {
  append(message: NewMessage): Promise<Appended>;
  /**
   * Runs an operation that changes something, in a transaction that is on disk before the promise resolves to what
   * `resultOf` makes of its result. The stores must return that very promise: a promise derived from it would settle
   * later than those of writes that were committed after it.
   */
  write<Name extends OperationName, Result>(
    name: Name,
    input: InputOf<Name>,
    resultOf: (result: ResultOf<Name>) => Result,
  ): Promise<Result>;
  /** Runs an operation that changes nothing, on one snapshot. */
  read<Name extends ReadName>(name: Name, input: InputOf<Name>): Promise<ResultOf<Name>>;
}

/** The part of a list's shape that is its query's. A cursor leaves no room for an offset. */
export function pageShapeOf({ order, after, before }: ListQuery): PageShape {
  return { order, side: after !== null ? 'after' : before !== null ? 'before' : null };
}

/** One page of a list, in the list's order, and how long the list is as far as it is counted. */
export async function readList<Args extends PageArgs, Row, Item>(
  ...read: Parameters<typeof readCounted<Args, Row, Item>>
): Promise<CountedList<Item>> {
  const { items, total } = await readCounted(...read);
  return { items, total: total > LIST_COUNT_MAX ? null : total };
}

/** As `readList`, of a list whose length a counter knows. */
export async function readCounted<Args extends PageArgs, Row, Item>(
  engine: Engine,
  statements: ListStatements<Args, Row>,
  query: ListQuery,
  filters: Omit<Args, keyof PageArgs>,
  itemOf: (row: Row) => Item,
): Promise<List<Item>> {
  const cursor = query.after ?? query.before;
  const args = {
    ...filters,
    limit: query.limit,
    offset: cursor === null ? query.offset : 0,
    cursor,
  };
  const { rows, total } = await readPage(engine, statements, args);
  const isReversed = query.after === null && query.before !== null;
  return { items: (isReversed ? rows.toReversed() : rows).map(itemOf), total };
}

/** A page and its list's length, in one snapshot. */
export async function readPage<Args, Row>(
  engine: Engine,
  { items, total }: ListStatements<Args, Row>,
  args: object,
): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
  const steps = [items, total].map((statement) => ({ statement, args }));
  const [rows = [], counted = []] = await engine.read('runStatements', steps);
  const counts: readonly { readonly count: number }[] = counted;
  return { rows, total: counts[0]?.count ?? 0 };
}

/** The rows of one late statement. */
export async function read<Args extends object, Row>(
  engine: Engine,
  statement: Statement<Args, Row>,
  args: Args,
): Promise<readonly Row[]> {
  const [rows = []] = await engine.read('runStatements', [step(statement, args)]);
  return rows;
}

export function step<Args extends object, Row>(statement: Statement<Args, Row>, args: Args): Step {
  return { statement, args };
}

/** The rows of one late statement that changes something. */
export function change<Args extends object, Row>(
  engine: Engine,
  statement: Statement<Args, Row>,
  args: Args,
): Promise<readonly Row[]> {
  return engine.write('runStatements', [step(statement, args)], ([rows = []]) => rows);
}

/** The row that there has to be. */
export function requireRow<Row>(
  [row]: readonly Row[],
  code: ErrorCode,
  details: ErrorDetails = {},
): Row {
  if (row === undefined) throw new KoineError(code, details);
  return row;
}

export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
