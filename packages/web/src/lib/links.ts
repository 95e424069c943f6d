/** A piece of a text: words, or an address that may be followed. */
export interface TextPart {
  readonly text: string;
  /** An http(s) address; `null`: words. */
  readonly href: string | null;
}

/**
 * Neither the punctuation of scripts that put no space behind an address, nor what is not seen or turns the direction: what one sees
 * would not be what one follows.
 */
const ADDRESS = /https?:\/\/[^\s\p{Cf}<>"'`{}|\\^，。、；：！？（）「」『』【】《》]+/giu;
/** A full stop at the end belongs to the sentence. */
const TRAILING = /[.,;:!?…*_~'"”’]+$/;

/**
 * The text in pieces, its addresses apart. Only http and https, each parsed by the browser's own parser; nothing is decoded or
 * completed, so what one sees is what one follows. Together the pieces are the text.
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

/** `null`: no address that one could follow, or one that hides where it leads behind a name (`https://bank@evil.example`). */
function safeHref(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, username, password, href } = new URL(address);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  return isWeb && username === '' && password === '' ? href : null;
}
