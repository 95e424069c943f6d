import { type CoreEvent, type UserRef, userKey } from '@koine/contract';
import type { Clock } from '../../core/ports/world.ts';
import type { PresencePace } from '../../hub/presence-pace.ts';
import { type Outlets, roomTopic } from '../../hub/protocol.ts';
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
  readonly pace: Pick<PresencePace, 'take'>;
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
