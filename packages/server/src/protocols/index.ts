import type { AllLimits, UserKey } from '@koine/contract';
import type { ChannelSpec } from '../api-spec/channels.ts';
import type { Protocol, ProtocolName } from '../hub/protocol.ts';
import type { Session } from '../hub/session.ts';
import type { ProtocolDefinition, ProtocolWorld, StartedProtocol } from './definition.ts';

/** As the configuration has it: protocols by name, and beside them the settings of each. */
interface ProtocolsConfig {
  readonly protocols: readonly string[];
  readonly limits: AllLimits;
  readonly ofProtocols: Readonly<Record<string, unknown>>;
}

export interface Protocols {
  readonly list: readonly Protocol[];
  readonly routes: readonly NonNullable<StartedProtocol['rest']>[];
  /** What the API spec says of their sockets. */
  readonly channels: () => Promise<readonly ChannelSpec[]>;
  /** What `GET /` answers who asks for JSON; absent where no protocol says. */
  readonly status: StartedProtocol['status'];
}

/** Starts those that are on. */
export async function startProtocols(
  definitions: readonly ProtocolDefinition[],
  config: ProtocolsConfig,
  world: Omit<ProtocolWorld, 'sharesConnections' | 'sessionsOf'> & {
    sessionsOf(protocol: ProtocolName, user: UserKey): readonly Session[];
  },
): Promise<Protocols> {
  const on = definitions.filter(({ name }) => config.protocols.includes(name));
  const sharesConnections = on.filter(({ framing }) => framing === 'socket.io').length > 1;
  const started: StartedProtocol[] = [];
  for (const definition of on)
    started.push(
      await definition.start(
        {
          ...world,
          sharesConnections,
          sessionsOf: (user) => world.sessionsOf(definition.name, user),
        },
        config.limits,
        config.ofProtocols[definition.name],
      ),
    );
  return {
    list: started.map(({ protocol }) => protocol),
    routes: started.flatMap(({ rest = null }) => (rest === null ? [] : [rest])),
    channels: () => Promise.all(started.map(({ channel }) => channel())),
    status: started.find(({ status }) => status !== undefined)?.status,
  };
}
