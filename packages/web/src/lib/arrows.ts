/** `ArrowLeft` and `ArrowRight` by the direction of the text: the left one means the next item where text runs from right to left. */
export function inlineArrow(key: string, at: Element): 'next' | 'previous' | null {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null;
  const isRightToLeft = getComputedStyle(at).direction === 'rtl';
  return (key === 'ArrowRight') !== isRightToLeft ? 'next' : 'previous';
}
