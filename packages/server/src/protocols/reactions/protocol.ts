import { type CoreEvent, KoineError } from '@koine/contract';
import { Budgets } from '../../core/budgets.ts';
import {
  type FrameProtocol,
  type Outlets,
  type RightsChange,
  roomTopic,
} from '../../hub/protocol.ts';
import type { Session } from '../../hub/session.ts';
import { messageFrame, reactionUpdatedFrame } from './codec.ts';
import { REACTIONS_BUDGETS, type ReactionsBudgets, type ReactionsLimits } from './limits.ts';
import { type ReactionsDeps, turnAway, Visitor } from './visitor.ts';

/** The protocol of `/ws`: a broadcast wall with emoji reactions. */
export function createReactions(
  options: Omit<ReactionsDeps, 'budgets' | 'policy'> & { readonly limits: ReactionsLimits },
): FrameProtocol {
  const { core, limits } = options;
  const budgets: ReactionsBudgets = new Budgets(core.clock, limits, REACTIONS_BUDGETS);
  const costs = budgets.of('message');
  const policy = { charsMax: limits.reactionsTextCharsMax, costs, isTrimmed: false };
  const deps: ReactionsDeps = { ...options, budgets, policy };
  return {
    name: 'reactions',
    framing: 'websocket',
    accepts: (path) => path === '/ws' || path === '/ws/',
    open: (session, opening) => new Visitor(deps, session, opening),
    rightsChanged: (session, change) => sayRights(session, change, deps),
    encode,
  };
}

/** Whoever is in a room is nowhere else: out of it, the connection has no use. A mute has no word here. */
function sayRights(session: Session, change: RightsChange, { log }: ReactionsDeps): void {
  switch (change.kind) {
    case 'roomDeleted':
      turnAway(session, new KoineError('roomNotFound'), log);
      return;
    case 'room':
    case 'session':
      turnAway(session, change.reason, log);
      return;
    case 'restricted':
    case 'regained':
      return;
  }
}

function encode(event: CoreEvent, outlets: Outlets): void {
  switch (event.type) {
    case 'messageCreated': {
      const { message, changeSeq } = event;
      const topic = roomTopic(event.roomId);
      outlets.audience(topic)?.send(messageFrame(message, null));
      outlets.audience(topic, 'change')?.send(messageFrame(message, changeSeq));
      return;
    }
    case 'reactionChanged': {
      const topic = roomTopic(event.roomId);
      outlets.audience(topic)?.send(reactionUpdatedFrame(event, null));
      outlets.audience(topic, 'change')?.send(reactionUpdatedFrame(event, event.changeSeq));
      return;
    }
    // The wall has no word for these.
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
