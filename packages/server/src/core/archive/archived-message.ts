import {
  DEFAULT_APP_ID,
  type Message,
  NO_APP_ID,
  type Sender,
  type UserKey,
  type UserKind,
  type UserRef,
  userKeyOf,
  userRefOf,
} from '@koine/contract';
import { parseEmoji } from '../emoji.ts';
import type { RestoredMessage } from '../ports/stores.ts';
import { isVisitorId } from '../visitor-id.ts';

/** What later versions have added to a message, and what it is in archives that have none. */
const ADDED = { replyTo: null } as const;

type Added = keyof typeof ADDED;

/** A message with its users by app and id; archives of Koine 0.1 have ids only. */
export interface ArchivedMessage
  extends Omit<Message, 'sender' | 'deletedBy' | 'reactions' | 'replyToNumber' | Added>,
    Partial<Pick<Message, Added>> {
  readonly sender: Omit<Sender, 'appId'> & { readonly appId?: string };
  readonly deletedBy: UserRef | string | null;
  readonly reactions: readonly ArchivedReaction[];
}

type ArchivedReaction =
  | { readonly emoji: string; readonly users: readonly UserRef[] }
  | { readonly emoji: string; readonly userIds: readonly string[] };

/** Where an archive's users belong. */
export interface ArchiveApps {
  /** The archive's app. */
  readonly archived: string;
  /** What it is here: users of the archived app become this one's. */
  readonly appId: string;
  /** Whether users of the built-in app may be among the room's. */
  readonly isBridged: boolean;
}

export function archivedMessageOf(message: Message): ArchivedMessage {
  // Where it is imported, what it answers has another number.
  const { deletedBy, reactions, replyToNumber: _, ...archived } = message;
  return {
    ...archived,
    deletedBy: deletedBy === null ? null : userRefOf(deletedBy),
    reactions: reactions.map(({ emoji, users }) => ({ emoji, users: users.map(userRefOf) })),
  };
}

export function restoredMessageOf(archived: ArchivedMessage, apps: ArchiveApps): RestoredMessage {
  const { number, roomId, seq, changeSeq, sender, deletedBy, reactions, ...message } = archived;
  const { id, name, avatarUrl, kind } = sender;
  const appId =
    sender.appId === undefined ? appOfBareId(id, kind, apps) : appHere(sender.appId, apps);
  return {
    ...ADDED,
    ...message,
    sender: { id, appId, name, avatarUrl, kind },
    deletedBy: deletedBy === null ? null : keyHere(deletedBy, apps),
    reactions: reactionsHere(reactions, apps),
  };
}

/** One of each emoji and user; what is no emoji is left out, since no user could remove it. */
function reactionsHere(
  reactions: readonly ArchivedReaction[],
  apps: ArchiveApps,
): RestoredMessage['reactions'] {
  const held = new Map<string, Set<UserKey>>();
  for (const reaction of reactions) {
    const emoji = parseEmoji(reaction.emoji);
    if (emoji === null) continue;
    const keys = held.get(emoji) ?? new Set();
    held.set(emoji, keys);
    for (const user of 'users' in reaction ? reaction.users : reaction.userIds)
      keys.add(keyHere(user, apps));
  }
  return Array.from(held, ([emoji, users]) => ({ emoji, users: [...users] }));
}

function keyHere(user: UserRef | string, apps: ArchiveApps): UserKey {
  if (typeof user !== 'string') return userKeyOf({ id: user.id, appId: appHere(user.appId, apps) });
  const isServers = user === 'system' || user === 'app';
  return userKeyOf({ id: user, appId: isServers ? NO_APP_ID : appOfBareId(user, null, apps) });
}

function appHere(appId: string, { archived, appId: here }: ArchiveApps): string {
  return appId === archived ? here : appId;
}

/** `kind` `null`: not known. */
function appOfBareId(id: string, kind: UserKind | null, apps: ArchiveApps): string {
  if (!apps.isBridged || kind === 'external') return apps.appId;
  const isVisitor = kind === 'registered' || kind === 'guest' || isVisitorId(id);
  return isVisitor ? appHere(DEFAULT_APP_ID, apps) : apps.appId;
}
