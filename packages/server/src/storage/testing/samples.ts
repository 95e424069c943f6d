/** Inputs for tests: valid, of a room, an app or a user of their own each, and overridable in what a test is about. */
import { randomUUID } from 'node:crypto';
import { type Message, type Notification, type Sanction, userKey } from '@koine/contract';
import type { NewNotification } from '../../core/ports/notification-store.ts';
import type {
  HistoryQuery,
  ListQuery,
  NewMessage,
  NewRoom,
  NewUser,
  RoomQuery,
  Stores,
} from '../../core/ports/stores.ts';
import { NO_ANSWER, textDraft } from '../../testing/messages.ts';

export function uniqueId(prefix: string): string {
  return `${prefix}-${randomUUID()}`;
}

export function newRoom(overrides: Partial<NewRoom> = {}): NewRoom {
  return {
    id: randomUUID(),
    uid: randomUUID().slice(-12),
    appId: 'default',
    name: 'A room',
    description: '',
    kind: 'public',
    bridged: false,
    owner: null,
    pair: null,
    slowModeSeconds: 0,
    meta: {},
    members: [],
    createdAt: 1_700_000_000_000,
    ...overrides,
  };
}

/** The id of a new room. */
export async function givenRoom(stores: Stores, overrides: Partial<NewRoom> = {}): Promise<string> {
  return (await stores.rooms.create(newRoom(overrides))).room.id;
}

export function newMessage(roomId: string, overrides: Partial<NewMessage> = {}): NewMessage {
  return {
    id: randomUUID(),
    roomId,
    sender: { id: 'ann', appId: 'default', name: 'Ann', avatarUrl: null, kind: 'registered' },
    ...textDraft('Hello'),
    ...NO_ANSWER,
    createdAt: 1_700_000_000_001,
    ...overrides,
  };
}

/** Appends so many messages, whose contents are '1', '2', … */
export async function givenMessages(
  stores: Stores,
  roomId: string,
  count: number,
): Promise<readonly Message[]> {
  const contents = Array.from({ length: count }, (_, index) => String(index + 1));
  const appended = await Promise.all(
    contents.map((content) => stores.messages.append(newMessage(roomId, { content }))),
  );
  return appended.map(({ message }) => message);
}

export function newUser(overrides: Partial<NewUser> = {}): NewUser {
  return {
    id: uniqueId('user'),
    appId: 'default',
    kind: 'registered',
    displayName: 'Ann',
    avatarUrl: null,
    username: null,
    passwordHash: null,
    roles: [],
    meta: {},
    createdAt: 1_700_000_000_000,
    ...overrides,
  };
}

export function newNotification(overrides: Partial<NewNotification> = {}): NewNotification {
  return {
    id: randomUUID(),
    appId: 'default',
    userId: 'ann',
    roomId: null,
    title: 'A title',
    content: 'Some content',
    actionUrl: null,
    priority: 'normal',
    icon: null,
    createdAt: 1_700_000_000_000,
    ...overrides,
  };
}

export function newSanction(overrides: Partial<Sanction> = {}): Sanction {
  return {
    id: randomUUID(),
    kind: 'ban',
    appId: 'default',
    roomId: null,
    target: 'user:ann',
    until: null,
    reason: '',
    byUserId: null,
    createdAt: 1_700_000_000_000,
    ...overrides,
  };
}

export function listQuery(overrides: Partial<ListQuery> = {}): ListQuery {
  return { limit: 100, offset: 0, after: null, before: null, order: 'asc', ...overrides };
}

export function roomQuery(overrides: Partial<RoomQuery> = {}): RoomQuery {
  return {
    ...listQuery(),
    appId: null,
    kind: null,
    sort: 'createdAt',
    memberId: null,
    ...overrides,
  };
}

/** The newest hundred, tombstones included. */
export function historyQuery(roomId: string, overrides: Partial<HistoryQuery> = {}): HistoryQuery {
  return {
    roomId,
    direction: 'older',
    before: null,
    after: null,
    limit: 100,
    skip: 0,
    withDeleted: true,
    ...overrides,
  };
}

export const edit = (content: string, overrides: object = {}) =>
  ({ kind: 'edit', content, reason: null, meta: null, at: 2_000, ...overrides }) as const;

export const remove = (byUserId = 'ann') =>
  ({ kind: 'delete', by: keyOf(byUserId), at: 3_000 }) as const;

export const react = (emoji: string, userId: string, emojiMax = 50, reactorsMax = 1000) =>
  ({ kind: 'react', emoji, user: keyOf(userId), emojiMax, reactorsMax, at: 4_000 }) as const;

/** A user of the built-in app. */
export const keyOf = (userId: string) => userKey('default', userId);

export const contentsOf = (messages: readonly Message[]) => messages.map(({ content }) => content);
export const seqsOf = (messages: readonly Message[]) => messages.map(({ seq }) => seq);
export const idsOf = (items: readonly (Notification | { readonly id: string })[]) =>
  items.map(({ id }) => id);
