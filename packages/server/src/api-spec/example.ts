import { Check } from 'typebox/value';
import { EXAMPLE_VALUES } from './example-values.ts';
import {
  isSchema,
  type JsonSchema,
  partOf,
  propertiesOf,
  requiredOf,
  schemasIn,
  typesOf,
} from './json-schema.ts';

/**
 * A value of the kind that a schema describes, the same each time: the schema's own example, else what things of that name
 * usually hold, else the plainest value there is. `name`: of the property that it stands in.
 */
export function exampleOf(schema: JsonSchema, name = ''): unknown {
  const { examples } = schema;
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['default'] ?? schema['enum'][0];
  const usual = (EXAMPLE_VALUES[name] ?? []).find((value) => Check(schema, value));
  if (usual !== undefined) return usual;
  if ('default' in schema) return schema['default'];
  const [branch] = schemasIn(schema['anyOf']).filter((one) => !typesOf(one).includes('null'));
  if (branch !== undefined) return exampleOf(branch, name);
  return plainest(schema, name);
}

function plainest(schema: JsonSchema, name: string): unknown {
  switch (typesOf(schema)[0]) {
    case 'object':
      return objectOf(schema, name);
    case 'array': {
      const items = partOf(schema, 'items');
      return items === undefined ? [] : [exampleOf(items, name)];
    }
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'string':
      return schema['format'] === 'uuid' ? UUID : 'text';
    default:
      return null;
  }
}

const UUID = '0198c1de-7d6a-7a52-8a51-1f0e9c3b2d41';

/** With its optional properties. */
function objectOf(schema: JsonSchema, name: string): Record<string, unknown> {
  const required = new Set(requiredOf(schema));
  const own = propertiesOf(schema)
    .filter(([key]) => required.has(key) || !LEFT_OUT.has(key))
    .map(([key, property]) => [key, exampleOf(property, key)] as const);
  const [pattern] = Object.values(partOf(schema, 'patternProperties') ?? {}).filter(isSchema);
  if (pattern === undefined) return Object.fromEntries(own);
  const [key = 'key'] = EXAMPLE_KEYS[name] ?? [];
  return Object.fromEntries([...own, [key, exampleOf(pattern, name)]]);
}

/** A second request with the same key would be answered with what the first one made: no good for trying out. */
const LEFT_OUT: ReadonlySet<string> = new Set(['client_key']);

/** What names the entries of records of that name. */
const EXAMPLE_KEYS: Readonly<Record<string, readonly string[]>> = {
  reactions: ['👍'],
  since: ['XPeDGLvd6D'],
};
