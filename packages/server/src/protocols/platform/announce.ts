import { type CoreEvent, userKey } from '@koine/contract';
import type { Clock } from '../../core/ports/world.ts';
import type { PresenceThrottle } from '../../hub/presence-throttle.ts';
import type { Publisher } from '../../hub/protocol.ts';
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

export interface AnnounceDeps {
  readonly clock: Clock;
  readonly throttle: Pick<PresenceThrottle, 'take'>;
}

/** Core events as this protocol's frames and closes. */
export function announce(event: CoreEvent, publisher: Publisher, deps: AnnounceDeps): void {
  switch (event.type) {
    case 'messageCreated':
      publisher.change(event, (change) => messageFrame(event.message, change));
      return;
    case 'messageUpdated':
      publisher.change(event, (change) => messageUpdatedFrame(event.message, change));
      return;
    case 'messageDeleted':
      publisher.change(event, (change) => messageDeletedFrame(event.message, change));
      return;
    case 'reactionChanged':
      publisher.change(event, (change) =>
        reactionUpdatedFrame(event.message, event, deps.clock.now(), change),
      );
      return;
    case 'roomPurged':
      publisher.change(event, (change) => roomPurgedFrame(event, event.at, change));
      return;
    case 'userJoined':
      if (deps.throttle.take(event, publisher))
        publisher.notify(event.roomId, () => userJoinedFrame(event), event.user);
      return;
    case 'userLeft':
      if (deps.throttle.take(event, publisher))
        publisher.notify(event.roomId, () => userLeftFrame(event), event.user);
      return;
    case 'typingChanged':
      publisher.notify(event.roomId, () => typingFrame(event), event.user);
      return;
    case 'notificationCreated': {
      const { notification } = event;
      for (const session of publisher.sessionsOf(
        userKey(notification.appId, notification.userId),
      )) {
        if (!isInScope(notification.roomId, session.identity?.rooms ?? null)) continue;
        const [roomId = null] = session.presentIn;
        session.send(notificationFrame(notification, notification.roomId ?? roomId));
      }
      return;
    }
    // No word for these: a message shows its sender as they were called when they sent it. Rights are the hub's.
    case 'roomDeleted':
    case 'roomUpdated':
    case 'memberChanged':
    case 'roomSanctionChanged':
    case 'appSanctionChanged':
    case 'appKeysChanged':
    case 'userUpdated':
    case 'userDeleted':
    case 'userSignedOut':
      return;
  }
}

/**
 * Whether what is about a room (`null`: about none) may be sent to a user whose token is limited to these rooms (`null`: to
 * none). Asked where something comes to a user rather than to a room: what comes to a room is the core's to guard.
 */
function isInScope(roomId: string | null, rooms: readonly string[] | null): boolean {
  return roomId === null || rooms === null || rooms.includes(roomId);
}
