import { branchesOf, itemsOf, type Schema, typesOf, valuesIn } from '../model/schema.ts';

/** What kind of value it is, in few words: `string`, `array of Message`, `integer or null`. */
export function typeText(schema: Schema): string {
  return schema['x-name'] ?? kindText(schema);
}

/** The same, of a shared one too without its name. */
export function kindText(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const branches = branchesOf(schema);
  if (branches.length > 0) {
    const words = Array.from(new Set(branches.map(typeText)));
    const isNullable = branches.length < (schema.anyOf?.length ?? 0);
    return [...words, ...(isNullable ? ['null'] : [])].join(' or ');
  }
  const types = typesOf(schema);
  if (types.length === 0) return schema.enum === undefined ? 'anything' : 'one of';
  return types.map((type) => oneTypeText(type, schema)).join(' or ');
}

function oneTypeText(type: string, schema: Schema): string {
  const items = itemsOf(schema);
  if (type === 'array' && items !== null) return `array of ${typeText(items)}`;
  const values = valuesIn(schema);
  if (type === 'object' && values !== null) return `object of ${typeText(values)}`;
  // How wide an integer is interests programs only.
  const isTold = schema.format !== undefined && type !== 'integer';
  return isTold ? `${type} (${schema.format})` : type;
}

/** What values must keep to, each in a few words. */
export function limitTexts(schema: Schema): readonly string[] {
  return [
    rangeText(schema.minimum, schema.maximum, ''),
    lengthText(schema),
    rangeText(schema.minItems, schema.maxItems, ' items'),
    schema.pattern === undefined ? null : `matches ${schema.pattern}`,
    schema.default === undefined ? null : `default ${JSON.stringify(schema.default)}`,
  ].filter((words) => words !== null);
}

function lengthText(schema: Schema): string | null {
  const words = rangeText(schema.minLength, schema.maxLength, ' characters');
  const setting = schema['x-setting'];
  return words === null || setting === undefined ? words : `${words} (setting ${setting})`;
}

function rangeText(min: number | undefined, max: number | undefined, unit: string) {
  const top = max === undefined || max >= Number.MAX_SAFE_INTEGER ? undefined : max;
  const number = (value: number) => value.toLocaleString('en');
  if (min === undefined && top === undefined) return null;
  if (top === undefined) return min === undefined ? null : `at least ${number(min)}${unit}`;
  if (min === undefined) return `at most ${number(top)}${unit}`;
  return min === top ? `${number(min)}${unit}` : `${number(min)} to ${number(top)}${unit}`;
}

/** The values that it may have, if they are named. */
export function valuesOf(schema: Schema): readonly unknown[] {
  if (schema.enum !== undefined) return schema.enum;
  const branches = schema.anyOf ?? [];
  const isChoice = branches.length > 1 && branches.every((branch) => branch.const !== undefined);
  return isChoice ? branches.map((branch) => branch.const) : [];
}
