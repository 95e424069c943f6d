import { type JsonObject, KoineError, type Limits } from '@koine/contract';

/** Length in Unicode code points; stops counting beyond `max`. */
export function isLongerThan(text: string, max: number): boolean {
  if (text.length <= max) return false;
  if (text.length > 2 * max) return true;
  let count = 0;
  for (const _ of text) if (++count > max) return true;
  return false;
}

/**
 * What leaves no mark on a page: white space, controls and format characters; all that Unicode calls default ignorable (Hangul
 * fillers, variation selectors, the combining grapheme joiner, tags …); and the few with a blank glyph that it does not, among them
 * what stands for an embedded object. Signs that stand around numbers and words are drawn, though they are format characters.
 */
const NO_MARK = String.raw`\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u{2800}\u{FFFC}\u{13441}\u{13442}\u{16FE4}\u{1D159}`;
const DRAWN = String.raw`\u{600}-\u{605}\u{6DD}\u{70F}\u{890}\u{891}\u{8E2}\u{110BD}\u{110CD}`;
const NOTHING_VISIBLE = new RegExp(`^[[${NO_MARK}]--[${DRAWN}]]*$`, 'v');

/** Whether a reader would see nothing at all. */
export function isBlank(text: string): boolean {
  return NOTHING_VISIBLE.test(text);
}

/** Controls, and what begins a new line or paragraph. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const CONTROLS = new RegExp(CONTROL, 'gu');

export function hasControlCharacters(text: string): boolean {
  return CONTROL.test(text);
}

/**
 * A one-line name: trimmed, well-formed, without control characters or line breaks, something in it to see, 1 to `charsMax` code
 * points; else `invalidInput`. Every name that anything is given goes through here.
 */
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

/** What is left of a name that was taken before or elsewhere, on one line; `fallback` where there is nothing to see. */
export function fitName(text: string, fallback: string): string {
  const name = text.toWellFormed().replace(CONTROLS, ' ').trim();
  return isBlank(name) ? fallback : name;
}

/**
 * A sender's idempotency key: well-formed text of 1 to `charsMax` UTF-16 units, which storage compares unit by unit; `null` and
 * `undefined` are none. Else throws `invalidInput`.
 */
export function parseClientKey(key: unknown, charsMax: number): string | null {
  if (key === null || key === undefined) return null;
  const field = 'client_key';
  if (typeof key !== 'string' || key === '' || !key.isWellFormed())
    throw new KoineError('invalidInput', { field }, 'Invalid client_key');
  if (!isKeyTooLong(key, charsMax)) return key;
  const text = `client_key is too long (max ${charsMax} characters)`;
  throw new KoineError('invalidInput', { field, limit: charsMax }, text);
}

/** Whether a key is too long, for a protocol with an error text of its own. */
export function isKeyTooLong(key: string | null | undefined, charsMax: number): boolean {
  return (key?.length ?? 0) > charsMax;
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

/** Throws `metaTooLarge`. */
export function assertMetaFits(
  meta: JsonObject | null,
  { metaBytesMax: limit }: Pick<Limits, 'metaBytesMax'>,
): void {
  if (meta !== null && utf8Bytes(JSON.stringify(meta)) > limit)
    throw new KoineError('metaTooLarge', { field: 'meta', limit });
}
