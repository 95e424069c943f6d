import { computed, signal } from '@preact/signals';

/** What the page shows; it stands behind the # of its address, so that it can be linked. */
export type Route =
  | { readonly kind: 'start' }
  | { readonly kind: 'call'; readonly id: string }
  | {
      readonly kind: 'channel';
      readonly name: string;
      readonly frame: { readonly isFromClient: boolean; readonly type: string } | null;
    }
  | { readonly kind: 'guide'; readonly slug: string; readonly heading: string | null };

const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
});

export const route = computed(() => readRoute(hash.value));

export function readRoute(text: string): Route {
  const [kind, first = '', second, third] = text.replace(/^#\/?/, '').split('/').map(decode);
  if (kind === 'http' && first !== '') return { kind: 'call', id: first };
  if (kind === 'socket' && first !== '') {
    const isFrame = (second === 'send' || second === 'receive') && third !== undefined;
    const frame = isFrame ? { isFromClient: second === 'send', type: third } : null;
    return { kind: 'channel', name: first, frame };
  }
  if (kind === 'guide' && first !== '')
    return { kind: 'guide', slug: first, heading: second ?? null };
  return { kind: 'start' };
}

/** The address of a route, for links. Directions are the reader's: `send` is what a client sends. */
export function hrefOf(to: Route): string {
  switch (to.kind) {
    case 'start':
      return '#/';
    case 'call':
      return `#/http/${encodeURIComponent(to.id)}`;
    case 'channel': {
      const base = `#/socket/${encodeURIComponent(to.name)}`;
      if (to.frame === null) return base;
      const direction = to.frame.isFromClient ? 'send' : 'receive';
      return `${base}/${direction}/${encodeURIComponent(to.frame.type)}`;
    }
    case 'guide': {
      const base = `#/guide/${encodeURIComponent(to.slug)}`;
      return to.heading === null ? base : `${base}/${encodeURIComponent(to.heading)}`;
    }
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
