/** Rows as the operations hand them over, and what they become in the model. */
import type { App, JsonObject, Member, Notification, Room, Sanction, User } from '@koine/contract';
import type { Selectable } from 'kysely';
import type { Queries } from './queries/index.ts';
import type { Schema } from './schema.ts';
import type { Statement } from './statement.ts';

/** What a statement returns for each row. */
export type RowOf<Name extends keyof Queries> =
  Queries[Name] extends Statement<infer _Args, infer Row> ? Row : never;

export type RoomRow = RowOf<'roomById'>;
export type MemberRow = RowOf<'member'>;
export type UserRow = RowOf<'userById'>;
export type SanctionRow = RowOf<'sanctionsInForce'>;
export type NotificationRow = RowOf<'notification'>;
export type AppRow = RowOf<'app'>;
export type AuditRow = Selectable<Schema['audit']>;

export function roomOf(row: RoomRow): Room {
  return {
    id: row.id,
    uid: row.uid,
    appId: row.app_id,
    name: row.name,
    description: row.description,
    kind: row.kind,
    bridged: row.bridged === 1,
    ownerId: row.owner_id,
    pair: row.kind === 'direct' ? [row.pair_first, row.pair_second] : null,
    slowModeSeconds: row.slow_mode_seconds,
    meta: parseObject(row.meta),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastMessageAt: row.last_message_at,
    memberCount: row.member_count,
    lastSeq: row.last_seq,
    changeSeq: row.change_seq,
    purgedSeq: row.purged_seq,
  };
}

export function memberOf(row: MemberRow, roomId: string): Member {
  return {
    roomId,
    userId: row.user_id,
    userName: row.user_name,
    role: row.role,
    joinedAt: row.joined_at,
    lastReadSeq: row.last_read_seq,
  };
}

export function userOf(row: UserRow): User {
  return {
    id: row.id,
    appId: row.app_id,
    kind: row.kind,
    displayName: row.display_name,
    avatarUrl: row.avatar_url,
    username: row.username,
    roles: JSON.parse(row.roles),
    meta: parseObject(row.meta),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function sanctionOf(row: SanctionRow): Sanction {
  return {
    id: row.id,
    kind: row.kind,
    appId: row.app_id,
    roomId: row.room_id === '' ? null : row.room_id,
    target: row.target,
    until: row.until,
    reason: row.reason,
    byUserId: row.by_user_id,
    createdAt: row.created_at,
  };
}

export function notificationOf(row: NotificationRow): Notification {
  return {
    id: row.id,
    appId: row.app_id,
    userId: row.user_id,
    roomId: row.room_id,
    title: row.title,
    content: row.content,
    actionUrl: row.action_url,
    priority: row.priority,
    icon: row.icon,
    createdAt: row.created_at,
    readAt: row.read_at,
  };
}

export function appOf(row: Pick<AppRow, 'id' | 'name' | 'created_at'>): App {
  return { id: row.id, name: row.name, createdAt: row.created_at };
}

export function parseObject(text: string): JsonObject {
  return JSON.parse(text);
}
