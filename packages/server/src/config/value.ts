import type { SettingFacts } from './facts.ts';
import { hintAtNearest } from './nearest-name.ts';

/** A value that can be used, or why it cannot. */
export type Checked = { readonly value: unknown } | { readonly error: string };

/**
 * Turns the text of a flag or variable into the setting's type, and checks it. White space at its ends is no part of it: files
 * of other systems and editors leave carriage returns and blanks there.
 */
export function parseValue(facts: SettingFacts, text: string): Checked {
  const bare = text.trim();
  if (!facts.isList)
    return facts.isNullable && bare === '' ? { value: null } : parseOne(facts, bare);
  const parts = bare === '' ? [] : bare.split(',').map((part) => part.trim());
  const values: unknown[] = [];
  for (const part of parts) {
    const parsed = parseOne(facts, part);
    if ('error' in parsed) return parsed;
    values.push(parsed.value);
  }
  return checkValue(facts, values);
}

/** Checks a value that has a type already (from the configuration file). */
export function checkValue(facts: SettingFacts, value: unknown): Checked {
  if (facts.isNullable && value === null) return { value };
  if (!facts.isList) return checkOne(facts, value);
  if (!Array.isArray(value)) return { error: `${show(value)} is not a list` };
  const items: unknown[] = [];
  for (const item of value) {
    const checked = checkOne(facts, item);
    if ('error' in checked) return checked;
    items.push(checked.value);
  }
  const double = items.find((item, index) => item !== 0 && items.indexOf(item) !== index);
  if (double !== undefined) return { error: `${show(double)} is named twice` };
  return { value: items };
}

function parseOne(facts: SettingFacts, text: string): Checked {
  switch (facts.kind) {
    case 'boolean':
      if (/^(true|on|yes|1)$/i.test(text)) return { value: true };
      if (/^(false|off|no|0)$/i.test(text)) return { value: false };
      return { error: `${show(text)} is neither true nor false` };
    case 'integer':
    case 'number':
      return checkOne(facts, /^-?(\d+\.?\d*|\.\d+)(e\d+)?$/i.test(text) ? Number(text) : text);
    default:
      return checkOne(facts, text);
  }
}

function checkOne(facts: SettingFacts, given: unknown): Checked {
  const value = typeof given === 'string' ? clean(facts, given) : given;
  const error = errorIn(facts, value);
  return error === undefined ? { value } : { error };
}

function clean({ normalize = (text) => text }: SettingFacts, text: string): string {
  return normalize(text.trim());
}

function errorIn(facts: SettingFacts, value: unknown): string | undefined {
  switch (facts.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `${show(value)} is neither true nor false`;
    case 'integer':
      return Number.isSafeInteger(value)
        ? outOfRange(facts, value)
        : `${show(value)} is not a whole number`;
    case 'number':
      return Number.isFinite(value) ? outOfRange(facts, value) : `${show(value)} is not a number`;
    case 'choice':
      return notAChoice(facts.choices ?? [], value);
    case 'url':
      return notAUrl(facts.schemes ?? [], value);
    case 'text':
      return notTheText(facts, value);
  }
}

function outOfRange({ min = -Infinity, max = Infinity, unit }: SettingFacts, value: unknown) {
  if (typeof value !== 'number') return `${show(value)} is not a number`;
  const suffix = unit === undefined ? '' : ` ${unit}`;
  if (value < min) return `${value} is below the minimum of ${min}${suffix}`;
  return value > max ? `${value} is above the maximum of ${max}${suffix}` : undefined;
}

function notAChoice(choices: readonly string[], value: unknown): string | undefined {
  if (typeof value === 'string' && choices.includes(value)) return undefined;
  const hint = typeof value === 'string' ? hintAtNearest(value, choices) : '';
  return `${show(value)} is not one of ${choices.join(', ')}${hint}`;
}

function notAUrl(schemes: readonly string[], value: unknown): string | undefined {
  const words = `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  // The value may hold a password: it is not repeated.
  // The parser of URLs drops line breaks and tabs wherever they stand.
  if (typeof value !== 'string' || /\p{Cc}/u.test(value) || !URL.canParse(value))
    return `not ${words}`;
  return schemes.includes(new URL(value).protocol.slice(0, -1)) ? undefined : `not ${words}`;
}

function notTheText({ isSecret, pattern }: SettingFacts, value: unknown): string | undefined {
  if (typeof value !== 'string') return isSecret ? 'not a text' : `${show(value)} is not a text`;
  if (/\p{Cc}/u.test(value)) return 'holds a line break or another control character';
  if (pattern === undefined || pattern.regex.test(value)) return undefined;
  return `${isSecret ? 'the value' : show(value)} is not ${pattern.words}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
