/** Rows as the operations hand them over, and what they become in the model. */
import type {
  App,
  JsonObject,
  Member,
  Message,
  Notification,
  Reaction,
  Room,
  Sanction,
  Sender,
  User,
  UserKey,
} from '@koine/contract';
import type { Selectable } from 'kysely';
import type { NewMessage } from '../core/ports/stores.ts';
import type { Queries } from './queries/index.ts';
import type { Schema } from './schema.ts';
import type { Statement } from './statement.ts';

/** What a statement returns for each row. */
export type RowOf<Name extends keyof Queries> =
  Queries[Name] extends Statement<infer _Args, infer Row> ? Row : never;

export type MessageRow = RowOf<'messageByNumber'>;
export type RoomRow = RowOf<'roomById'>;
export type MemberRow = RowOf<'member'>;
export type UserRow = RowOf<'userById'>;
export type SanctionRow = RowOf<'sanctionsInForce'>;
export type NotificationRow = RowOf<'notification'>;
export type AppRow = RowOf<'app'>;
export type AuditRow = Selectable<Schema['audit']>;

const NO_REACTIONS: readonly Reaction[] = [];

export function messageOf(row: MessageRow, roomId: string): Message {
  return {
    id: row[1],
    number: row[0],
    roomId,
    seq: row[3],
    changeSeq: row[4],
    sender: { id: row[5], appId: row[9], name: row[6], avatarUrl: row[7], kind: row[8] },
    content: row[10],
    type: row[11],
    meta: row[12] === null ? null : parseObject(row[12]),
    createdAt: row[14],
    editedAt: row[15],
    editReason: row[16],
    deletedAt: row[17],
    deletedBy: row[18],
    reactions: row[19] === '[]' ? NO_REACTIONS : reactionsOf(row[19]),
    clientKey: row[13],
  };
}

/** A message as it is once stored under these numbers. */
export function messageOfNew(
  { id, roomId, sender, content, type, meta, createdAt, clientKey }: NewMessage,
  number: number,
  seq: number,
  changeSeq: number,
): Message {
  return {
    id,
    number,
    roomId,
    seq,
    changeSeq,
    sender: senderFieldsOf(sender),
    content,
    type,
    meta,
    createdAt,
    editedAt: null,
    editReason: null,
    deletedAt: null,
    deletedBy: null,
    reactions: NO_REACTIONS,
    clientKey,
  };
}

function senderFieldsOf({ id, appId, name, avatarUrl, kind }: Sender): Sender {
  return { id, appId, name, avatarUrl, kind };
}

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

/** Reactions as they are stored: shorter than the model's, and in the same order. */
export type StoredReactions = [emoji: string, users: UserKey[]][];

function reactionsOf(text: string): readonly Reaction[] {
  const stored: StoredReactions = JSON.parse(text);
  return stored.map(([emoji, users]) => ({ emoji, users }));
}

function parseObject(text: string): JsonObject {
  return JSON.parse(text);
}
