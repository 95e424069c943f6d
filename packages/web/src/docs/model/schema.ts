/** JSON Schema as the documents have it, references followed. */
export interface Schema {
  /** Of one that others share. */
  readonly 'x-name'?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema | readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly format?: string;
  /** The setting that `maxLength` comes from. */
  readonly 'x-setting'?: string;
}

export function typesOf({ type }: Schema): readonly string[] {
  if (type === undefined) return [];
  return typeof type === 'string' ? [type] : type;
}

/** The one schema of an array's items. */
export function itemsOf({ items }: Schema): Schema | null {
  if (items === undefined) return null;
  return 'length' in items ? (items[0] ?? null) : items;
}

/** What a map’s values are; `null`: it is no map, or holds anything. */
export function valuesIn({ additionalProperties: values }: Schema): Schema | null {
  return typeof values === 'object' ? values : null;
}

/** What a union allows beside null. */
export function branchesOf({ anyOf = [] }: Schema): readonly Schema[] {
  return anyOf.filter((branch) => !typesOf(branch).includes('null'));
}
