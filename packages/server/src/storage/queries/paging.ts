import { type Kysely, type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
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

interface Keyset {
  readonly db: Kysely<Schema>;
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
 * whose row is gone is the place where it stood. With `before`, rows come in reverse: the caller turns them round.
 */
export function listStatements<Args extends PageArgs>() {
  return <DB, TB extends keyof DB, Row>(
    shape: PageShape,
    build: (slot: Slots<Args>) => { query: SelectQueryBuilder<DB, TB, Row> } & Keyset,
  ): ListStatements<Args, Row> => ({
    items: statement<Args>()((slot) => {
      const { query, keys, cursorRow, gone } = build(slot);
      const direction = (shape.order === 'asc') === (shape.side !== 'before') ? 'asc' : 'desc';
      const position = sql.join(keys);
      const comparison = sql.raw(direction === 'asc' ? '>' : '<');
      const beyond = sql<SqlBool>`(${position}) ${comparison} (select ${position} ${cursorRow}
        union all select ${sql.join(gone.keys)} from gone_rows where gone_rows.list = ${sql.lit(gone.list)}
        and gone_rows.scope = ${gone.scope} and gone_rows.id = ${slot('cursor')} limit 1)`;
      const page = shape.side === null ? query : query.where(beyond);
      return keys
        .reduce((ordered, key) => ordered.orderBy(key, direction), page)
        .limit(sql<number>`${slot('limit')}`)
        .offset(sql<number>`${slot('offset')}`);
    }),
    total: statement<Args>()((slot) => {
      const { db, query } = build(slot);
      const counted = query
        .clearSelect()
        .select(sql.lit(1).as('one'))
        .limit(sql.lit(LIST_COUNT_MAX + 1));
      return db
        .selectFrom(counted.as('counted'))
        .select((eb) => eb.fn.countAll<number>().as('count'));
    }),
  });
}

/** What a part of a shape may be. */
export const EITHER: readonly boolean[] = [false, true];
export const PAGE_SHAPES = {
  order: ['asc', 'desc'],
  side: ['after', 'before', null],
} as const satisfies ShapesOf<PageShape>;

/** For each part of a shape, all that it may be. */
export type ShapesOf<Shape> = { readonly [Part in keyof Shape]: readonly Shape[Part][] };

/** What is compiled when it is first asked for; `all` compiles everything that can be asked for, for those who look at plans. */
export interface Lazy<Args extends readonly unknown[], Compiled> {
  (...args: Args): Compiled;
  all(): ReadonlyMap<string, Compiled>;
}

/** Compiles each shape once: lists have few shapes, and compiling one costs more than running it. */
export function onceForEach<Shape extends object, Compiled>(
  shapes: ShapesOf<Shape>,
  compile: (shape: Shape) => Compiled,
): Lazy<[shape: Shape], Compiled> {
  const known = new Map<string, Compiled>();
  const of = (shape: Shape) => {
    const key = JSON.stringify(shape);
    const found = known.get(key) ?? compile(shape);
    known.set(key, found);
    return found;
  };
  const all = () =>
    new Map(combinationsOf(shapes).map((shape) => [JSON.stringify(shape), of(shape)]));
  return Object.assign(of, { all });
}

/** Compiles a statement when it is first asked for. */
export function onceAsked<Compiled>(compile: () => Compiled): Lazy<[], Compiled> {
  let compiled: { readonly value: Compiled } | null = null;
  const of = () => {
    compiled ??= { value: compile() };
    return compiled.value;
  };
  return Object.assign(of, { all: () => new Map([['', of()]]) });
}

function combinationsOf<Shape extends object>(shapes: ShapesOf<Shape>): readonly Shape[] {
  let found: object[] = [{}];
  for (const [part, values] of Object.entries<readonly unknown[]>(shapes))
    found = found.flatMap((shape) => values.map((value) => ({ ...shape, [part]: value })));
  return JSON.parse(JSON.stringify(found));
}
