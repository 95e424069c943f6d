/** JSON Schema as data: what of it the API spec reads. TypeBox's schemas are such objects. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a schema; an empty one if it is none. */
export function asSchema(value: unknown): JsonSchema {
  return isSchema(value) ? value : {};
}

/** The named part of a schema, if that is an object too. */
export function partOf(schema: JsonSchema, key: string): JsonSchema | undefined {
  const part = schema[key];
  return isSchema(part) ? part : undefined;
}

/** Properties in their order. */
export function propertiesOf(schema: JsonSchema): (readonly [name: string, schema: JsonSchema])[] {
  return Object.entries(partOf(schema, 'properties') ?? {}).flatMap(([name, property]) =>
    isSchema(property) ? [[name, property] as const] : [],
  );
}

export function requiredOf(schema: JsonSchema): readonly string[] {
  const required = schema['required'];
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}

export function schemasIn(value: unknown): readonly JsonSchema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

/** Names of the types that a schema allows, if it says. */
export function typesOf(schema: JsonSchema): readonly string[] {
  const { type } = schema;
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? type.filter((name) => typeof name === 'string') : [];
}

export function textIn(schema: JsonSchema, key: string): string | undefined {
  const text = schema[key];
  return typeof text === 'string' ? text : undefined;
}
