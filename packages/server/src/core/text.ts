import { KoineError } from '@koine/contract';

/** Length in Unicode code points; stops counting beyond `max`. */
export function isLongerThan(text: string, max: number): boolean {
  if (text.length <= max) return false;
  if (text.length > 2 * max) return true;
  let count = 0;
  for (const _ of text) if (++count > max) return true;
  return false;
}

// A message of white space only is empty; so is one of nothing but invisible format characters.
const NOTHING_VISIBLE = /^[\s\p{Cf}\p{Cc}]*$/u;

/** Whether a reader would see nothing at all. */
export function isBlank(text: string): boolean {
  return NOTHING_VISIBLE.test(text);
}

const CONTROL = /\p{Cc}/u;

export function hasControlCharacters(text: string): boolean {
  return CONTROL.test(text);
}

/** A one-line name: trimmed, well-formed, without control characters, 1 to `charsMax` code points; else `invalidInput`. */
export function parseName(text: string, field: string, charsMax: number): string {
  const name = text.toWellFormed().trim();
  if (isBlank(name) || hasControlCharacters(name))
    throw new KoineError('invalidInput', { field }, `Invalid ${field}`);
  if (isLongerThan(name, charsMax)) {
    throw new KoineError(
      'invalidInput',
      { field, limit: charsMax },
      `${field} is too long (max ${charsMax} characters)`,
    );
  }
  return name;
}

/** UTF-8 size of a string in bytes, without encoding it. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
