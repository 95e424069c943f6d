/** Why a text is no JSON, and where. */
export interface JsonFault {
  readonly words: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

/** What a text turned out to be. */
export interface JsonCheck {
  /** `null`: it is JSON. */
  readonly fault: JsonFault | null;
  /** How deep its objects and lists stand in each other. */
  readonly levels: number;
}

/** Browsers word faults differently and mostly without the place, so it is read here; without recursion, at any depth. */
export function checkJson(text: string): JsonCheck {
  const reader: Reader = { text, at: 0, open: [], levels: 0 };
  try {
    while (!readValue(reader)) if (reader.open.at(-1) === '}') readName(reader);
    if (reader.at < text.length) throw expected('the end', reader);
    return { fault: null, levels: reader.levels };
  } catch (fault) {
    if (!(fault instanceof Expected)) throw fault;
    const before = text.slice(0, fault.at).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    const place = { line: before.length, column };
    return { fault: { words: fault.message, ...place }, levels: reader.levels };
  }
}

/** `null`: the text is JSON. */
export function jsonFault(text: string): JsonFault | null {
  return checkJson(text).fault;
}

/** A fault as a sentence. */
export function faultWords({ words, line, column }: JsonFault): string {
  return `Line ${line}, column ${column}: ${words}`;
}

interface Reader {
  readonly text: string;
  at: number;
  /** What ends the objects and lists that are open, the innermost last. */
  readonly open: ('}' | ']')[];
  levels: number;
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

/** Reads a value up to what it contains, and what ends with it. Whether nothing is open any more. */
function readValue(reader: Reader): boolean {
  skip(reader, SPACE);
  const first = reader.text[reader.at];
  if (first === '{' || first === '[') return begin(reader, first === '{' ? '}' : ']');
  if (!skip(reader, first === '"' ? STRING : SCALAR))
    throw expected(first === '"' ? 'a string that ends' : 'a value', reader);
  return leave(reader);
}

function begin(reader: Reader, end: '}' | ']'): boolean {
  reader.at++;
  reader.open.push(end);
  reader.levels = Math.max(reader.levels, reader.open.length);
  skip(reader, SPACE);
  if (reader.text[reader.at] !== end) return false;
  reader.at++;
  reader.open.pop();
  return leave(reader);
}

/** Goes on behind a value: to the next one, or out of everything that ends here. */
function leave(reader: Reader): boolean {
  for (;;) {
    skip(reader, SPACE);
    const end = reader.open.at(-1);
    if (end === undefined) return true;
    const next = reader.text[reader.at];
    if (next !== ',' && next !== end) throw expected(`"," or "${end}"`, reader);
    reader.at++;
    if (next === ',') return false;
    reader.open.pop();
  }
}

function readName(reader: Reader): void {
  skip(reader, SPACE);
  if (!skip(reader, STRING)) throw expected('a name in double quotes', reader);
  skip(reader, SPACE);
  if (reader.text[reader.at] !== ':') throw expected('":"', reader);
  reader.at++;
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
