import { community } from './community/definition.ts';
import { direct } from './direct/definition.ts';
import { lobby } from './lobby/definition.ts';
import { platform } from './platform/definition.ts';
import { reactions } from './reactions/definition.ts';

/** Every protocol there is, in the order in which they are asked whether an upgrade is theirs. The only place that names them all. */
export const PROTOCOLS = [lobby, reactions, community, direct, platform] as const;
export type ProtocolName = (typeof PROTOCOLS)[number]['name'];
