import {
  type AllLimits,
  type Limits,
  type LimitsOf,
  type LimitTable,
  limitsIn,
  type Room,
  type UserKey,
} from '@koine/contract';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Static, TObject } from 'typebox';
import { Check } from 'typebox/value';
import type { ChannelSpec } from '../api-spec/channels.ts';
import type { RecordedScope } from '../api-spec/record-routes.ts';
import type { OperatorKey } from '../core/operator-key.ts';
import type { Log } from '../core/ports/world.ts';
import type { ProtocolCore } from '../core/protocol-core.ts';
import type { Protocol } from '../hub/protocol.ts';
import type { Session } from '../hub/session.ts';

/** What a protocol is given when it starts. */
export interface ProtocolWorld {
  readonly core: ProtocolCore;
  readonly log: Log;
  /** Where this server is reached, e.g. `http://127.0.0.1:8080`, for absolute URLs in frames that many share. */
  readonly origin: () => string;
  /** A public room of the built-in app, by uid; made if it is missing. */
  ensureRoom(uid: string): Promise<Room>;
  /** Local sessions of this protocol that act as the user. */
  sessionsOf(user: UserKey): readonly Session[];
  readonly operatorKey: OperatorKey;
  /** Header in which the proxy in front says where a client is; empty: none. */
  readonly countryHeader: string;
  /** Whether another Socket.IO protocol is on, which comes by the same connections. */
  readonly sharesConnections: boolean;
}

/** A protocol that is on. */
export interface StartedProtocol {
  readonly protocol: Protocol;
  /** What the API spec says of its sockets; loaded when somebody asks. */
  readonly channel: () => Promise<ChannelSpec>;
  /** Its REST calls, and what the API spec says of them. */
  readonly rest?: RecordedScope & { readonly prefix: string; readonly routes: FastifyPluginAsync };
  /** What `GET /` answers who asks for JSON. */
  readonly status?: (request: FastifyRequest) => object;
}

/** What a protocol is before it is on. Light, since every command reads it: `start` loads the rest. */
interface Shape<Table extends LimitTable, Schema extends TObject> {
  readonly framing: Protocol['framing'];
  /** Users are not authenticated: in production the protocol is off until the configuration names it. */
  readonly isUnauthenticated: boolean;
  /** Settings `limits.<name>`. */
  readonly limits: Table;
  /** Settings `<name of the protocol>.<name>`. */
  readonly settings: Schema;
  /** Limits that the pages keep to. */
  readonly pageLimits: readonly (keyof Table & string)[];
  /** What the pages know of its settings: facts by name, as the settings that they are. */
  readonly pageFacts: Readonly<Record<string, keyof Schema['properties'] & string>>;
}

export interface ProtocolDefinition<Name extends string = string>
  extends Shape<LimitTable, TObject> {
  readonly name: Name;
  start(world: ProtocolWorld, limits: AllLimits, settings: unknown): Promise<StartedProtocol>;
}

/** The one line of a protocol in `list.ts`: all that the rest of the server has to know of it. */
export function defineProtocol<
  const Name extends string,
  const Table extends LimitTable,
  Schema extends TObject,
>(
  draft: Shape<Table, Schema> & {
    readonly name: Name;
    start(
      world: ProtocolWorld,
      limits: Limits & LimitsOf<Table>,
      settings: Static<Schema>,
    ): Promise<StartedProtocol>;
  },
): ProtocolDefinition<Name> {
  return {
    ...draft,
    start(world, limits, settings) {
      if (!Check(draft.settings, settings))
        throw new Error(`settings of ${draft.name} are missing`);
      return draft.start(world, { ...limits, ...limitsIn(draft.limits, limits) }, settings);
    },
  };
}
