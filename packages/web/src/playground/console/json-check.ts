/** Why a text is no JSON, and where. */
export interface JsonFault {
  readonly words: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

/** `null`: the text is JSON. Browsers word this differently and mostly without the place, so it is read here. */
export function jsonFault(text: string): JsonFault | null {
  const reader: Reader = { text, at: 0 };
  try {
    readValue(reader);
    if (reader.at < text.length) throw expected('the end', reader);
    return null;
  } catch (fault) {
    if (!(fault instanceof Expected)) throw fault;
    const before = text.slice(0, fault.at).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return { words: fault.message, line: before.length, column };
  }
}

/** A fault as a sentence. */
export function faultWords({ words, line, column }: JsonFault): string {
  return `Line ${line}, column ${column}: ${words}`;
}

interface Reader {
  readonly text: string;
  at: number;
}

class Expected extends Error {
  readonly at: number;

  constructor(words: string, at: number) {
    super(words);
    this.at = at;
  }
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readValue(reader: Reader): void {
  skip(reader, SPACE);
  const first = reader.text[reader.at];
  if (first === '{') readList(reader, '}', readEntry);
  else if (first === '[') readList(reader, ']', readValue);
  else if (!skip(reader, first === '"' ? STRING : SCALAR))
    throw expected(first === '"' ? 'a string that ends' : 'a value', reader);
  skip(reader, SPACE);
}

function readEntry(reader: Reader): void {
  skip(reader, SPACE);
  if (!skip(reader, STRING)) throw expected('a name in double quotes', reader);
  skip(reader, SPACE);
  if (reader.text[reader.at] !== ':') throw expected('":"', reader);
  reader.at++;
  readValue(reader);
}

function readList(reader: Reader, end: '}' | ']', readItem: (reader: Reader) => void): void {
  reader.at++;
  skip(reader, SPACE);
  if (reader.text[reader.at] === end) {
    reader.at++;
    return;
  }
  for (;;) {
    readItem(reader);
    const next = reader.text[reader.at];
    if (next !== ',' && next !== end) throw expected(`"," or "${end}"`, reader);
    reader.at++;
    if (next === end) return;
  }
}

/** Whether something was skipped. */
function skip(reader: Reader, pattern: RegExp): boolean {
  pattern.lastIndex = reader.at;
  const length = pattern.exec(reader.text)?.[0].length ?? 0;
  reader.at += length;
  return length > 0;
}

function expected(what: string, { text, at }: Reader): Expected {
  const found =
    at >= text.length ? 'the end' : JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0));
  return new Expected(`expected ${what}, found ${found}`, at);
}
