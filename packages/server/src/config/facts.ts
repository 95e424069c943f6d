import Type, { type TSchema } from 'typebox';

/** What is known of one setting beside its type: the source of its flag, its checks, its help and its reference. */
export interface SettingFacts {
  readonly kind: 'boolean' | 'integer' | 'number' | 'text' | 'url' | 'choice';
  readonly isList: boolean;
  /** May be left unset: `null` then. */
  readonly isNullable: boolean;
  readonly default: unknown;
  /** The default with `--production`, where it differs. */
  readonly productionDefault?: unknown;
  /** The default in words, where it is not a value. */
  readonly defaultText?: string;
  readonly about: string;
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
  readonly choices?: readonly string[];
  /** A pattern that texts must match, and what it asks for in words. */
  readonly pattern?: { readonly regex: RegExp; readonly words: string };
  /** Other spellings of a text that mean the same become one. */
  readonly normalize?: (text: string) => string;
  /** URL schemes that are taken. */
  readonly schemes?: readonly string[];
  /** Never printed, and not taken as a flag: flags show up in process lists. */
  readonly isSecret?: boolean;
  /** With `--production` nothing but the default will do. */
  readonly isFixedInProduction?: boolean;
  /** Its value is also the default of this list. */
  readonly alsoDefaultOf?: string;
  /** Makes no sense inside the configuration file. */
  readonly notInFile?: boolean;
}

/** What a setting may have beside what its kind asks for. */
type More = Omit<Partial<SettingFacts>, 'kind' | 'default' | 'about'>;

/** The facts of a setting's schema; absent when the schema is a group of settings. */
export function factsOf(schema: object): SettingFacts | undefined {
  return facts.get(schema);
}

/** On or off. */
export function boolean(value: boolean, about: string, more: More = {}) {
  return keep(Type.Boolean(), { kind: 'boolean', default: value, about, ...more });
}

/** A fraction between `min` and `max`. */
export function number(value: number, range: Range, about: string, more: More = {}) {
  return keep(Type.Number(), { kind: 'number', default: value, ...range, about, ...more });
}

/** A whole number between `min` and `max`. */
export function integer(value: number, range: Range, about: string, more: More = {}) {
  return keep(Type.Integer(), { kind: 'integer', default: value, ...range, about, ...more });
}

/** A whole number, or nothing. */
export function optionalInteger(range: Range, about: string, more: More = {}) {
  const schema = Type.Union([Type.Integer(), Type.Null()]);
  return keep(schema, { kind: 'integer', isNullable: true, ...range, about, ...more });
}

/** Any text. */
export function text(value: string, about: string, more: More = {}) {
  return keep(Type.String(), { kind: 'text', default: value, about, ...more });
}

/** A text, or nothing. */
export function optionalText(about: string, more: More = {}) {
  const schema = Type.Union([Type.String(), Type.Null()]);
  return keep(schema, { kind: 'text', isNullable: true, about, ...more });
}

/** An absolute URL, or nothing. */
export function optionalUrl(schemes: readonly string[], about: string, more: More = {}) {
  const schema = Type.Union([Type.String(), Type.Null()]);
  return keep(schema, { kind: 'url', isNullable: true, schemes, about, ...more });
}

/** One of the named values. */
export function choice<const T extends string>(
  choices: readonly T[],
  value: T,
  about: string,
  more: More = {},
) {
  return keep(Type.Enum(choices), { kind: 'choice', choices, default: value, about, ...more });
}

/** Several of the named values, each once. */
export function choices<const T extends string>(
  names: readonly T[],
  value: readonly T[],
  about: string,
  more: More = {},
) {
  const schema = Type.Unsafe<readonly T[]>(Type.Array(Type.Enum(names)));
  const facts = { choices: names, default: value, about, ...more };
  return keep(schema, { kind: 'choice', isList: true, ...facts });
}

/** The uid of a room. */
export const roomUid = {
  pattern: { regex: /^[A-Za-z0-9_-]{1,64}$/, words: '1-64 of the characters A-Z a-z 0-9 _ -' },
};

/** A list of whole numbers. */
export function integers(value: readonly number[], range: Range, about: string) {
  const schema = Type.Unsafe<readonly number[]>(Type.Array(Type.Integer()));
  return keep(schema, { kind: 'integer', isList: true, default: value, ...range, about });
}

/** A list of texts. */
export function texts(value: readonly string[], about: string, more: More = {}) {
  const schema = Type.Unsafe<readonly string[]>(Type.Array(Type.String()));
  return keep(schema, { kind: 'text', isList: true, default: value, about, ...more });
}

type Range = Pick<SettingFacts, 'min' | 'max' | 'unit'>;

const facts = new WeakMap<object, SettingFacts>();

/** Facts stand beside the schema, not inside: the schema stays plain JSON Schema. */
function keep<T extends TSchema>(
  schema: T,
  given: Partial<SettingFacts> & Pick<SettingFacts, 'kind' | 'about'>,
): T {
  facts.set(schema, { isList: false, isNullable: false, default: null, ...given });
  return schema;
}
