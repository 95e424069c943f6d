import { type CoreEvent, KoineError } from '@koine/contract';
import { appTopic, type FrameProtocol, type Outlets, roomTopic } from '../../hub/protocol.ts';
import { sessionsUnder } from '../../hub/sanctioned.ts';
import { messageFrame, reactionUpdatedFrame } from './codec.ts';
import { type ReactionsDeps, turnAway, Visitor } from './visitor.ts';

/** The protocol of `/ws`: a broadcast wall with emoji reactions. */
export function createReactions(deps: ReactionsDeps): FrameProtocol {
  return {
    name: 'reactions',
    framing: 'websocket',
    accepts: (path) => path === '/ws' || path === '/ws/',
    open: (session, opening) => new Visitor(deps, session, opening),
    encode: (event, outlets) => encode(event, outlets, deps),
  };
}

function encode(event: CoreEvent, outlets: Outlets, { log }: ReactionsDeps): void {
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
    case 'roomDeleted':
      for (const session of outlets.sessionsIn(roomTopic(event.roomId)))
        turnAway(session, new KoineError('roomNotFound'), log);
      return;
    case 'roomSanctionChanged':
    case 'appSanctionChanged': {
      if (event.isLifted || event.sanction.kind !== 'ban') return;
      const topic =
        event.type === 'roomSanctionChanged' ? roomTopic(event.roomId) : appTopic(event.appId);
      for (const session of sessionsUnder(event.sanction, outlets.sessionsIn(topic)))
        turnAway(session, new KoineError('banned'), log);
      return;
    }
    // The wall has no word for these.
    case 'messageUpdated':
    case 'messageDeleted':
    case 'roomPurged':
    case 'roomUpdated':
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
