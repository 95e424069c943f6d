import type { Core } from '../../core/core.ts';
import type { Log } from '../../core/ports/world.ts';
import type { EventProtocol } from '../../hub/protocol.ts';
import { announce, type Sessions } from './announce.ts';
import { DirectClient } from './client.ts';
import { createDecoder } from './codec.ts';
import { readCredentials } from './credentials.ts';

/** Conversations of two over Socket.IO (README.md). */
export function createDirect(deps: {
  readonly core: Core;
  readonly auth: 'none' | 'token';
  /** Whether another Socket.IO protocol is on. */
  readonly isShared: boolean;
  readonly log: Log;
}): EventProtocol {
  const { core, log } = deps;
  const decoder = createDecoder(core.limits);
  const sessions: Sessions = new Map();
  const announcer = { core, log, sessions };
  return {
    name: 'direct',
    framing: 'socket.io',
    events: new Set(Object.keys(decoder)),
    headersRead: [],
    async open(session, opening, auth) {
      // Community's documented clients come by websocket: one that begins by polling can only want this protocol.
      const isShared = deps.isShared && opening.query.get('transport') === 'websocket';
      const credentials = await readCredentials(core, { auth: deps.auth, isShared }, auth);
      sessions.set(session, credentials.claims?.rooms ?? null);
      const onClosed = () => sessions.delete(session);
      return new DirectClient({ core, log, decoder }, session, credentials, onClosed);
    },
    encode: (event, outlets) => announce(event, outlets, announcer),
  };
}
