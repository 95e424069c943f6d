import type { AllLimits } from '@koine/contract';
import {
  isSchema,
  type JsonSchema,
  partOf,
  propertiesOf,
  schemasIn,
  typesOf,
} from './json-schema.ts';
import { withTextLimit } from './text-limit.ts';

/** Of JSON Schema: OpenAPI 3.1 has the newer, AsyncAPI 3.0 the older. */
export type Dialect = '2020-12' | 'draft-07';

/**
 * A schema of the wire in the words that generators and validators of others read best; the parts are left as they are. It
 * takes the same values, but for texts, whose limits stand in it.
 */
export function forTools(schema: JsonSchema, limits: AllLimits, dialect: Dialect): JsonSchema {
  const named = namedValues(openObject(withTextLimit(schema, limits)));
  const sized = isWide(named) ? { ...named, format: 'int64' } : named;
  return tuple(sized, dialect);
}

/** A map, and an object of anything, say so: some tools take silence for "nothing else". */
function openObject(schema: JsonSchema): JsonSchema {
  const { properties, patternProperties, ...rest } = schema;
  const values = partOf(schema, 'patternProperties')?.[ANY_KEY];
  if (isSchema(values))
    return {
      ...rest,
      ...(properties !== undefined && { properties }),
      additionalProperties: values,
    };
  const isPlain = patternProperties === undefined && propertiesOf(schema).length === 0;
  if (!typesOf(schema).includes('object') || !isPlain || 'additionalProperties' in schema)
    return schema;
  return { ...rest, additionalProperties: true };
}

/** A union of texts, and perhaps null, is an enumeration. */
function namedValues(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema;
  const values = schemasIn(anyOf).map((branch) =>
    typesOf(branch).includes('null') ? null : branch['const'],
  );
  const given = 'enum' in schema ? schema['enum'] : values;
  if (!Array.isArray(given) || given.length < 2) return schema;
  if (!given.every((value) => value === null || typeof value === 'string')) return schema;
  if (given.every((value) => value === null)) return schema;
  return { type: given.includes(null) ? ['string', 'null'] : 'string', ...rest, enum: given };
}

/** Whether an integer may be larger than the 32 bits that typed languages give it unless they are told. */
function isWide(schema: JsonSchema): boolean {
  const { maximum } = schema;
  const isBounded = typeof maximum === 'number' && maximum <= INT32_MAX;
  return typesOf(schema).includes('integer') && !isBounded && !('format' in schema);
}

/** A row of one kind has that kind and its length; of several kinds it is said differently in each dialect. */
function tuple(schema: JsonSchema, dialect: Dialect): JsonSchema {
  const { items, additionalItems, ...rest } = schema;
  if (!Array.isArray(items)) return schema;
  const isOfOneKind = new Set(items.map((item) => JSON.stringify(item))).size === 1;
  if (isOfOneKind && additionalItems === false && schema['minItems'] === items.length)
    return { ...rest, items: items[0], maxItems: items.length };
  return dialect === 'draft-07' ? schema : { ...rest, prefixItems: items, items: additionalItems };
}

const ANY_KEY = '^.*$';
const INT32_MAX = 2 ** 31 - 1;
