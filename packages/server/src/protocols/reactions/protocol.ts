import type { CoreEvent, KoineError } from '@koine/contract';
import { Budgets } from '../../core/budgets.ts';
import type { FrameProtocol, Publisher } from '../../hub/protocol.ts';
import { closeIn } from '../../hub/room-handler.ts';
import { errorFrame, messageFrame, reactionUpdatedFrame } from './codec.ts';
import { type ReactionsDeps, ReactionsHandler } from './handler.ts';
import { REACTIONS_BUDGETS } from './limits.ts';
import { textOf } from './words.ts';

/** The protocol of `/ws`: a broadcast feed with emoji reactions. */
export function createReactions(
  options: Omit<ReactionsDeps, 'budgets' | 'policy' | 'translations'>,
): FrameProtocol {
  const { core, limits } = options;
  const budgets = new Budgets(core.clock, limits, REACTIONS_BUDGETS);
  const costs = budgets.of('message');
  const policy = { charsMax: limits.reactionsTextCharsMax, costs, isTrimmed: false };
  const translations = {
    error: (error: KoineError) => errorFrame(textOf(error)),
    close: closeIn(textOf),
    isSentBeforeClose: () => true,
  };
  const deps = { ...options, budgets, policy, translations };
  return {
    name: 'reactions',
    framing: 'websocket',
    accepts: (path) => path === '/ws' || path === '/ws/',
    open: (session, handshake) => new ReactionsHandler(deps, session, handshake),
    encode,
  };
}

function encode(event: CoreEvent, publisher: Publisher): void {
  switch (event.type) {
    case 'messageCreated':
      publisher.change(event, (change) => messageFrame(event.message, change));
      return;
    case 'reactionChanged':
      publisher.change(event, (change) => reactionUpdatedFrame(event, change));
      return;
    // The feed has no word for these.
    case 'messageUpdated':
    case 'messageDeleted':
    case 'roomPurged':
    case 'roomUpdated':
    case 'roomDeleted':
    case 'roomSanctionChanged':
    case 'appSanctionChanged':
    case 'userJoined':
    case 'userLeft':
    case 'typingChanged':
    case 'memberChanged':
    case 'userUpdated':
    case 'userDeleted':
    case 'userSignedOut':
    case 'appKeysChanged':
    case 'notificationCreated':
      return;
  }
}
