import { computed } from '@preact/signals';
import { type HashRoute, hashHref, hashRoute } from '../lib/hash-route.ts';

/** What the page shows. */
export type Route =
  | { readonly kind: 'start' }
  | { readonly kind: 'call'; readonly id: string }
  | {
      readonly kind: 'channel';
      readonly name: string;
      readonly frame: { readonly isFromClient: boolean; readonly type: string } | null;
    }
  | { readonly kind: 'guide'; readonly slug: string; readonly heading: string | null };

export const route = computed(() => routeOf(hashRoute.value));

function routeOf({ path: [kind, first = '', second, third] }: HashRoute): Route {
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

/** The address of a route, for links. `send` is what a client sends. */
export function hrefOf(to: Route): string {
  switch (to.kind) {
    case 'start':
      return hashHref([]);
    case 'call':
      return hashHref(['http', to.id]);
    case 'channel': {
      const { name, frame } = to;
      if (frame === null) return hashHref(['socket', name]);
      return hashHref(['socket', name, frame.isFromClient ? 'send' : 'receive', frame.type]);
    }
    case 'guide':
      return hashHref(['guide', to.slug, ...(to.heading === null ? [] : [to.heading])]);
  }
}
