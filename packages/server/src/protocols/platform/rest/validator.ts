import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { asSchema, propertiesOf, typesOf } from '../../../api-spec/json-schema.ts';

const INTEGER = /^-?\d{1,15}$/;

/** Checks by a route's schemas, compiled with the first request that they meet. Of a query, whose values are texts, whole numbers are read where the schema wants them. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  let validator: Validator<Record<never, TSchema>, TSchema> | null = null;
  const integers = propertiesOf(asSchema(schema)).filter(([, one]) =>
    typesOf(one).includes('integer'),
  );
  const numbers = httpPart === 'querystring' ? integers.map(([name]) => name) : [];
  return (value) => {
    validator ??= Compile(schema);
    const given = numbers.length === 0 ? value : withNumbers(value, numbers);
    return validator.Check(given) ? { value: given } : { error: validator.Errors(given) };
  };
};

function withNumbers(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const given = new Map<string, unknown>(Object.entries(value));
  for (const name of names) {
    const text = given.get(name);
    if (typeof text === 'string' && INTEGER.test(text)) given.set(name, Number(text));
  }
  return Object.fromEntries(given);
}
