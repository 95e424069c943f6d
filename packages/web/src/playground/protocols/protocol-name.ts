/** Every protocol that a server may speak, in the order in which the page shows them. */
export const PROTOCOL_NAMES = ['community', 'lobby', 'reactions', 'direct', 'platform'] as const;

export type ProtocolName = (typeof PROTOCOL_NAMES)[number];

/** Whether it is one of them. */
export function isProtocolName(name: string): name is ProtocolName {
  return PROTOCOL_NAMES.some((known) => known === name);
}
