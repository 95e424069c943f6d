import {
  type CoreEvent,
  DEFAULT_APP_ID,
  type MemberChanged,
  type ReactionChanged,
  type TypingChanged,
  type User,
  userIdOf,
} from '@koine/contract';
import type { Publisher } from '../../hub/protocol.ts';
import { changeText, encode, reactionFields, wireRoom } from './codec.ts';
import type { CommunityContext } from './context.ts';
import type { Profile } from './profiles.ts';
import { deleted, purged } from './resume.ts';
import type { RoomUsers } from './room-users.ts';

interface AnnouncerDeps extends Pick<CommunityContext, 'core' | 'view'> {
  readonly roomUsers: RoomUsers;
}

/** Says what has happened to those whom it concerns, in this protocol's words. */
export function announce(event: CoreEvent, publisher: Publisher, deps: AnnouncerDeps): void {
  const { view } = deps;
  switch (event.type) {
    case 'messageCreated':
      view.profiles.recordSender(event.message.sender);
      publisher.change(event, (change) =>
        changeText('message', view.messageText(event.message), change),
      );
      return;
    case 'messageUpdated':
      publisher.change(event, (change) =>
        changeText('message_updated', view.messageText(event.message), change),
      );
      return;
    case 'messageDeleted':
      publisher.change(event, (change) => deleted(event.message, change));
      return;
    case 'reactionChanged':
      publisher.change(event, (change) => reaction(event, change));
      return;
    case 'roomPurged':
      publisher.change(event, purged);
      return;
    case 'roomUpdated':
      publisher.notify(event.roomId, () => encode('room_updated', { room: wireRoom(event.room) }));
      return;
    case 'userJoined':
      view.profiles.recordSender(event.user);
      view.profiles.recordShown(event.user, event.roomId);
      deps.roomUsers.changed(event.roomId, publisher);
      return;
    case 'userLeft':
      deps.roomUsers.changed(event.roomId, publisher);
      return;
    case 'memberChanged':
      sendMember(event, publisher, deps);
      return;
    case 'userUpdated':
      if (event.user.appId === DEFAULT_APP_ID) sendUser(event.user, publisher, deps);
      return;
    case 'typingChanged':
      sendTyping(event, publisher, deps);
      return;
    // Rights are the hub's.
    case 'roomDeleted':
    case 'userDeleted':
    case 'userSignedOut':
    case 'roomSanctionChanged':
    case 'appSanctionChanged':
      return;
    // Another protocol's.
    case 'notificationCreated':
    case 'appKeysChanged':
      return;
  }
}

function reaction(event: ReactionChanged, changeSeq: number | null): string {
  const { message, emoji, user, action } = event;
  const payload = {
    id: message.number,
    emoji,
    uid: userIdOf(user),
    action,
    ...reactionFields(message.reactions),
  };
  return changeText('reaction_updated', JSON.stringify(payload), changeSeq);
}

/** To everyone in the room, also to who is typing: their other pages would say nothing else of it. */
function sendTyping(event: TypingChanged, publisher: Publisher, { view }: AnnouncerDeps): void {
  const { roomId, isTyping: typing } = event;
  publisher.notify(roomId, () =>
    encode('typing_changed', { user: view.sender(event.user, roomId), typing }),
  );
}

/** A user's role in the room is another: to everyone there. */
function sendMember(event: MemberChanged, publisher: Publisher, deps: AnnouncerDeps): void {
  const profile = deps.view.profiles.find(event.user);
  // A user who is in no client's view need not be shown again.
  if (profile !== undefined) sendProfile(profile, event.roomId, publisher, deps);
}

/** An account has another name, country or role: where it is, and where it wrote lately. */
function sendUser(user: User, publisher: Publisher, deps: AnnouncerDeps): void {
  const profile = deps.view.profiles.record(user);
  const rooms = deps.view.profiles.roomsOf(user);
  for (const roomId of rooms === 'all' ? publisher.rooms() : rooms)
    sendProfile(profile, roomId, publisher, deps);
}

function sendProfile(
  profile: Profile,
  roomId: string,
  publisher: Publisher,
  { roomUsers, view }: AnnouncerDeps,
): void {
  roomUsers.invalidate(roomId);
  publisher.notify(roomId, () => encode('user_updated', { user: view.user(profile, roomId) }));
}
