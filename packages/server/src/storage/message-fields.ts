/**
 * The one table of a message's fields. How the writer is sent them, the prepared insert, reading, revising and erasing are made from
 * what stands here: a new column is written down in this file, and in a migration.
 */
import {
  type JsonObject,
  type Message,
  type Reaction,
  type Sender,
  type UserKey,
  userKey,
} from '@koine/contract';
import type { Generated, Selectable } from 'kysely';
import type { NewMessage, RestoredMessage } from '../core/ports/stores.ts';
import type { Columns } from './columns.ts';
import type { Tuple } from './statement.ts';

/** What a message goes through after it is sent. */
type State = 'editedAt' | 'editReason' | 'deletedAt' | 'deletedBy' | 'reactions';

export interface MessagesTable
  extends Columns<Omit<Message, State | 'number' | 'roomId' | 'sender'>>,
    Columns<Sender, 'sender_'>,
    Defaulted<Columns<Pick<Message, State>>> {
  readonly number: Generated<number>;
  readonly room_key: number;
  /** The change number that the message was created with; rises with `seq`. */
  readonly created_change_seq: number;
}

type Defaulted<Table> = { readonly [Name in keyof Table]: Generated<Table[Name]> };

type MessageColumns = Selectable<MessagesTable>;

/** An insert's first parameters, for the numbers that a message is assigned; `NEW_COLUMNS` follow. */
export const ASSIGNED_PARAMETERS = ['room_key', 'seq', 'change_seq', 'change_seq'] as const;

/** What a new message brings, in the order in which it travels to the writer. */
export const NEW_COLUMNS = [
  'id',
  'sender_id',
  'sender_name',
  'sender_avatar_url',
  'sender_kind',
  'sender_app_id',
  'content',
  'type',
  'meta',
  'client_key',
  'created_at',
  'reply_to',
  'reply_to_number',
] as const;

/** What it goes through later. */
export const STATE_COLUMNS = [
  'edited_at',
  'edit_reason',
  'deleted_at',
  'deleted_by',
  'reactions',
] as const;

/** What is left of its content once it is deleted or purged. */
export const ERASED = {
  content: '',
  meta: null,
  edit_reason: null,
  reactions: '[]',
  reply_to: null,
  reply_to_number: null,
} as const satisfies Partial<MessageColumns>;

export function isErased(column: string): column is keyof typeof ERASED {
  return column in ERASED;
}

/** As every read returns it, in this order. */
export const MESSAGE_COLUMNS = [
  'number',
  'room_key',
  'seq',
  'change_seq',
  ...NEW_COLUMNS,
  ...STATE_COLUMNS,
] as const;

/** What a revision writes. */
export const REVISED_COLUMNS = [
  'content',
  'meta',
  'reply_to',
  'reply_to_number',
  ...STATE_COLUMNS,
] as const;

export type NewColumns = Pick<MessageColumns, (typeof NEW_COLUMNS)[number]>;
export type RevisedColumns = Pick<MessageColumns, (typeof REVISED_COLUMNS)[number]>;
export type RestoredColumns = NewColumns & RevisedColumns;
export type MessageRow = Tuple<MessageColumns, typeof MESSAGE_COLUMNS>;

export function newColumns(message: Omit<NewMessage, 'roomId'>): NewColumns {
  const { sender } = message;
  return {
    id: message.id,
    sender_id: sender.id,
    sender_name: sender.name,
    sender_avatar_url: sender.avatarUrl,
    sender_kind: sender.kind,
    sender_app_id: sender.appId,
    content: message.content,
    type: message.type,
    meta: message.meta === null ? null : JSON.stringify(message.meta),
    client_key: message.clientKey,
    created_at: message.createdAt,
    reply_to: message.replyTo,
    reply_to_number: message.replyToNumber,
  };
}

/** A tombstone stays one, whatever its archive holds. */
export function restoredColumns(message: RestoredMessage): RestoredColumns {
  const stored: StoredReactions = message.reactions.map(({ emoji, users }) => [emoji, [...users]]);
  return {
    ...newColumns({ ...message, replyToNumber: null }),
    edited_at: message.editedAt,
    edit_reason: message.editReason,
    deleted_at: message.deletedAt,
    deleted_by: message.deletedBy,
    reactions: JSON.stringify(stored),
    ...(message.deletedAt !== null && ERASED),
  };
}

/** The columns that storage itself reads. */
export function keysOf(row: MessageRow) {
  const [number, roomKey, seq, changeSeq, id, senderId, , , , senderAppId, , , , , createdAt] = row;
  return { number, roomKey, seq, changeSeq, id, senderId, senderAppId, createdAt };
}

export function messageOf(row: MessageRow, roomId: string): Message {
  // In the order of `MESSAGE_COLUMNS`.
  const [
    number,
    ,
    seq,
    changeSeq,
    id,
    senderId,
    senderName,
    senderAvatarUrl,
    senderKind,
    senderAppId,
    content,
    type,
    meta,
    clientKey,
    createdAt,
    replyTo,
    replyToNumber,
    editedAt,
    editReason,
    deletedAt,
    deletedBy,
    reactions,
  ] = row;
  return {
    id,
    number,
    roomId,
    seq,
    changeSeq,
    sender: {
      id: senderId,
      appId: senderAppId,
      name: senderName,
      avatarUrl: senderAvatarUrl,
      kind: senderKind,
    },
    content,
    type,
    meta: meta === null ? null : parseMeta(meta),
    createdAt,
    editedAt,
    editReason,
    deletedAt,
    deletedBy,
    reactions: reactions === '[]' ? NO_REACTIONS : reactionsOf(reactions),
    clientKey,
    replyTo,
    replyToNumber,
  };
}

/** A message as it is once stored under these numbers. */
export function messageOfNew(
  message: NewMessage,
  number: number,
  seq: number,
  changeSeq: number,
): Message {
  const { id, roomId, sender, content, type, meta, createdAt } = message;
  const { clientKey, replyTo, replyToNumber } = message;
  const { id: senderId, appId, name, avatarUrl, kind } = sender;
  return {
    id,
    number,
    roomId,
    seq,
    changeSeq,
    sender: { id: senderId, appId, name, avatarUrl, kind },
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
    replyTo,
    replyToNumber,
  };
}

/** Who reacted: a user's key and, after a line feed, how many users of that id had been deleted before; 0 is left out. */
export type Reactor = UserKey | `${string}\n${number}`;

/** Reactions as they are stored: shorter than the model's, and in the same order. */
export type StoredReactions = [emoji: string, reactors: Reactor[]][];

/** As whom the present user of an id reacts. */
export function reactorOf(user: UserKey, deletions: number): Reactor {
  return deletions === 0 ? user : `${user}\n${deletions}`;
}

const NO_REACTIONS: readonly Reaction[] = [];

function reactionsOf(text: string): readonly Reaction[] {
  const stored: StoredReactions = JSON.parse(text);
  return stored.map(([emoji, reactors]) => ({ emoji, users: reactors.map(userOfReactor) }));
}

function userOfReactor(reactor: Reactor): UserKey {
  const [appId = '', id = ''] = reactor.split('\n');
  return userKey(appId, id);
}

function parseMeta(text: string): JsonObject {
  return JSON.parse(text);
}
