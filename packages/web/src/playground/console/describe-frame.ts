import { parseJson, textProperty } from '../../lib/json.ts';
import type { Description } from './frame.ts';

/** The chip of a WebSocket protocol's frame. The lobby's clients name no type: theirs are messages. */
export function describeFrame(text: string): Description {
  const value = parseJson(text);
  if (value === undefined) return { type: 'text', isError: false };
  const type = textProperty(value, 'type');
  if (type !== undefined) return { type: type.slice(0, 40), isError: type === 'error' };
  return {
    type: textProperty(value, 'message') === undefined ? 'json' : 'message',
    isError: false,
  };
}
