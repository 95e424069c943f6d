import type { HostMessage } from '../lib/host-messages.ts';

const PARTS = ['accent', 'radius', 'font'] as const;
/** Attributes by which pages change their theme. */
const ATTRIBUTES = ['class', 'style', 'theme', 'data-theme', ...PARTS];

/**
 * Calls back with the element's theme and style, at once and when they change: the attributes `theme`, `accent`, `radius` and
 * `font`, else the host's `color-scheme` and custom properties `--koine-accent`, `--koine-radius` and `--koine-font`. Returns
 * how to stop.
 */
export function watchTheme(
  element: HTMLElement,
  changed: (message: HostMessage) => void,
): () => void {
  let last = '';
  const check = () => {
    const message = themeMessage(element);
    const text = JSON.stringify(message);
    if (text === last) return;
    last = text;
    changed(message);
  };
  const observer = new MutationObserver(check);
  for (const target of new Set([element, document.body, document.documentElement]))
    if (target !== null)
      observer.observe(target, { attributes: true, attributeFilter: ATTRIBUTES });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', check);
  addEventListener('load', check);
  check();
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', check);
    removeEventListener('load', check);
  };
}

function themeMessage(element: HTMLElement): HostMessage {
  const computed = getComputedStyle(element);
  const style = Object.fromEntries(
    PARTS.map((part) => [
      part,
      element.getAttribute(part) || computed.getPropertyValue(`--koine-${part}`).trim(),
    ]),
  );
  return { theme: themeOf(element.getAttribute('theme') ?? computed.colorScheme), style };
}

/** A page that supports one scheme has that; one that supports both, or names none, follows the system. */
function themeOf(text: string): 'light' | 'dark' | 'system' {
  return text === 'light' || text === 'dark' ? text : 'system';
}
