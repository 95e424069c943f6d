import { KoineError } from '@koine/contract';
import { createActor } from '../../core/actor.ts';
import type { Core } from '../../core/core.ts';
import type { Log } from '../../core/ports/world.ts';
import type { FrameProtocol } from '../../hub/protocol.ts';
import type { Session } from '../../hub/session.ts';
import { isPlatformPath } from './admission.ts';
import { announce, type Reaches } from './announce.ts';
import { Client, type ClientDeps } from './client.ts';
import { ConnectionLimit } from './connection-limit.ts';
import { createPresencePace } from './crowd.ts';
import { closeOf } from './errors.ts';

import { KeyedClients } from './keyed-clients.ts';
import { OnlineIds } from './online-ids.ts';

export interface PlatformDeps {
  readonly core: Core;
  readonly log: Log;
}

/** The WebSocket side of the protocol of `/ws/{room_id}`: an app's rooms under its API key. */
export function createPlatform({ core, log }: PlatformDeps): FrameProtocol {
  const { clock, limits } = core;
  const reaches: Reaches = new WeakMap();
  const keyed = new KeyedClients(core.apps, (error) =>
    log.error({ err: error, protocol: 'platform' }, 'a key could not be read again'),
  );
  const onlineIds = new OnlineIds(core.presence);
  const clientDeps: ClientDeps = {
    onlineIds,
    core,
    log,
    reaches,
    keyed,
    connections: new ConnectionLimit(limits.platformConnectionsPerUser),
  };
  const announceDeps = {
    clock,
    pace: createPresencePace(core, onlineIds),
    keyed,
    reaches,
    closeRoomToOthers(roomId: string, sessions: Iterable<Session>) {
      for (const session of sessions) {
        recheck(core, roomId, session).catch((error) => {
          log.error({ err: error, protocol: 'platform', session: session.id }, 'recheck failed');
        });
      }
    },
  };
  return {
    name: 'platform',
    framing: 'websocket',
    accepts: isPlatformPath,
    open: (session, opening) => new Client(clientDeps, session, opening),
    encode(event, outlets) {
      onlineIds.note(event);
      announce(event, outlets, announceDeps);
    },
  };
}

/** Closes a session whose user the room no longer admits. */
async function recheck({ access }: Core, roomId: string, session: Session): Promise<void> {
  const { identity, ip } = session;
  if (identity === null) return;
  const { appId, user } = identity;
  const actor = createActor({
    appId,
    user,
    power: 'user',
    roles: [],
    ip,
    rooms: null,
    choosesId: false,
  });
  try {
    await access.read(actor, roomId);
  } catch (error) {
    if (!(error instanceof KoineError)) throw error;
    const { code, reason } = closeOf(error);
    session.close(code, reason);
  }
}
