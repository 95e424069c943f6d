import { type CoreEvent, type UserRef, userKey } from '@koine/contract';
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
import { isInReach } from './reach.ts';

export interface AnnounceDeps {
  readonly clock: Clock;
  readonly pace: Pick<PresenceThrottle, 'take'>;
}

/** Core events as this protocol's frames and closes. */
export function announce(event: CoreEvent, publisher: Publisher, deps: AnnounceDeps): void {
  switch (event.type) {
    case 'messageCreated':
      publisher.change(event.roomId, event.changeSeq, (change) =>
        messageFrame(event.message, change),
      );
      return;
    case 'messageUpdated':
      publisher.change(event.roomId, event.changeSeq, (change) =>
        messageUpdatedFrame(event.message, change),
      );
      return;
    case 'messageDeleted':
      publisher.change(event.roomId, event.changeSeq, (change) =>
        messageDeletedFrame(event.message, change),
      );
      return;
    case 'reactionChanged':
      publisher.change(event.roomId, event.changeSeq, (change) =>
        reactionUpdatedFrame(event.message, event, deps.clock.now(), change),
      );
      return;
    case 'roomPurged':
      publisher.change(event.roomId, event.changeSeq, (change) =>
        roomPurgedFrame(event, event.at, change),
      );
      return;
    case 'userJoined':
      if (deps.pace.take(event, publisher))
        sayToOthers(event, publisher, () => userJoinedFrame(event));
      return;
    case 'userLeft':
      if (deps.pace.take(event, publisher))
        sayToOthers(event, publisher, () => userLeftFrame(event));
      return;
    case 'typingChanged':
      sayToOthers(event, publisher, () => typingFrame(event));
      return;
    case 'notificationCreated': {
      const { notification } = event;
      for (const session of publisher.sessionsOf(
        userKey(notification.appId, notification.userId),
      )) {
        if (!isInReach(notification.roomId, session.identity?.rooms ?? null)) continue;
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

/** To everyone in the room but the user it is about. */
function sayToOthers(
  { roomId, user }: { readonly roomId: string; readonly user: UserRef },
  publisher: Publisher,
  frame: () => string,
): void {
  publisher.notify(roomId, frame, { exceptUser: user });
}
