import type { ProtocolCore } from '../../core/protocol-core.ts';
import type { FrameProtocol } from '../../hub/protocol.ts';
import { isPlatformPath } from './admission.ts';
import { announce } from './announce.ts';
import { errorFrame } from './codec.ts';
import { ConnectionLimit } from './connection-limit.ts';
import { CLOSES, closeOf, codeOf, detailOf } from './errors.ts';
import { type PlatformDeps, PlatformHandler } from './handler.ts';
import { type PlatformBudgets, type PlatformLimits, policyOf } from './limits.ts';
import { OnlineIds } from './online-ids.ts';
import { createPresenceThrottle } from './status-broadcast.ts';

interface PlatformOptions {
  readonly core: ProtocolCore;
  readonly limits: PlatformLimits;
  readonly budgets: PlatformBudgets;
}

/** The WebSocket side of the protocol of `/ws/{room_id}`: an app's rooms under its API key. */
export function createPlatform({ core, limits, budgets }: PlatformOptions): FrameProtocol {
  const { clock } = core;
  const onlineIds = new OnlineIds(core.presence, limits.platformOnlineListedMax);
  const deps: PlatformDeps = {
    onlineIds,
    core,
    budgets,
    policy: policyOf(limits, budgets),
    translations: {
      error(error) {
        const words = { code: codeOf(error), message: detailOf(error), ref: null };
        return errorFrame(words, null, clock.now());
      },
      close: closeOf,
      // What is wrong with a parameter no close reason can say.
      isSentBeforeClose: ({ code }) => code === 'invalidInput',
    },
    connections: new ConnectionLimit({
      clock,
      max: limits.platformConnectionsPerUser,
      answerMs: limits.halfOpenAnswerMs,
    }),
  };
  const announceDeps = { clock, throttle: createPresenceThrottle(core, onlineIds) };
  return {
    name: 'platform',
    framing: 'websocket',
    accepts: isPlatformPath,
    open: (session, handshake) => new PlatformHandler(deps, session, handshake),
    failure: CLOSES.serverError.reason,
    encode(event, publisher) {
      onlineIds.record(event);
      announce(event, publisher, announceDeps);
    },
  };
}
