import { clientFrame } from './client-frame.ts';

/**
 * Every message of a run carries its number in its text, so that every receiver knows which it is: a mark, then a fixed
 * number of digits, then filling up to an ordinary length.
 */
const MARK = '~';
const MARK_BYTE = MARK.charCodeAt(0);
const DIGITS = 9;
const ZERO = 48;
const TEXT_CHARS = 80;

const placeholder = MARK.padEnd(DIGITS + 1, '0');

/** The text of a message that has no number of its own. */
export const PLAIN_TEXT = placeholder.padEnd(TEXT_CHARS, 'x');

/** Makes the frames of clients' messages. */
export class MessageTemplate {
  readonly #wrap: (text: string, client: number) => string;
  /** By client: its frame, in which only the number is still to be set. */
  readonly #frames: Buffer[] = [];

  /** `wrap` puts a text into what a client of the protocol sends. */
  constructor(wrap: (text: string, client: number) => string) {
    this.#wrap = wrap;
  }

  frame(index: number, client: number): Buffer {
    this.#frames[client] ??= clientFrame(this.#wrap(PLAIN_TEXT, client));
    const template = this.#frames[client];
    const digitsAt = template.indexOf(placeholder) + 1;
    const frame = Buffer.from(template);
    let rest = index;
    for (let at = digitsAt + DIGITS - 1; at >= digitsAt; at--) {
      frame[at] = ZERO + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    return frame;
  }
}

/** The number in a message's frame, whose payload stands from `start` to `end`; -1: none. */
export function indexIn(data: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && data[at] !== MARK_BYTE) at++;
  if (at + DIGITS >= end) return -1;
  let index = 0;
  for (let digit = 1; digit <= DIGITS; digit++) index = index * 10 + (data[at + digit] ?? 0) - ZERO;
  return index;
}
