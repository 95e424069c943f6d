import type { Limits } from '@koine/contract';
import type { ProtocolName } from '../hub/protocol.ts';
import type { ChannelReference } from '../reference/channels.ts';
import { communityReference } from './community/reference.ts';
import { directReference } from './direct/reference.ts';
import { lobbyReference } from './lobby/reference.ts';
import { platformReference } from './platform/reference.ts';
import { reactionsReference } from './reactions/reference.ts';

/** What every protocol says of its sockets. A protocol without does not compile. */
export function channelReferences(
  limits: Limits,
): Readonly<Record<ProtocolName, ChannelReference>> {
  return {
    lobby: lobbyReference(limits),
    reactions: reactionsReference(limits),
    platform: platformReference(limits),
    community: communityReference(limits),
    direct: directReference(limits),
  };
}
