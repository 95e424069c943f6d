/** `!name rest`: a text that begins with `!` is a command, never a message. */
export interface Invocation {
  /** As typed, perhaps empty. */
  readonly name: string;
  /** What follows, trimmed. */
  readonly rest: string;
}

export function isCommand(text: string): boolean {
  return text.startsWith('!');
}

export function parseCommand(text: string): Invocation {
  const [, name = '', rest = ''] = /^!(\S*)(.*)$/su.exec(text) ?? [];
  return { name, rest: rest.trim() };
}

/** The first word, or what stands in double quotes at the beginning, and what follows it, trimmed. */
export function takeWord(text: string): { readonly word: string; readonly rest: string } {
  const quoted = /^"([^"]*)"(?:\s+(.*))?$/su.exec(text);
  const plain = quoted ?? /^(\S*)(.*)$/su.exec(text);
  return { word: (plain?.[1] ?? '').trim(), rest: (plain?.[2] ?? '').trim() };
}

/** A value that may stand in double quotes as a whole. */
export function unquote(text: string): string {
  return /^"([^"]*)"$/u.exec(text)?.[1] ?? text;
}
