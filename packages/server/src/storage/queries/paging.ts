import {
  type Compilable,
  type Kysely,
  type RawBuilder,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import { LIST_COUNT_MAX } from '../../core/ports/stores.ts';
import type { Schema } from '../schema.ts';
import { type Scalar, type Slots, type Statement, statement } from '../statement.ts';

/** The part of a list's arguments that every list has. `cursor`: the id that `after` or `before` names, or null. */
export interface PageArgs {
  readonly limit: number;
  readonly offset: number;
  readonly cursor: string | null;
}

/** What decides a list's SQL, apart from its filters. */
export interface PageShape {
  readonly order: 'asc' | 'desc';
  /** Which side of the cursor the page lies on; `null`: no cursor. */
  readonly side: 'after' | 'before' | null;
}

/** One page of a list, and the number of rows on all its pages, up to one more than are counted. */
export interface ListStatements<Args, Row> {
  readonly items: Statement<Args, Row>;
  readonly total: Statement<Args, { count: number }>;
}

interface Keyset<DB, TB extends keyof DB, Row> {
  readonly db: Kysely<Schema>;
  readonly query: SelectQueryBuilder<DB, TB, Row>;
  readonly conditions: readonly RawBuilder<SqlBool>[];
  /** Sort key, all in the same direction; the last is unique in the list. */
  readonly keys: readonly RawBuilder<Scalar>[];
  /** `from … where …` of the one row that the cursor names. */
  readonly cursorRow: RawBuilder<unknown>;
  /** Where that row stood if it is gone: the same keys, of `gone_rows`, and which of its rows. */
  readonly gone: {
    readonly list: 'rooms' | 'members' | 'users' | 'notifications';
    readonly scope: RawBuilder<Scalar>;
    readonly keys: readonly RawBuilder<Scalar>[];
  };
}

/**
 * Compiles a list. The cursor is looked up by the query itself, so a page after a row costs the same at any depth; one
 * whose row is gone stands for the row's old position. With `before`, rows come in reverse: the caller reverses them.
 */
export function listStatements<Args extends PageArgs>() {
  return <DB, TB extends keyof DB, Row>(
    shape: PageShape,
    build: (slot: Slots<Args>) => Keyset<DB, TB, Row>,
  ): ListStatements<Args, Row> => ({
    items: statement<Args>()((slot) => {
      const { query, conditions, keys, cursorRow, gone } = build(slot);
      const direction = (shape.order === 'asc') === (shape.side !== 'before') ? 'asc' : 'desc';
      const position = sql.join(keys);
      const comparison = sql.raw(direction === 'asc' ? '>' : '<');
      const beyond = sql<SqlBool>`(${position}) ${comparison} (select ${position} ${cursorRow}
        union all select ${sql.join(gone.keys)} from gone_rows where gone_rows.list = ${sql.lit(gone.list)}
        and gone_rows.scope = ${gone.scope} and gone_rows.id = ${slot('cursor')} limit 1)`;
      const page = filtered(query, shape.side === null ? conditions : [...conditions, beyond]);
      return keys
        .reduce((ordered, key) => ordered.orderBy(key, direction), page)
        .limit(sql<number>`${slot('limit')}`)
        .offset(sql<number>`${slot('offset')}`);
    }),
    total: statement<Args>()((slot) => {
      const { db, query, conditions } = build(slot);
      const counted = filtered(query, conditions)
        .clearSelect()
        .select(sql.lit(1).as('one'))
        .limit(sql.lit(LIST_COUNT_MAX + 1));
      return db
        .selectFrom(counted.as('counted'))
        .select((eb) => eb.fn.countAll<number>().as('count'));
    }),
  });
}

/** The rows for which all conditions hold. */
export function filtered<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  conditions: readonly RawBuilder<SqlBool>[],
): SelectQueryBuilder<DB, TB, Row> {
  return conditions.reduce((rest, condition) => rest.where(condition), query);
}

export const PAGE_SHAPES = {
  order: ['asc', 'desc'],
  side: ['after', 'before', null],
} as const satisfies ShapesOf<PageShape>;

/** For each part of a shape, all that it may be. */
export type ShapesOf<Shape> = { readonly [Part in keyof Shape]: readonly Shape[Part][] };

/** What is compiled when it is first requested; `all` compiles everything that can be requested, to check the plans. */
export interface Lazy<Args extends readonly unknown[], Compiled> {
  (...args: Args): Compiled;
  all(): ReadonlyMap<string, Compiled>;
}

/** The names of the filters that hold, with a space between. */
interface Filtered {
  readonly filters: string;
}

/** The condition of a filter; `shape` decides its SQL where an index needs a certain form. */
type Condition<Args, Shape> = (slot: Slots<Args>, shape: Shape & Filtered) => RawBuilder<SqlBool>;

/**
 * A list that is compiled once for each shape: there are few, and compiling one costs more than running it. A filter is named
 * like the argument that it takes, and holds where that is neither `null` nor `false`.
 */
export function lazyList<Args extends object>() {
  return <Shape extends object, Name extends keyof Args & string, Compiled>(
    shapes: ShapesOf<Shape>,
    filters: Readonly<Record<Name, Condition<Args, Shape>>>,
    compile: (
      shape: Shape & Filtered,
      conditions: (slot: Slots<Args>) => readonly RawBuilder<SqlBool>[],
    ) => Compiled,
  ): Lazy<[shape: Shape, args: Pick<Args, Name>], Compiled> => {
    const entries = Object.entries<Condition<Args, Shape>>(filters);
    const known = new Map<string, Compiled>();
    const of = (shape: Shape & Filtered) => {
      const key = JSON.stringify(shape);
      const names = shape.filters.split(' ');
      const held = entries.filter(([name]) => names.includes(name));
      const found =
        known.get(key) ?? compile(shape, (slot) => held.map(([, where]) => where(slot, shape)));
      known.set(key, found);
      return found;
    };
    const get = (shape: Shape, args: Pick<Args, Name>) => {
      const values = new Map<string, unknown>(Object.entries(args));
      const held = entries.filter(([name]) => isSet(values.get(name)));
      return of({ ...shape, filters: held.map(([name]) => name).join(' ') });
    };
    const all = () => {
      const combinations = combinationsOf<Shape & Filtered>({
        ...shapes,
        filters: subsetsOf(entries),
      });
      return new Map(combinations.map((shape) => [JSON.stringify(shape), of(shape)]));
    };
    return Object.assign(get, { all });
  };
}

/** As `statement`, compiled when it is first requested. */
export function lateStatement<Args>() {
  return <Row>(build: (slot: Slots<Args>) => Compilable<Row>): Lazy<[], Statement<Args, Row>> => {
    let compiled: Statement<Args, Row> | null = null;
    const get = () => {
      compiled ??= statement<Args>()(build);
      return compiled;
    };
    return Object.assign(get, { all: () => new Map([['', get()]]) });
  };
}

function isSet(value: unknown): boolean {
  return value !== null && value !== false;
}

function subsetsOf(entries: readonly (readonly [string, unknown])[]): readonly string[] {
  return entries.reduce<string[]>(
    (subsets, [name]) => subsets.concat(subsets.map((others) => `${others} ${name}`.trim())),
    [''],
  );
}

function combinationsOf<Shape>(
  shapes: Readonly<Record<string, readonly unknown[]>>,
): readonly Shape[] {
  let found: object[] = [{}];
  for (const [part, values] of Object.entries<readonly unknown[]>(shapes))
    found = found.flatMap((shape) => values.map((value) => ({ ...shape, [part]: value })));
  return JSON.parse(JSON.stringify(found));
}
