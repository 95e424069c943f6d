import { parseArgs } from 'node:util';

/** A flag as it was written, with the text that was given with it. */
export interface Flag {
  /** With its dashes. */
  readonly name: string;
  readonly text: string | undefined;
}

/**
 * Splits a command line into flags and words, in their order. Flags have two dashes; words may begin with one, as ids do, and
 * with two behind `--`. `takesText`: whether the word behind a flag belongs to it.
 */
export function splitArguments(
  argv: readonly string[],
  takesText: (flag: string, next: string) => boolean,
): (Flag | string)[] {
  const options: Record<string, { type: 'string' | 'boolean' }> = {};
  for (const [index, arg] of argv.entries()) {
    if (!arg.startsWith('--')) continue;
    const [name = arg] = arg.split('=', 1);
    const next = argv[index + 1];
    const hasText = next !== undefined && !next.startsWith('--') && takesText(name, next);
    options[name.slice(2)] = { type: hasText ? 'string' : 'boolean' };
  }
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  return tokens.flatMap((token, at): (Flag | string)[] => {
    if (token.kind === 'positional') return [token.value];
    if (token.kind === 'option-terminator') return [];
    const arg = argv[token.index] ?? '';
    if (arg.startsWith('--') || arg.length === 2)
      return [{ name: token.rawName, text: token.value }];
    // One dash: a word, which the parser takes for a flag a letter.
    return tokens[at - 1]?.index === token.index ? [] : [arg];
  });
}
