import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { Budgets } from '../../core/budgets.ts';
import type { Log } from '../../core/ports/world.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import type { EventProtocol } from '../../hub/protocol.ts';
import { Accounts } from './accounts.ts';
import type { CommunityContext } from './context.ts';
import { COMMUNITY_BUDGETS, type CommunityBudgets, type CommunityLimits } from './limits.ts';
import { Profiles } from './profiles.ts';
import { createProtocol } from './protocol.ts';
import { originOf } from './rest/input.ts';
import { createRoutes } from './rest/routes.ts';
import { type ServerStatus, statusOf } from './rest/service.ts';
import { createView } from './view.ts';

export interface CommunityDeps {
  readonly core: ProtocolCore;
  readonly limits: CommunityLimits;
  readonly areGuestsAllowed: boolean;
  /** Header in which the proxy in front says where a client is; empty: none. */
  readonly countryHeader: string;
  /** Where this server is reached, e.g. `http://127.0.0.1:8080`; pictures are shown as URLs below it. */
  readonly origin: () => string;
  readonly log: Log;
  readonly sessionsOf: CommunityContext['sessionsOf'];
}

/** The sockets and the REST calls of this protocol, which share who is here. */
export interface Community {
  readonly protocol: EventProtocol;
  /** For the root: `/users/…`, `/rooms/…` and so on, and the answer to unknown paths. */
  readonly routes: FastifyPluginAsync;
  /** What `GET /` answers callers that ask for JSON; a browser gets the page. */
  status(request: FastifyRequest): ServerStatus;
}

export function createCommunity(deps: CommunityDeps): Community {
  const { core, limits, origin, log, areGuestsAllowed, countryHeader, sessionsOf } = deps;
  const budgets: CommunityBudgets = new Budgets(core.clock, limits, COMMUNITY_BUDGETS);
  const costs = budgets.of('message');
  const policy = { charsMax: limits.communityTextCharsMax, costs, isTrimmed: false };
  const view = createView(core, new Profiles(core), origin);
  const accounts = new Accounts(core, budgets, { areGuestsAllowed, countryHeader });
  const context = { core, limits, budgets, policy, log, origin, accounts, view, sessionsOf };
  return {
    protocol: createProtocol(context),
    routes: createRoutes(context),
    status: (request) => statusOf(originOf(request, origin())),
  };
}
