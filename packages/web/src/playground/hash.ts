import { isProtocolName, PROTOCOL_NAMES, type ProtocolName } from './protocols/protocol-name.ts';

/** The parts of a protocol's tab that a link may name. */
export const SECTIONS = ['steps', 'demo', 'console', 'code'] as const;
export type Section = (typeof SECTIONS)[number];

/** Where on the page somebody is: `#lobby/console`. */
export interface Spot {
  readonly protocol: ProtocolName;
  /** `null`: the beginning. */
  readonly section: Section | null;
}

/** What a URL's hash names; `null`: nothing that there is. */
export function spotOf(hash: string): Spot | null {
  const [protocol = '', section] = hash.replace(/^#/, '').split('/');
  if (!isProtocolName(protocol)) return null;
  return { protocol, section: SECTIONS.find((known) => known === section) ?? null };
}

/** As a hash. */
export function hashOf({ protocol, section }: Spot): string {
  return `#${protocol}${section === null ? '' : `/${section}`}`;
}

/** Where a visit without a hash begins: at the first protocol that is on. */
export function firstSpot(on: readonly ProtocolName[]): Spot {
  return {
    protocol: PROTOCOL_NAMES.find((name) => on.includes(name)) ?? 'community',
    section: null,
  };
}
