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
import type { ListStatements, PageArgs, PageShape } from '../queries/paging.ts';
import type { Statement } from '../statement.ts';

/** What the stores ask of a database engine. Writes resolve in commit order; reads see every write that has resolved. */
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
  read<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<ResultOf<Name>>;
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
  const answer = await engine.read('list', { ...statements, args });
  const rows: readonly Row[] = answer.rows;
  const isReversed = query.after === null && query.before !== null;
  return { items: (isReversed ? rows.toReversed() : rows).map(itemOf), total: answer.total };
}

/** The rows of one statement that is compiled when it is first asked for. */
export async function read<Args extends object, Row>(
  engine: Engine,
  statement: Statement<Args, Row>,
  args: Args,
): Promise<readonly Row[]> {
  const [rows = []] = await engine.read('runStatements', { steps: [{ statement, args }] });
  return rows;
}

export function step<Args extends object, Row>(statement: Statement<Args, Row>, args: Args): Step {
  return { statement, args };
}

/** All or none, in one transaction. */
export function write(engine: Engine, steps: readonly Step[]): Promise<void> {
  return engine.write('runStatements', { steps }, () => undefined);
}

/** The rows of one statement that changes something. */
export function change<Args extends object, Row>(
  engine: Engine,
  statement: Statement<Args, Row>,
  args: Args,
): Promise<readonly Row[]> {
  return engine.write('runStatements', { steps: [step(statement, args)] }, ([rows = []]) => rows);
}

export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
