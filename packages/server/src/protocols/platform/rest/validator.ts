import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

const INTEGER = /^-?\d{1,15}$/;

/** Checks by a route's schemas, compiled with the first request that they meet. Of a query, whose values are texts, whole numbers are read where the schema wants them. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  let validator: Validator<Record<never, TSchema>, TSchema> | null = null;
  const numbers = httpPart === 'querystring' ? integersIn(schema) : [];
  return (value) => {
    validator ??= Compile(schema);
    const given = numbers.length === 0 ? value : withNumbers(value, numbers);
    return validator.Check(given) ? { value: given } : { error: validator.Errors(given) };
  };
};

/** Names of what a schema of an object, if there is one, describes. */
export function propertiesOf(schema: unknown): readonly string[] {
  const isObject = typeof schema === 'object' && schema !== null && 'properties' in schema;
  return isObject ? Object.keys(Object(schema.properties)) : [];
}

/** Names of the properties that are whole numbers. */
function integersIn(schema: object): string[] {
  if (!('properties' in schema)) return [];
  const properties: object = schema.properties ?? {};
  return Object.entries(properties).flatMap(([name, property]: [string, unknown]) =>
    typeof property === 'object' &&
    property !== null &&
    'type' in property &&
    property.type === 'integer'
      ? [name]
      : [],
  );
}

function withNumbers(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const given = new Map<string, unknown>(Object.entries(value));
  for (const name of names) {
    const text = given.get(name);
    if (typeof text === 'string' && INTEGER.test(text)) given.set(name, Number(text));
  }
  return Object.fromEntries(given);
}
