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
  for (const item of items.slice(0, SLICE)) {
    try {
      handle(item);
    } catch (error) {
      failed(error);
    }
  }
  if (items.length > SLICE) setImmediate(inSlices, items.slice(SLICE), handle, failed);
}
