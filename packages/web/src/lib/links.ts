/** A part of a text: plain, or a link. */
export interface TextPart {
  readonly text: string;
  /** An http(s) address; `null`: plain text. */
  readonly href: string | null;
}

/**
 * Ends at the punctuation of scripts that put no space after an address, and at invisible or direction-changing characters: the
 * link would not lead where it seems to.
 */
const ADDRESS = /https?:\/\/[^\s\p{Cf}<>"'`{}|\\^，。、；：！？（）「」『』【】《》]+/giu;
/** Punctuation at the end belongs to the sentence. */
const TRAILING = /[.,;:!?…*_~'"”’]+$/;

/**
 * Splits a text at its addresses. Only http and https, each parsed by the browser's own parser; nothing is decoded or completed, so
 * a link leads where it seems to. The parts joined are the text.
 */
export function splitLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const href = safeHref(address);
    if (href === null) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index), href: null });
    parts.push({ text: address, href });
    from = match.index + address.length;
  }
  if (from < text.length || parts.length === 0) parts.push({ text: text.slice(from), href: null });
  return parts;
}

/** Without the sentence's punctuation, and without a closing bracket that was opened before the address. */
function trimmed(address: string): string {
  let end = address;
  for (;;) {
    const shorter = end.replace(TRAILING, '');
    const isUnbalanced =
      (shorter.endsWith(')') && count(shorter, ')') > count(shorter, '(')) ||
      (shorter.endsWith(']') && count(shorter, ']') > count(shorter, '['));
    const next = isUnbalanced ? shorter.slice(0, -1) : shorter;
    if (next === end) return end;
    end = next;
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** `null`: not a valid address, or one that hides its host behind a user name (`https://bank@evil.example`). */
function safeHref(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, username, password, href } = new URL(address);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  return isWeb && username === '' && password === '' ? href : null;
}
