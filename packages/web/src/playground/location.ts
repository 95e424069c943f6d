import { type HashRoute, hashHref } from '../lib/hash-route.ts';
import { isProtocolName, PROTOCOL_NAMES, type ProtocolName } from './protocols/protocol-name.ts';

/** The parts of a protocol's tab that a link may name. */
export const SECTIONS = ['steps', 'demo', 'console', 'code'] as const;
export type Section = (typeof SECTIONS)[number];

/** What the page shows: `#/lobby/console`. */
export interface Location {
  readonly protocol: ProtocolName;
  /** `null`: the beginning. */
  readonly section: Section | null;
}

/** `null`: the address names nothing that there is. */
export function locationOf({ path }: HashRoute): Location | null {
  const [protocol = '', section] = path;
  if (!isProtocolName(protocol)) return null;
  return { protocol, section: SECTIONS.find((known) => known === section) ?? null };
}

export function hrefOf({ protocol, section }: Location): string {
  return hashHref([protocol, ...(section === null ? [] : [section])]);
}

/** Without an address: the first protocol that is on. */
export function firstLocation(on: readonly ProtocolName[]): Location {
  return {
    protocol: PROTOCOL_NAMES.find((name) => on.includes(name)) ?? 'community',
    section: null,
  };
}
