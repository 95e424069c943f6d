import { Budgets } from '../../core/budgets.ts';
import type { Log } from '../../core/ports/world.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import type { EventProtocol } from '../../hub/protocol.ts';
import { announce } from './announce.ts';
import { createDecoder, encode } from './codec.ts';
import { readCredentials } from './credentials.ts';
import { type DirectDeps, DirectHandler } from './handler.ts';
import { DIRECT_BUDGETS, type DirectBudgets, type DirectLimits } from './limits.ts';
import { textOf } from './words.ts';

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
  const translations: DirectDeps['translations'] = {
    error: (error) => encode('error', { message: textOf(error) }),
    ack: (error) => ({ ok: false, message: textOf(error) }),
  };
  const clientDeps = { core, limits, budgets, policy, decoder, translations };
  const announcer = { core, log };
  return {
    name: 'direct',
    framing: 'socket.io',
    events: new Set(Object.keys(decoder)),
    headersRead: [],
    async open(session, handshake, auth) {
      // Community's documented clients come by websocket: one that begins by polling can only want this protocol.
      const isShared = deps.isShared && handshake.query.get('transport') === 'websocket';
      const credentials = await readCredentials(core, { auth: deps.auth, isShared }, auth);
      return new DirectHandler(clientDeps, session, credentials);
    },
    encode: (event, publisher) => announce(event, publisher, announcer),
  };
}
