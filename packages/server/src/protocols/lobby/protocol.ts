import { type CoreEvent, KoineError, type MessageCreated, type Sender } from '@koine/contract';
import { Budgets } from '../../core/budgets.ts';
import { PresencePace, type PresenceSummary } from '../../hub/presence-pace.ts';
import {
  type FrameProtocol,
  type Outlets,
  type RightsChange,
  roomTopic,
} from '../../hub/protocol.ts';
import type { Session } from '../../hub/session.ts';
import { isLobbyPath } from './client-id.ts';
import { messageFrame, systemFrame } from './codec.ts';
import { LOBBY_BUDGETS, type LobbyBudgets, type LobbyLimits } from './limits.ts';
import { type LobbyDeps, turnAway, Visitor } from './visitor.ts';
import { summaryText } from './words.ts';

/** The protocol of `/ws/chat/{client_id}`: public chat with presence and bots. */
export function createLobby(
  options: Omit<LobbyDeps, 'budgets' | 'policy'> & { readonly limits: LobbyLimits },
): FrameProtocol {
  const { core, limits } = options;
  const budgets: LobbyBudgets = new Budgets(core.clock, limits, LOBBY_BUDGETS);
  const costs = budgets.of('message');
  const policy = { charsMax: limits.lobbyTextCharsMax, costs, isTrimmed: false };
  const deps: LobbyDeps = { ...options, budgets, policy };
  const pace = new PresencePace(deps.core.clock, saySummary);
  return {
    name: 'lobby',
    framing: 'websocket',
    accepts: isLobbyPath,
    open: (session, opening) => new Visitor(deps, session, opening),
    rightsChanged: (session, change) => sayRights(session, change, deps),
    encode: (event, outlets) => encode(event, outlets, deps, pace),
  };
}

/** Whoever is in a room is nowhere else: out of it, the connection has no use. A mute has no word here. */
function sayRights(session: Session, change: RightsChange, deps: LobbyDeps): void {
  switch (change.kind) {
    case 'roomDeleted':
      turnAway(session, new KoineError('roomNotFound'), deps);
      return;
    case 'room':
    case 'session':
      turnAway(session, change.reason, deps);
      return;
    case 'restricted':
    case 'regained':
      return;
  }
}

function encode(event: CoreEvent, outlets: Outlets, deps: LobbyDeps, pace: PresencePace): void {
  switch (event.type) {
    case 'messageCreated':
      sayMessage(event, outlets, deps.origin);
      return;
    case 'userJoined':
      if (pace.take(event, outlets))
        saySystem(event, `${event.user.name} has joined the chat`, outlets);
      return;
    case 'userLeft':
      if (pace.take(event, outlets))
        saySystem(event, `${event.user.name} has left the chat`, outlets);
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

function sayMessage(
  { message, changeSeq }: MessageCreated,
  outlets: Outlets,
  origin: () => string,
): void {
  const topic = roomTopic(message.roomId);
  outlets.audience(topic)?.send(messageFrame(message, origin(), null));
  outlets.audience(topic, 'change')?.send(messageFrame(message, origin(), changeSeq));
}

/** To everyone in the room but the user it is about. */
function saySystem(
  event: {
    readonly roomId: string;
    readonly user: Sender;
    readonly at: number;
    readonly onlineCount: number;
  },
  text: string,
  outlets: Outlets,
): void {
  const topic = roomTopic(event.roomId);
  const plain = outlets.audience(topic);
  const numbered = outlets.audience(topic, 'change');
  if (plain === undefined && numbered === undefined) return;
  const frame = systemFrame(text, event.at, event.onlineCount, null);
  const options = { exceptUser: event.user };
  plain?.send(frame, options);
  numbered?.send(frame, options);
}

/** Of many at once, to everyone. */
function saySummary(summary: PresenceSummary, outlets: Outlets): void {
  const topic = roomTopic(summary.roomId);
  const frame = systemFrame(summaryText(summary), summary.at, summary.onlineCount, null);
  outlets.audience(topic)?.send(frame);
  outlets.audience(topic, 'change')?.send(frame);
}
