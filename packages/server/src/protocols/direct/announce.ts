import {
  type CoreEvent,
  DEFAULT_APP_ID,
  isSameUser,
  KoineError,
  type Message,
  type Sanction,
} from '@koine/contract';
import { plainActor } from '../../core/actor.ts';
import type { Core } from '../../core/core.ts';
import type { Log } from '../../core/ports/world.ts';
import type { RoomRules } from '../../core/room-rules.ts';
import { isUnder } from '../../core/sanctions.ts';
import { type Outlets, roomTopic, userTopic } from '../../hub/protocol.ts';
import type { Session } from '../../hub/session.ts';
import { chatListUpdate, encode, numberedMessage, wireMessage } from './codec.ts';
import { wordsOf } from './words.ts';

/** Everyone who is connected, with the room ids that their token is limited to; `null`: no such limit. */
export type Sessions = Map<Session, readonly string[] | null>;

export interface AnnouncerDeps {
  readonly core: Pick<Core, 'roomRules' | 'clock'>;
  readonly log: Log;
  readonly sessions: Sessions;
}

/** Says what has happened to those whom it concerns, in this protocol's words. */
export function announce(event: CoreEvent, outlets: Outlets, deps: AnnouncerDeps): void {
  switch (event.type) {
    case 'messageCreated':
      announceMessage(event.message, outlets);
      announceToReceivers(event.message, outlets, deps);
      return;
    case 'roomDeleted':
      for (const session of outlets.sessionsIn(roomTopic(event.roomId)))
        expel(session, event.roomId, 'The conversation was deleted');
      return;
    case 'roomSanctionChanged':
      if (event.isLifted || event.sanction.kind !== 'ban') return;
      for (const session of outlets.sessionsIn(roomTopic(event.roomId)))
        if (isMeant(session, event.sanction)) expel(session, event.roomId, words(event.sanction));
      return;
    case 'appSanctionChanged':
      if (event.isLifted || event.sanction.kind !== 'ban') return;
      for (const session of deps.sessions.keys())
        if (appOf(session) === event.appId && isMeant(session, event.sanction))
          silence(session, words(event.sanction));
      return;
    // The document has no words for these.
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

function announceMessage(message: Message, outlets: Outlets): void {
  const topic = roomTopic(message.roomId);
  outlets.audience(topic)?.send(encode('new_message', wireMessage(message)));
  outlets.audience(topic, 'change')?.send(encode('new_message', numberedMessage(message)));
}

/** Whose conversation it is stands in the room's rules, which are in memory on the node that the message came to. */
function announceToReceivers(message: Message, outlets: Outlets, deps: AnnouncerDeps): void {
  const { core, log, sessions } = deps;
  if (sessions.size === 0) return;
  const update = (rules: RoomRules | null) => {
    if (rules !== null) updateChatLists(rules, message, outlets, deps);
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
  outlets: Outlets,
  { core, sessions }: AnnouncerDeps,
): void {
  const { id: roomId, pair, appId } = rules.room;
  for (const userId of pair ?? []) {
    const topic = userTopic(appId, userId);
    const isSender = isSameUser(message.sender, { appId, id: userId });
    const outlet = isSender ? undefined : outlets.audience(topic);
    if (outlet === undefined) continue;
    const text = encode('chat_list_update', chatListUpdate(message));
    const present = Array.from(outlets.sessionsIn(topic));
    const allowed = present.filter(
      (session) =>
        (sessions.get(session)?.includes(roomId) ?? true) &&
        !isBanned(session, rules, core.clock.now()),
    );
    if (allowed.length === present.length) outlet.send(text);
    else for (const session of allowed) session.send(text);
  }
}

function isBanned(session: Session, rules: RoomRules, now: number): boolean {
  if (rules.sanctions.size === 0) return false;
  if (session.identity === null) return true;
  try {
    rules.assertNot('ban', plainActor(session.identity.user, session.ip), now);
    return false;
  } catch (error) {
    if (error instanceof KoineError) return true;
    throw error;
  }
}

function appOf(session: Session): string {
  return session.identity?.appId ?? DEFAULT_APP_ID;
}

function isMeant(session: Session, sanction: Sanction): boolean {
  return isUnder(sanction, session.identity?.user ?? null, session.ip);
}

function words({ until }: Sanction): string {
  return wordsOf(new KoineError('banned', until === null ? {} : { until }));
}

/** Out of one conversation. */
function expel(session: Session, roomId: string, message: string): void {
  leave(session, roomId);
  session.send(encode('error', { message }));
}

/** Out of all. The connection stays: it may serve another protocol. */
function silence(session: Session, message: string): void {
  for (const roomId of session.presentIn) leave(session, roomId);
  const { identity } = session;
  if (identity !== null) session.unlisten(userTopic(identity.appId, identity.user.id));
  session.send(encode('error', { message }));
}

function leave(session: Session, roomId: string): void {
  session.unlisten(roomTopic(roomId));
  session.leavePresence(roomId);
}
