/** `ArrowLeft` and `ArrowRight` as the text runs: the way a key points is on to the next where one reads from right to left, too. */
export function inlineArrow(key: string, at: Element): 'next' | 'previous' | null {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null;
  const isRightToLeft = getComputedStyle(at).direction === 'rtl';
  return (key === 'ArrowRight') !== isRightToLeft ? 'next' : 'previous';
}
