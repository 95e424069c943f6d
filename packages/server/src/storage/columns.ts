/** How the model's things become columns: names in snake case, flags as 0 or 1, objects and lists as JSON. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Slots } from './statement.ts';

type SnakeCase<Name extends string> = Name extends `${infer Head}${infer Rest}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Rest>}`
  : Name;

type StoredValue<Value> = Value extends string | number | null | undefined
  ? Value
  : Value extends boolean
    ? number
    : string;

/** A thing of the model with values as columns hold them: a statement's arguments. */
export type Stored<Model> = { readonly [Name in keyof Model]: StoredValue<Model[Name]> };

/** The columns of a thing of the model; `Prefix`: of a thing within it. */
export type Columns<Model, Prefix extends string = ''> = {
  readonly [Name in keyof Model & string as `${Prefix}${SnakeCase<Name>}`]: StoredValue<
    Model[Name]
  >;
};

/** Without what is `undefined`. */
export function storedOf<Model extends object>(model: Model): Stored<Model> {
  const entries: unknown[][] = Object.entries(model)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, storedValue(value)]);
  return Object.fromEntries(entries);
}

function storedValue(value: unknown): unknown {
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

/** The columns that are named like these arguments, each with its slot. */
export function slots<Args, const Name extends keyof Args & string>(
  slot: Slots<Args>,
  names: readonly Name[],
): { [Column in Name as SnakeCase<Column>]: RawBuilder<Args[Column]> } {
  const entries: unknown[][] = names.map((name) => [snakeCase(name), slot(name)]);
  return Object.fromEntries(entries);
}

/** A condition: the columns that are named like these arguments have their values. */
export function equal<Args, const Name extends keyof Args & string>(
  slot: Slots<Args>,
  names: readonly Name[],
): RawBuilder<SqlBool> {
  const conditions = names.map((name) => sql`${sql.ref(snakeCase(name))} = ${slot(name)}`);
  return sql`${sql.join(conditions, sql` and `)}`;
}

/** A condition: what ends at the time in this column (`null`: never) holds at `time`. */
export function holdsAt(column: string, time: RawBuilder<number>): RawBuilder<SqlBool> {
  return sql`(${sql.ref(column)} is null or ${sql.ref(column)} > ${time})`;
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
