import { errorMessage } from './error-message.ts';

/** The value of a JSON text; `undefined`: it is not valid. */
export function parseJson(text: string): unknown {
  return read(text).value;
}

/** Why a text is not valid JSON, as the browser words it; `null`: it is. */
export function jsonError(text: string): string | null {
  const { error } = read(text);
  return error === undefined ? null : `Not valid JSON: ${errorMessage(error)}`;
}

function read(text: string): { readonly value?: unknown; readonly error?: unknown } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error };
  }
}

/** A property of an object; `undefined` where there is none, or no object. */
export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The value, if it is a list; otherwise none of it. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text property; `undefined` where there is none. */
export function textProperty(value: unknown, name: string): string | undefined {
  const found = property(value, name);
  return typeof found === 'string' ? found : undefined;
}
