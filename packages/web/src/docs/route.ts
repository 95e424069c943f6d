import { computed } from '@preact/signals';
import { type HashRoute, hashHref, hashRoute } from '../lib/hash-route.ts';
import type { Direction } from './model/asyncapi.ts';

/** What the page shows. */
export type Route =
  | { readonly kind: 'start' }
  | { readonly kind: 'call'; readonly id: string }
  | {
      readonly kind: 'channel';
      readonly name: string;
      /** One of its frames; `null`: how one connects. */
      readonly frame: { readonly direction: Direction; readonly name: string } | null;
    }
  | { readonly kind: 'guide'; readonly slug: string; readonly heading: string | null };

export const route = computed(() => routeOf(hashRoute.value));

function routeOf({ path: [kind, first = '', second, third] }: HashRoute): Route {
  if (kind === 'http' && first !== '') return { kind: 'call', id: first };
  if (kind === 'socket' && first !== '') {
    const direction: Direction | null = second === 'send' || second === 'receive' ? second : null;
    const frame = direction === null || third === undefined ? null : { direction, name: third };
    return { kind: 'channel', name: first, frame };
  }
  if (kind === 'guide' && first !== '')
    return { kind: 'guide', slug: first, heading: second ?? null };
  return { kind: 'start' };
}

/** The address of a route, for links. */
export function hrefOf(to: Route): string {
  switch (to.kind) {
    case 'start':
      return hashHref([]);
    case 'call':
      return hashHref(['http', to.id]);
    case 'channel': {
      const { name, frame } = to;
      return hashHref(['socket', name, ...(frame === null ? [] : [frame.direction, frame.name])]);
    }
    case 'guide':
      return hashHref(['guide', to.slug, ...(to.heading === null ? [] : [to.heading])]);
  }
}
