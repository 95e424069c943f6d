import type { Log } from '../../core/ports/world.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import type { EventProtocol } from '../../hub/protocol.ts';
import { announce } from './announce.ts';
import { DirectClient } from './client.ts';
import { createDecoder } from './codec.ts';
import { readCredentials } from './credentials.ts';
import { sayRights } from './rights.ts';

/** Conversations of two over Socket.IO (README.md). */
export function createDirect(deps: {
  readonly core: ProtocolCore;
  readonly auth: 'none' | 'token';
  /** Whether another Socket.IO protocol is on. */
  readonly isShared: boolean;
  readonly log: Log;
}): EventProtocol {
  const { core, log } = deps;
  const decoder = createDecoder(core.limits);
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
      return new DirectClient({ core, log, decoder }, session, credentials);
    },
    rightsChanged: sayRights,
    encode: (event, outlets) => announce(event, outlets, announcer),
  };
}
