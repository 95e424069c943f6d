import { isSchema, type JsonSchema } from './json-schema.ts';

/**
 * Replaces schemas that stand in many places by references to one. TypeBox keeps a schema that is used inside another as it
 * is, so it is known again by being the same object; a copy, as of an optional property, is known by its text.
 */
export class SharedSchemas {
  readonly #put: (schema: JsonSchema) => JsonSchema;
  readonly #names = new Map<string, string>();
  readonly #schemas = new Map<string, JsonSchema>();

  /** `put`: says one schema in the words of the document; what is inside of it is asked for by itself. */
  constructor(put: (schema: JsonSchema) => JsonSchema) {
    this.#put = put;
  }

  /** Throws when two different schemas would have one name: a naming mistake. */
  add(name: string, schema: JsonSchema): void {
    const known = this.#schemas.get(name);
    const text = JSON.stringify(schema);
    if (known !== undefined && JSON.stringify(known) !== text)
      throw new Error(`two schemas are called ${name}`);
    this.#schemas.set(name, schema);
    this.#names.set(text, name);
  }

  /** The schema with references in place of the shared ones. */
  refer(schema: JsonSchema): JsonSchema {
    const name = this.#names.get(JSON.stringify(schema));
    return name === undefined ? this.#inside(schema) : { $ref: `#/components/schemas/${name}` };
  }

  /** All of them, by name, each with references to the others. */
  components(): Record<string, JsonSchema> {
    const names = Array.from(this.#schemas.keys()).sort();
    return Object.fromEntries(
      names.map((name) => [name, this.#inside(this.#schemas.get(name) ?? {})]),
    );
  }

  #inside(schema: JsonSchema): JsonSchema {
    return Object.fromEntries(
      Object.entries(this.#put(schema)).map(([key, value]) => [
        key,
        DATA.has(key) ? value : this.#value(value, MAPS.has(key)),
      ]),
    );
  }

  #value(value: unknown, isMap = false): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#value(item));
    if (!isSchema(value)) return value;
    if (!isMap) return this.refer(value);
    return Object.fromEntries(
      Object.entries(value).map(([name, schema]) => [name, this.#value(schema)]),
    );
  }
}

/** Keywords whose values are schemas by name. */
const MAPS: ReadonlySet<string> = new Set(['properties', 'patternProperties']);
/** Keywords whose values are data and no schemas. */
const DATA: ReadonlySet<string> = new Set(['examples', 'default', 'const', 'enum', 'required']);
