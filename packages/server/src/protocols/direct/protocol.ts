import { Budgets } from '../../core/budgets.ts';
import type { Log } from '../../core/ports/world.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import type { EventProtocol } from '../../hub/protocol.ts';
import { announce } from './announce.ts';
import { DirectClient } from './client.ts';
import { createDecoder } from './codec.ts';
import { readCredentials } from './credentials.ts';
import { DIRECT_BUDGETS, type DirectBudgets, type DirectLimits } from './limits.ts';
import { sayRights } from './rights.ts';

/** Conversations of two over Socket.IO (README.md). */
export function createDirect(deps: {
  readonly core: ProtocolCore;
  readonly limits: DirectLimits;
  readonly auth: 'none' | 'token';
  /** Whether another Socket.IO protocol is on. */
  readonly isShared: boolean;
  readonly log: Log;
}): EventProtocol {
  const { core, limits, log } = deps;
  const budgets: DirectBudgets = new Budgets(core.clock, limits, DIRECT_BUDGETS);
  const costs = budgets.of('message');
  const policy = { charsMax: limits.directTextCharsMax, costs, isTrimmed: true };
  const decoder = createDecoder(limits);
  const announcer = { core, log };
  return {
    name: 'direct',
    framing: 'socket.io',
    events: new Set(Object.keys(decoder)),
    headersRead: [],
    async open(session, opening, auth) {
      // Community's documented clients come by websocket: one that begins by polling can only want this protocol.
      const isShared = deps.isShared && opening.query.get('transport') === 'websocket';
      const credentials = await readCredentials(core, { auth: deps.auth, isShared }, auth);
      return new DirectClient(
        { core, limits, budgets, policy, log, decoder },
        session,
        credentials,
      );
    },
    rightsChanged: sayRights,
    encode: (event, outlets) => announce(event, outlets, announcer),
  };
}
