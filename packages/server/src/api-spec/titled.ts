import { isSchema, type JsonSchema, propertiesOf, schemasIn, typesOf } from './json-schema.ts';

/**
 * The schema with a title on it and on every object inside of it, made of the names that lead there: generators call their models
 * so. Parts that are references keep the name of what they point at.
 */
export function titled(schema: JsonSchema, title: string): JsonSchema {
  if ('$ref' in schema) return schema;
  const { properties, items, anyOf, additionalProperties } = schema;
  return {
    ...(isNamed(schema) && { title }),
    ...schema,
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        propertiesOf(schema).map(([name, part]) => [name, titled(part, title + pascal(name))]),
      ),
    }),
    ...(isSchema(items) && { items: titled(items, `${title}Item`) }),
    ...(isSchema(additionalProperties) && {
      additionalProperties: titled(additionalProperties, `${title}Value`),
    }),
    ...(anyOf !== undefined && {
      anyOf: schemasIn(anyOf).map((part, index) => titled(part, `${title}Option${index + 1}`)),
    }),
  };
}

/** `send_message` → `SendMessage`. */
export function pascal(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** What becomes a model of its own: an object, a choice, an enumeration. */
function isNamed(schema: JsonSchema): boolean {
  return typesOf(schema).includes('object') || 'anyOf' in schema || 'enum' in schema;
}
