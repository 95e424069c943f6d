/** Items handled in one tick. */
const SLICE = 50;

/**
 * Handles the first items now and the others in later ticks, so that one client with much to tidy up holds up no other. What
 * handling an item throws goes to `failed`, and the rest goes on.
 */
export function inSlices<Item>(
  items: readonly Item[],
  handle: (item: Item) => void,
  failed: (error: unknown) => void,
): void {
  handleFrom(0);

  function handleFrom(start: number): void {
    const end = Math.min(items.length, start + SLICE);
    for (const item of items.slice(start, end)) {
      try {
        handle(item);
      } catch (error) {
        failed(error);
      }
    }
    if (end < items.length) setImmediate(handleFrom, end);
  }
}
