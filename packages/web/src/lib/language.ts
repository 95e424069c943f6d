/** The language of the pages' texts; dates and numbers follow it, since the two are read together. */
export const LANGUAGE = 'en';

/** `1,234`. */
export function formatCount(value: number): string {
  return value.toLocaleString(LANGUAGE);
}

/** `1 message`, `1,234 messages`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
