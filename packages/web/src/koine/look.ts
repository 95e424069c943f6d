import type { HostMessage } from '../lib/host-messages.ts';

const PARTS = ['accent', 'radius', 'font'] as const;
/** Where pages say that they look otherwise now. */
const ATTRIBUTES = ['class', 'style', 'theme', 'data-theme', ...PARTS];

/**
 * Calls back with the element's look, at once and when it changes: the attributes `theme`, `accent`, `radius` and `font`, else the
 * host's `color-scheme` and custom properties `--koine-accent`, `--koine-radius` and `--koine-font`. Returns how to stop.
 */
export function watchLook(element: HTMLElement, changed: (look: HostMessage) => void): () => void {
  let told = '';
  const look = () => {
    const now = lookOf(element);
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    changed(now);
  };
  const observer = new MutationObserver(look);
  for (const target of new Set([element, document.body, document.documentElement]))
    if (target !== null)
      observer.observe(target, { attributes: true, attributeFilter: ATTRIBUTES });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', look);
  addEventListener('load', look);
  look();
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', look);
    removeEventListener('load', look);
  };
}

function lookOf(element: HTMLElement): HostMessage {
  const computed = getComputedStyle(element);
  const style = Object.fromEntries(
    PARTS.map((part) => [
      part,
      element.getAttribute(part) || computed.getPropertyValue(`--koine-${part}`).trim(),
    ]),
  );
  return { theme: themeOf(element.getAttribute('theme') ?? computed.colorScheme), style };
}

/** A page that knows only one of both is like that; one that knows both, or says nothing, follows the system. */
function themeOf(text: string): 'light' | 'dark' | 'system' {
  return text === 'light' || text === 'dark' ? text : 'system';
}
