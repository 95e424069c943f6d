import type { Room } from '@koine/contract';
import type { FastifyPluginAsync } from 'fastify';
import type { OperatorKey } from '../core/operator-key.ts';
import type { Log } from '../core/ports/world.ts';
import type { ProtocolCore } from '../core/protocol-core.ts';
import type { Protocol, ProtocolName } from '../hub/protocol.ts';
import type { ChannelReference } from '../reference/channels.ts';
import type { RecordedScope } from '../reference/record-routes.ts';
import { type Community, createCommunity } from './community/community.ts';
import { createDirect } from './direct/protocol.ts';
import { createLobby } from './lobby/protocol.ts';
import { createPlatform } from './platform/protocol.ts';
import { platformRoutes } from './platform/rest/routes.ts';
import { createReactions } from './reactions/protocol.ts';

/** What the protocols are told beside the core. */
export interface ProtocolsDeps {
  readonly core: ProtocolCore;
  readonly log: Log;
  /** Those that are on. */
  readonly enabled: readonly ProtocolName[];
  /** Where this server is reached, for absolute URLs in frames that many share. */
  readonly origin: () => string;
  /** `null` where the protocol is off. */
  readonly lobbyRoom: Room | null;
  readonly reactionsRoom: Room | null;
  /** Newest messages that a new `reactions` client is sent; `null`: all. */
  readonly replayLimit: number | null;
  readonly directAuth: 'none' | 'token';
  readonly areGuestsAllowed: boolean;
  readonly countryHeader: string;
  /** The operator's key. */
  readonly operatorKey: OperatorKey;
}

export interface Protocols {
  /** In the order in which they are asked whether an upgrade is theirs. */
  readonly list: readonly Protocol[];
  /** Their REST calls, and what the reference says of them. */
  readonly routes: readonly (RecordedScope & {
    readonly prefix: string;
    readonly routes: FastifyPluginAsync;
  })[];
  /** What the reference says of their sockets. */
  readonly channels: () => Promise<readonly ChannelReference[]>;
  /** What `GET /` answers who asks for JSON; `null` where no protocol says. */
  readonly status: Community['status'] | null;
}

/** The list of protocols: every one that is on, and the only place that names them all. */
export function createProtocols(deps: ProtocolsDeps): Protocols {
  const { core, log, origin } = deps;
  const isOn = (name: ProtocolName) => deps.enabled.includes(name);
  const { areGuestsAllowed, countryHeader } = deps;
  const community = isOn('community')
    ? createCommunity({ core, areGuestsAllowed, countryHeader, origin, log })
    : null;
  const list: Protocol[] = [];
  const { lobbyRoom, reactionsRoom, replayLimit } = deps;
  if (lobbyRoom !== null) list.push(createLobby({ core, defaultRoom: lobbyRoom, origin, log }));
  if (reactionsRoom !== null)
    list.push(createReactions({ core, defaultRoom: reactionsRoom, replayLimit, log }));
  if (isOn('platform')) list.push(createPlatform({ core, log }));
  if (isOn('direct'))
    list.push(createDirect({ core, auth: deps.directAuth, isShared: community !== null, log }));
  if (community !== null) list.push(community.protocol);
  const routes: Protocols['routes'][number][] = [];
  // References are loaded when somebody asks for them: a start needs none.
  if (community !== null)
    routes.push({
      prefix: '/',
      routes: community.routes,
      reference: async () => (await import('./community/rest/reference.ts')).communityReference,
      hasPages: false,
    });
  if (isOn('platform'))
    routes.push({
      prefix: '/api/v1',
      routes: platformRoutes({ core, operatorKey: deps.operatorKey, log }),
      reference: async () => (await import('./platform/rest/reference.ts')).platformReference,
      hasPages: false,
    });
  const channels = async () => {
    const references = (await import('./references.ts')).channelReferences(core.limits);
    return list.map(({ name }) => references[name]);
  };
  return { list, routes, channels, status: community?.status ?? null };
}
