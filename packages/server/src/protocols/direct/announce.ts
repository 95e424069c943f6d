import { type CoreEvent, isSameUser, KoineError, type Message } from '@koine/contract';
import type { Log } from '../../core/ports/world.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import type { RoomRules } from '../../core/room-rules.ts';
import { type Publisher, userTopic } from '../../hub/protocol.ts';
import type { Session } from '../../hub/session.ts';
import { chatListUpdate, encode, numberedMessage, wireMessage } from './codec.ts';

export interface AnnouncerDeps {
  readonly core: Pick<ProtocolCore, 'roomRules' | 'access'>;
  readonly log: Log;
}

/** Says what has happened to those whom it concerns, in this protocol's words. */
export function announce(event: CoreEvent, publisher: Publisher, deps: AnnouncerDeps): void {
  switch (event.type) {
    case 'messageCreated':
      publisher.change(event, (change) =>
        encode(
          'new_message',
          change === null ? wireMessage(event.message) : numberedMessage(event.message),
        ),
      );
      announceToReceivers(event.message, publisher, deps);
      return;
    // The document has no words for these. Rights are the hub's.
    case 'roomDeleted':
    case 'roomSanctionChanged':
    case 'appSanctionChanged':
    case 'messageUpdated':
    case 'messageDeleted':
    case 'reactionChanged':
    case 'roomPurged':
    case 'roomUpdated':
    case 'userJoined':
    case 'userLeft':
    case 'typingChanged':
    case 'memberChanged':
    case 'userUpdated':
    case 'userDeleted':
    case 'userSignedOut':
    case 'appKeysChanged':
    case 'notificationCreated':
      return;
  }
}

/** Whose conversation it is stands in the room's rules, which are in memory on the node that the message came to. */
function announceToReceivers(message: Message, publisher: Publisher, deps: AnnouncerDeps): void {
  const { core, log } = deps;
  const update = (rules: RoomRules | null) => {
    if (rules !== null) updateChatLists(rules, message, publisher, deps);
  };
  const known = core.roomRules.peek(message.roomId);
  if (known !== undefined) {
    update(known);
    return;
  }
  core.roomRules.get(message.roomId).then(update, (error) => {
    log.error({ err: error, roomId: message.roomId }, 'chat_list_update could not be sent');
  });
}

function updateChatLists(
  rules: RoomRules,
  message: Message,
  publisher: Publisher,
  deps: AnnouncerDeps,
): void {
  const { pair, appId } = rules.room;
  for (const userId of pair ?? []) {
    if (userId === null || isSameUser(message.sender, { appId, id: userId })) continue;
    const topic = userTopic(appId, userId);
    const target = publisher.audience(topic);
    if (target === undefined) continue;
    const text = encode('chat_list_update', chatListUpdate(message));
    const present = Array.from(publisher.sessionsIn(topic));
    const allowed = present.filter((session) => mayRead(session, rules, deps));
    if (allowed.length === present.length) target.send(text);
    else for (const session of allowed) session.send(text);
  }
}

/** The receiver's connection may be limited to other rooms, or under a ban. */
function mayRead(session: Session, rules: RoomRules, { core }: AnnouncerDeps): boolean {
  const { identity } = session;
  if (identity === null) return false;
  try {
    return core.access.isOpenTo(identity, rules);
  } catch (error) {
    if (error instanceof KoineError) return false;
    throw error;
  }
}
