import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Operation, Step } from '../../operation.ts';
import type { Scalar } from '../../statement.ts';

/** One SQLite connection: statements are prepared once and found by their text. */
export class Connection {
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Whether a transaction is open; a disk error may have ended it. */
  get isInTransaction(): boolean {
    return this.#db.isTransaction;
  }

  get isOpen(): boolean {
    return this.#db.isOpen;
  }

  prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const prepared = this.#db.prepare(sql);
    this.#prepared.set(sql, prepared);
    return prepared;
  }

  /** Runs SQL without arguments and rows. */
  run(sql: string): void {
    this.prepare(sql).run();
  }

  /** Runs an operation to its end in the present transaction. */
  complete<Result>(operation: Operation<Result>): Result {
    let step = operation.next([]);
    while (step.done !== true) step = operation.next(this.#rowsOf(step.value));
    return step.value;
  }

  close(): void {
    this.#db.close();
  }

  #rowsOf({ statement, args }: Step): readonly never[] {
    const prepared = this.prepare(statement.sql);
    if (statement.isTuples) prepared.setReturnArrays(true);
    const values = statement.parameters.map((parameter) =>
      'name' in parameter ? scalarOf(args, parameter.name) : parameter.value,
    );
    // The one place where rows get their type: STRICT tables enforce the schema's types.
    if (statement.keepsRows === true) return rowsUntilError(prepared.iterate(...values)) as never[];
    return prepared.all(...values) as never[];
  }
}

function rowsUntilError(rows: Iterable<unknown>): readonly unknown[] {
  const found: unknown[] = [];
  try {
    for (const row of rows) found.push(row);
  } catch (error) {
    if (found.length === 0) throw error;
  }
  return found;
}

/** An object would be taken for a list of named values, and so stand for all arguments. */
function scalarOf(args: object, name: string): Scalar {
  const value: unknown = Reflect.get(args, name);
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  throw new TypeError(`${name} is no value that a column holds: ${typeof value}`);
}
