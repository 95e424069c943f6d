/** The text without the mark that some editors put before it to say that it is UTF-8; no JSON parser takes it. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\u{feff}') ? text.slice(1) : text;
}
