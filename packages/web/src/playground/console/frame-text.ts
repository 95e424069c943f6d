import { parseJson } from '../../lib/json.ts';
import type { Frame } from './frame.ts';
import { readPacket } from './socket-io-packet.ts';

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});

/** `14:32:15.123`, in the reader's zone. */
export function formatTime(at: number): string {
  return clock.format(at);
}

export const DIRECTION_NAMES = { in: 'received', out: 'sent', note: 'console' } as const;
export const DIRECTION_ARROWS = { in: '↓', out: '↑', note: '·' } as const;

/** How many of a frame's characters its row shows; the rest stands in the details. */
const PREVIEW_CHARACTERS = 240;

/** The beginning of a frame, on one line. */
export function previewOf({ text }: Frame): string {
  return text.slice(0, PREVIEW_CHARACTERS).replace(/\s+/g, ' ');
}

/** The JSON in a frame; `undefined`: none. */
export function jsonOf(frame: Frame, isSocketIo: boolean): unknown {
  if (frame.direction === 'note') return undefined;
  return isSocketIo ? readPacket(frame.text).payload : parseJson(frame.text);
}

/** A number that stays the same for a word: one of eight colours. */
export function hueOf(word: string): number {
  let hash = 7;
  for (const character of word) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % 8;
}
