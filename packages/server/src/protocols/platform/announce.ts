import {
  type AppSanctionChanged,
  type CoreEvent,
  isSameUser,
  type MemberChanged,
  type RoomSanctionChanged,
  type RoomUpdated,
  type UserRef,
  userKey,
} from '@koine/contract';
import type { Clock } from '../../core/ports/world.ts';
import type { PresencePace } from '../../hub/presence-pace.ts';
import { appTopic, type Outlets, roomTopic } from '../../hub/protocol.ts';
import { sessionsUnder } from '../../hub/sanctioned.ts';
import type { Session } from '../../hub/session.ts';
import {
  messageDeletedFrame,
  messageFrame,
  messageUpdatedFrame,
  notificationFrame,
  reactionUpdatedFrame,
  roomPurgedFrame,
  typingFrame,
  userJoinedFrame,
  userLeftFrame,
} from './codec.ts';
import { CLOSES, type Close } from './errors.ts';
import type { KeyedClients } from './keyed-clients.ts';
import { isInReach } from './reach.ts';

/** The room ids that a connection's token is limited to. Who is not here has no such limit. */
export type Reaches = WeakMap<Session, readonly string[]>;

export interface AnnounceDeps {
  readonly clock: Clock;
  readonly pace: Pick<PresencePace, 'take'>;
  readonly reaches: Reaches;
  readonly keyed: Pick<KeyedClients, 'recheck'>;
  /** A room that was open to all now admits participants only. */
  closeRoomToOthers(roomId: string, sessions: Iterable<Session>): void;
}

/** Core events as this protocol's frames and closes. */
export function announce(event: CoreEvent, outlets: Outlets, deps: AnnounceDeps): void {
  switch (event.type) {
    case 'messageCreated':
      sayChange(event, outlets, (change) => messageFrame(event.message, change));
      return;
    case 'messageUpdated':
      sayChange(event, outlets, (change) => messageUpdatedFrame(event.message, change));
      return;
    case 'messageDeleted':
      sayChange(event, outlets, (change) => messageDeletedFrame(event.message, change));
      return;
    case 'reactionChanged':
      sayChange(event, outlets, (change) =>
        reactionUpdatedFrame(event.message, event, deps.clock.now(), change),
      );
      return;
    case 'roomPurged':
      sayChange(event, outlets, (change) => roomPurgedFrame(event, event.at, change));
      return;
    case 'userJoined':
      if (deps.pace.take(event, outlets)) sayToOthers(event, outlets, () => userJoinedFrame(event));
      return;
    case 'userLeft':
      if (deps.pace.take(event, outlets)) sayToOthers(event, outlets, () => userLeftFrame(event));
      return;
    case 'typingChanged':
      sayToOthers(event, outlets, () => typingFrame(event));
      return;
    case 'notificationCreated': {
      const { notification } = event;
      for (const session of outlets.sessionsOf(userKey(notification.appId, notification.userId))) {
        const rooms = deps.reaches.get(session) ?? null;
        if (!isInReach(notification.roomId, rooms)) continue;
        const [roomId = null] = session.presentIn;
        session.send(notificationFrame(notification, notification.roomId ?? roomId));
      }
      return;
    }
    case 'roomDeleted':
      closeAll(outlets.sessionsIn(roomTopic(event.roomId)), CLOSES.roomNotFound);
      return;
    case 'roomUpdated':
      narrow(event, outlets, deps);
      return;
    case 'memberChanged':
      if (event.role === null)
        deps.closeRoomToOthers(event.roomId, sessionsOfMember(event, outlets));
      return;
    case 'roomSanctionChanged':
    case 'appSanctionChanged':
      turnAwayBanned(event, outlets);
      return;
    case 'appKeysChanged':
      deps.keyed.recheck(event.appId);
      return;
    // No word for these: a message shows its sender as they were called when they sent it.
    case 'userUpdated':
    case 'userDeleted':
    case 'userSignedOut':
      return;
  }
}

function sayChange(
  { roomId, changeSeq }: { readonly roomId: string; readonly changeSeq: number },
  outlets: Outlets,
  frame: (change: number | null) => string,
): void {
  const topic = roomTopic(roomId);
  outlets.audience(topic)?.send(frame(null));
  outlets.audience(topic, 'change')?.send(frame(changeSeq));
}

/** To everyone in the room but the user it is about. */
function sayToOthers(
  { roomId, user }: { readonly roomId: string; readonly user: UserRef },
  outlets: Outlets,
  frame: () => string,
): void {
  const topic = roomTopic(roomId);
  const plain = outlets.audience(topic);
  const numbered = outlets.audience(topic, 'change');
  if (plain === undefined && numbered === undefined) return;
  const text = frame();
  const options = { exceptUser: user };
  plain?.send(text, options);
  numbered?.send(text, options);
}

function narrow({ room }: RoomUpdated, outlets: Outlets, deps: AnnounceDeps): void {
  if (room.kind === 'public') return;
  deps.closeRoomToOthers(room.id, outlets.sessionsIn(roomTopic(room.id)));
}

function sessionsOfMember({ roomId, user }: MemberChanged, outlets: Outlets): Session[] {
  const sessions = Array.from(outlets.sessionsIn(roomTopic(roomId)));
  return sessions.filter(({ identity }) => identity !== null && isSameUser(identity.user, user));
}

function turnAwayBanned(event: RoomSanctionChanged | AppSanctionChanged, outlets: Outlets): void {
  if (event.isLifted || event.sanction.kind !== 'ban') return;
  const topic =
    event.type === 'roomSanctionChanged' ? roomTopic(event.roomId) : appTopic(event.appId);
  closeAll(sessionsUnder(event.sanction, outlets.sessionsIn(topic)), CLOSES.accessDenied);
}

function closeAll(sessions: Iterable<Session>, { code, reason }: Close): void {
  for (const session of sessions) session.close(code, reason);
}
