import type { Timeline } from '../../chat/types.ts';
import type { Rows, Viewport } from './viewport.ts';

/** By keys through the messages. To be called with the scroller's key events. */
export function onListKey(event: KeyboardEvent, viewport: Viewport): void {
  const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
  if (!isPlain || event.defaultPrevented) return;
  if (jump(event, viewport) || step(event)) event.preventDefault();
}

/** Home and End go there at once. In what one writes in they mean something else. */
function jump({ key, target }: KeyboardEvent, viewport: Viewport): boolean {
  if (!isOfList(target)) return false;
  if (key === 'Home') viewport.toStart();
  else if (key === 'End') viewport.toEnd();
  else return false;
  return true;
}

/** Up and down lead from one message's buttons to the next one's: Tab gets to one message only, so that it leads on from there. */
function step({ key, target, currentTarget }: KeyboardEvent): boolean {
  const by = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (by === 0 || !isOfList(target) || !(currentTarget instanceof HTMLElement)) return false;
  const messages = [...currentTarget.querySelectorAll<HTMLElement>('[data-message]')];
  const at = messages.findIndex((message) => message.contains(target));
  if (at < 0) return false;
  const next = messages[at + by];
  // A message has its buttons when it has the focus, and then leads there by itself.
  (next?.querySelector<HTMLElement>('[data-toolbar] button') ?? next)?.focus();
  return true;
}

/** Not of what stands in front of it, nor of what one writes in. */
function isOfList(target: EventTarget | null): target is Element {
  return target instanceof Element && target.closest('[popover], form') === null;
}

/** Which of the messages in the document the Tab key gets to: the chosen one while it is there, else the newest one with buttons. */
export function currentOf(timeline: Timeline, { first, last }: Rows, chosen: number | null) {
  const ids = [];
  for (let position = first; position < last; position++) {
    const entry = timeline.at(position);
    if (entry?.body.peek().isDeleted === false) ids.push(entry.id);
  }
  return ids.find((id) => id === chosen) ?? ids.at(-1);
}
