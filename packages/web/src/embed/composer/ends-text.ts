/** Where there are only fingers, Enter begins a line, since they have no Shift+Enter; a button sends. */
const isTouched = matchMedia('(hover: none) and (pointer: coarse)');

/**
 * Whether the key says that the text is done. Not so the Enter that takes a word of an input method: Safari tells that one by its
 * number alone.
 */
export function endsText(event: KeyboardEvent): boolean {
  const isWord = event.isComposing || event.keyCode === 229;
  return event.key === 'Enter' && !event.shiftKey && !isWord && !isTouched.matches;
}
