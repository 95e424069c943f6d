/** On touch screens Enter begins a line, since they have no Shift+Enter; a button sends. */
const isTouch = matchMedia('(hover: none) and (pointer: coarse)');

/**
 * Whether the key submits the text. Not so the Enter that accepts a word of an input method: only its number
 * marks that one in Safari.
 */
export function isSubmitKey(event: KeyboardEvent): boolean {
  const isComposing = event.isComposing || event.keyCode === 229;
  return event.key === 'Enter' && !event.shiftKey && !isComposing && !isTouch.matches;
}
