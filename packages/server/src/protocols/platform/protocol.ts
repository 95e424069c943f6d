import type { Log } from '../../core/ports/world.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import type { FrameProtocol, RightsChange } from '../../hub/protocol.ts';
import type { Session } from '../../hub/session.ts';
import { isPlatformPath } from './admission.ts';
import { announce } from './announce.ts';
import { Client, type ClientDeps } from './client.ts';
import { ConnectionLimit } from './connection-limit.ts';
import { createPresencePace } from './crowd.ts';
import { CLOSES, type Close, closeOf } from './errors.ts';
import { type PlatformBudgets, type PlatformLimits, policyOf } from './limits.ts';
import { OnlineIds } from './online-ids.ts';

export interface PlatformDeps {
  readonly core: ProtocolCore;
  readonly limits: PlatformLimits;
  readonly budgets: PlatformBudgets;
  readonly log: Log;
}

/** The WebSocket side of the protocol of `/ws/{room_id}`: an app's rooms under its API key. */
export function createPlatform({ core, limits, budgets, log }: PlatformDeps): FrameProtocol {
  const { clock } = core;
  const onlineIds = new OnlineIds(core.presence, limits.platformOnlineListedMax);
  const clientDeps: ClientDeps = {
    onlineIds,
    core,
    budgets,
    policy: policyOf(limits, budgets),
    log,
    connections: new ConnectionLimit({
      clock,
      max: limits.platformConnectionsPerUser,
      answerMs: limits.halfOpenAnswerMs,
    }),
  };
  const announceDeps = { clock, pace: createPresencePace(core, onlineIds) };
  return {
    name: 'platform',
    framing: 'websocket',
    accepts: isPlatformPath,
    open: (session, opening) => new Client(clientDeps, session, opening),
    rightsChanged: sayRights,
    encode(event, outlets) {
      onlineIds.note(event);
      announce(event, outlets, announceDeps);
    },
  };
}

/** Whoever is in a room is nowhere else: out of it, the connection has no use. A mute is said when one writes. */
function sayRights(session: Session, change: RightsChange): void {
  switch (change.kind) {
    case 'roomDeleted':
      close(session, CLOSES.roomNotFound);
      return;
    case 'room':
    case 'session':
      close(session, closeOf(change.reason));
      return;
    case 'restricted':
    case 'regained':
      return;
  }
}

function close(session: Session, { code, reason }: Close): void {
  session.close(code, reason);
}
