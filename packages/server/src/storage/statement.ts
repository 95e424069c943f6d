/**
 * A query that Kysely compiled once, to be run many times with other arguments. It is plain data, so that it can be
 * handed to a worker thread: the workers never load Kysely, which would cost each of them 65 ms and 25 MB.
 */
import { type Compilable, type RawBuilder, sql } from 'kysely';

/** What a placeholder takes: a named argument, or a value that the query itself fixed. */
type Parameter = { readonly name: string } | { readonly value: Scalar };

export type Scalar = string | number | null;

/** `Args` are its named arguments, `Row` what it returns for each row. */
export interface Statement<Args, Row> {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
  /** Rows as arrays, in the order of the selected columns: a third of the cost of objects on the way between threads. */
  readonly isTuples: boolean;
  /** An error after the first rows leaves those: for reading a damaged file. */
  readonly keepsRows?: boolean;
  /** Never set; ties the types to the value. */
  readonly types?: (args: Args) => Row;
}

/** Stands for the argument `name` while a query is built. */
export type Slots<Args> = <Name extends keyof Args & string>(name: Name) => RawBuilder<Args[Name]>;

class Slot {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Compiles a query over the named arguments `Args`; rows are objects. */
export function statement<Args>(): <Row>(
  build: (slot: Slots<Args>) => Compilable<Row>,
) => Statement<Args, Row> {
  return (build) =>
    compile(
      build((name) => sql`${new Slot(name)}`),
      false,
    );
}

/** The same statement, but an error of the file leaves the rows that came before it. */
export function keepingRows<Args, Row>(made: Statement<Args, Row>): Statement<Args, Row> {
  return { ...made, keepsRows: true };
}

/** As `statement`; rows are tuples of the named columns, which must be the selected ones in their order. */
export function tupleStatement<Args>(): <Row, const Names extends readonly string[]>(
  names: Names,
  build: (slot: Slots<Args>) => Compilable<Row>,
) => Statement<Args, Tuple<Row, Names>> {
  return (_names, build) =>
    compile(
      build((name) => sql`${new Slot(name)}`),
      true,
    );
}

/** The values of `Row` under `Names`, in their order. */
export type Tuple<Row, Names extends readonly string[]> = {
  readonly [Index in keyof Names]: Row[Names[Index] & keyof Row];
};

function compile<Args, Row>(query: Compilable, isTuples: boolean): Statement<Args, Row> {
  const compiled = query.compile();
  return { sql: compiled.sql, parameters: compiled.parameters.map(parameterOf), isTuples };
}

function parameterOf(value: unknown): Parameter {
  if (value instanceof Slot) return { name: value.name };
  if (value === null || typeof value === 'string' || typeof value === 'number') return { value };
  throw new TypeError(`A query fixed a value that no column holds: ${typeof value}`);
}
