import type { CoreEvent, KoineError, UserJoined, UserLeft } from '@koine/contract';
import { Budgets } from '../../core/budgets.ts';
import { type PresenceSummary, PresenceThrottle } from '../../hub/presence-throttle.ts';
import type { FrameProtocol, Publisher } from '../../hub/protocol.ts';
import { closeIn } from '../../hub/room-handler.ts';
import { isLobbyPath } from './client-id.ts';
import { errorFrame, messageFrame, systemFrame } from './codec.ts';
import { type LobbyDeps, LobbyHandler } from './handler.ts';
import { LOBBY_BUDGETS } from './limits.ts';
import { summaryText, textOf } from './words.ts';

/** The protocol of `/ws/chat/{client_id}`: public chat with presence and bots. */
export function createLobby(
  options: Omit<LobbyDeps, 'budgets' | 'policy' | 'translations'>,
): FrameProtocol {
  const { core, limits, origin } = options;
  const { clock } = core;
  const budgets = new Budgets(clock, limits, LOBBY_BUDGETS);
  const costs = budgets.of('message');
  const policy = { charsMax: limits.lobbyTextCharsMax, costs, isTrimmed: false };
  const translations = {
    error: (error: KoineError) => errorFrame(textOf(error), clock.now()),
    close: closeIn(textOf),
    isSentBeforeClose: () => true,
  };
  const deps = { ...options, budgets, policy, translations };
  const throttle = new PresenceThrottle(clock, sendSummary);
  return {
    name: 'lobby',
    framing: 'websocket',
    accepts: isLobbyPath,
    open: (session, handshake) => new LobbyHandler(deps, session, handshake),
    encode: (event, publisher) => encode(event, publisher, origin, throttle),
  };
}

function encode(
  event: CoreEvent,
  publisher: Publisher,
  origin: () => string,
  throttle: PresenceThrottle,
): void {
  switch (event.type) {
    case 'messageCreated':
      publisher.change(event, (change) => messageFrame(event.message, origin(), change));
      return;
    case 'userJoined':
      if (throttle.take(event, publisher)) notifyOthers(event, 'joined', publisher);
      return;
    case 'userLeft':
      if (throttle.take(event, publisher)) notifyOthers(event, 'left', publisher);
      return;
    // The lobby has no word for these.
    case 'messageUpdated':
    case 'messageDeleted':
    case 'reactionChanged':
    case 'roomPurged':
    case 'roomUpdated':
    case 'roomDeleted':
    case 'roomSanctionChanged':
    case 'appSanctionChanged':
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

/** To everyone in the room but the user it is about. */
function notifyOthers(
  { roomId, user, at, onlineCount }: UserJoined | UserLeft,
  what: 'joined' | 'left',
  publisher: Publisher,
): void {
  const text = `${user.name} has ${what} the chat`;
  publisher.notify(roomId, () => systemFrame(text, at, onlineCount, null), user);
}

/** Of many at once, to everyone. */
function sendSummary(summary: PresenceSummary, publisher: Publisher): void {
  const { roomId, at, onlineCount } = summary;
  publisher.notify(roomId, () => systemFrame(summaryText(summary), at, onlineCount, null));
}
