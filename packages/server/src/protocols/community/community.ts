import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Log } from '../../core/ports/world.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import type { EventProtocol } from '../../hub/protocol.ts';
import { Accounts } from './accounts.ts';
import { Clients } from './clients.ts';
import { People } from './people.ts';
import { createProtocol } from './protocol.ts';
import { originOf } from './rest/input.ts';
import { createRoutes } from './rest/routes.ts';
import { type ServerStatus, statusOf } from './rest/service.ts';
import { createView } from './view.ts';

export interface CommunityDeps {
  readonly core: ProtocolCore;
  readonly areGuestsAllowed: boolean;
  /** Header in which the proxy in front says where a client is; empty: none. */
  readonly countryHeader: string;
  /** Where this server is reached, e.g. `http://127.0.0.1:8080`; pictures are shown as URLs below it. */
  readonly origin: () => string;
  readonly log: Log;
}

/** The sockets and the REST calls of this protocol, which share who is here. */
export interface Community {
  readonly protocol: EventProtocol;
  /** For the root: `/users/…`, `/rooms/…` and so on, and the answer to whatever nobody else knows. */
  readonly routes: FastifyPluginAsync;
  /** What `GET /` answers whoever asks for JSON; a browser gets the page. */
  status(request: FastifyRequest): ServerStatus;
}

export function createCommunity(deps: CommunityDeps): Community {
  const { core, origin, log, areGuestsAllowed, countryHeader } = deps;
  const view = createView(core, new People(core), origin);
  const accounts = new Accounts(core, { areGuestsAllowed, countryHeader });
  const context = { core, log, origin, accounts, view, clients: new Clients() };
  return {
    protocol: createProtocol(context),
    routes: createRoutes(context),
    status: (request) => statusOf(originOf(request, origin())),
  };
}
