/** The core's nouns as REST shows them. */
import {
  type App,
  idOfLocalId,
  type Member,
  type Message,
  type Notification,
  type Room,
  shownMeta,
  type User,
  userIdOf,
} from '@koine/contract';
import Type, { type Static } from 'typebox';
import { positionOf } from '../../../api-spec/position.ts';
import { reactionFields } from '../codec.ts';
import { iso, isoOrNull } from '../time.ts';
import { Timestamp, TimestampOrNull } from './envelope.ts';

const TextOrNull = Type.Union([Type.String(), Type.Null()]);
const Bag = Type.Unsafe<object>(Type.Object({}, { description: "The app's own data" }));

export const AppView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  created_at: Timestamp,
});

export function appView({ id, name, createdAt }: App): Static<typeof AppView> {
  return { id, name, created_at: iso(createdAt) };
}

export const UserView = Type.Object({
  user_id: Type.String(),
  user_name: Type.String(),
  avatar_url: TextOrNull,
  meta: Bag,
  created_at: Timestamp,
  updated_at: Timestamp,
});

export function userView(user: User): Static<typeof UserView> {
  return {
    user_id: user.id,
    user_name: user.displayName,
    avatar_url: user.avatarUrl,
    meta: user.meta,
    created_at: iso(user.createdAt),
    updated_at: iso(user.updatedAt),
  };
}

export const RoomView = Type.Object({
  id: Type.String(),
  uid: Type.String({ description: 'The short name by which other protocols enter a bridged room' }),
  name: Type.String(),
  description: Type.String(),
  room_type: Type.Enum(['public', 'private', 'direct']),
  meta: Bag,
  total_participants: Type.Integer(),
  created_at: Timestamp,
  updated_at: Timestamp,
  last_message_at: TimestampOrNull,
  bridged: Type.Optional(Type.Literal(true, { description: 'Only in rooms that are' })),
});

export function roomView(room: Room): Static<typeof RoomView> {
  return {
    id: room.id,
    uid: room.uid,
    name: room.name,
    description: room.description,
    room_type: room.kind,
    meta: room.meta,
    total_participants: room.memberCount,
    created_at: iso(room.createdAt),
    updated_at: iso(room.updatedAt),
    last_message_at: isoOrNull(room.lastMessageAt),
    ...(room.bridged && { bridged: true }),
  };
}

export const ParticipantView = Type.Object({
  user_id: Type.String(),
  user_name: Type.String(),
  role: Type.Enum(['owner', 'moderator', 'member']),
  joined_at: Timestamp,
});

export function participantView(member: Member): Static<typeof ParticipantView> {
  return {
    user_id: idOfLocalId(member.userId),
    user_name: member.userName,
    role: member.role,
    joined_at: iso(member.joinedAt),
  };
}

export const MessageView = Type.Object({
  id: Type.String(),
  room_id: Type.String(),
  sender_id: Type.String(),
  sender_name: Type.String(),
  content: Type.String(),
  message_type: Type.String(),
  meta: Bag,
  created_at: Timestamp,
  edited_at: TimestampOrNull,
  edit_reason: TextOrNull,
  deleted_at: TimestampOrNull,
  deleted_by: TextOrNull,
  reactions: Type.Unsafe<Record<string, readonly string[]>>(
    Type.Object({}, { description: 'Emoji → user ids in the order they reacted: the first 100' }),
  ),
  reaction_counts: Type.Optional(
    Type.Unsafe<Record<string, number>>(
      Type.Object(
        {},
        { description: 'The number of users of an emoji; only for emoji with more than 100' },
      ),
    ),
  ),
  seq: Type.Integer({ description: 'Place in the room: 1, 2, 3…' }),
  ...positionOf('The change number of this state'),
});

export function messageView(message: Message, epoch: string): Static<typeof MessageView> {
  return {
    id: message.id,
    room_id: message.roomId,
    sender_id: message.sender.id,
    sender_name: message.sender.name,
    content: message.content,
    message_type: message.type,
    meta: shownMeta(message) ?? {},
    created_at: iso(message.createdAt),
    edited_at: isoOrNull(message.editedAt),
    edit_reason: message.editReason,
    deleted_at: isoOrNull(message.deletedAt),
    deleted_by: message.deletedBy === null ? null : userIdOf(message.deletedBy),
    ...reactionFields(message.reactions),
    seq: message.seq,
    epoch,
    change: message.changeSeq,
  };
}

export const NotificationView = Type.Object({
  id: Type.String(),
  user_id: Type.String(),
  room_id: TextOrNull,
  title: Type.String(),
  content: Type.String(),
  action_url: TextOrNull,
  priority: Type.Enum(['low', 'normal', 'high', 'urgent']),
  icon: TextOrNull,
  status: Type.Enum(['unread', 'read']),
  read_at: TimestampOrNull,
  created_at: Timestamp,
});

export function notificationView(notification: Notification): Static<typeof NotificationView> {
  return {
    id: notification.id,
    user_id: notification.userId,
    room_id: notification.roomId,
    title: notification.title,
    content: notification.content,
    action_url: notification.actionUrl,
    priority: notification.priority,
    icon: notification.icon,
    status: notification.readAt === null ? 'unread' : 'read',
    read_at: isoOrNull(notification.readAt),
    created_at: iso(notification.createdAt),
  };
}
