import { type HashRoute, hashHref } from '../lib/hash-route.ts';
import { PROTOCOL_NAMES, type ProtocolName } from '../lib/server-facts.ts';

/** The parts of a protocol's tab that a link may name. */
export const SECTIONS = ['steps', 'demo', 'console', 'code'] as const;
export type Section = (typeof SECTIONS)[number];

/** What the page shows: `#/lobby/console`. */
export interface Location {
  readonly protocol: ProtocolName;
  /** `null`: the beginning. */
  readonly section: Section | null;
}

/** `null`: the address names no protocol. */
export function locationOf({ path }: HashRoute): Location | null {
  const [name, section] = path;
  const protocol = PROTOCOL_NAMES.find((known) => known === name);
  if (protocol === undefined) return null;
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
