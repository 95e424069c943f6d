import { KoineError, type Message, type UserRef, userKeyOf } from '@koine/contract';
import type { Actor } from '../../../core/actor.ts';
import { parseClientKey } from '../../../core/text.ts';
import { parseSince } from '../../../hub/history/since.ts';
import { parseReplyTo, wireRoom } from '../codec.ts';
import { isKnownCommand, unknownCommand } from '../commands/index.ts';
import { isCommand, parseCommand } from '../commands/parse.ts';
import type { CommunityContext } from '../context.ts';
import { badRequest, WORDS } from '../words.ts';
import type { CallInput, Calls } from './call.ts';
import { limitOf } from './page.ts';
import { readRoom } from './rooms.ts';
import {
  Deleted,
  HistoryQuery,
  MessageParams,
  Messages,
  NewMessage,
  RoomParams,
  Sent,
} from './schema.ts';

/** Messages of rooms. */
export const messageCalls: Calls = {
  'GET /rooms/:uid/messages': {
    id: 'listMessages',
    auth: 'none',
    about: 'A room’s messages, oldest first: the newest, or those before one.',
    params: RoomParams,
    errors: [['invalidInput', 'Invalid before'], 'roomNotFound', 'messageNotFound', 'banned'],
    query: HistoryQuery,
    response: Messages,
    async run(input, context) {
      const isNumbered = asksForNumbers(input);
      const room = await readRoom(input, context);
      const { core, view } = context;
      const reader = context.accounts.reader(input.visit.ip);
      const page = await core.messages.history(reader, {
        roomId: room.id,
        direction: 'older',
        before: await beforeOf(input, room.id, reader, context),
        after: null,
        limit: limitOf(input.query, core.limits),
        skip: 0,
        withDeleted: true,
      });
      await view.profiles.load(page.messages);
      const messages = page.messages.map(view.message);
      const position = isNumbered && { epoch: core.epoch.current, change: page.changeSeq };
      return { error: null, room: wireRoom(room), messages, ...position };
    },
  },
  'DELETE /rooms/:uid/messages': {
    id: 'purgeRoom',
    auth: 'required',
    about: 'Removes all messages of a room (owner, moderators).',
    params: RoomParams,
    errors: ['forbidden', 'roomNotFound'],
    response: null,
    async run(input, { core }, { actor }) {
      const { id } = await core.rooms.findPublic(input.param('uid'));
      await core.messages.purge(actor, id);
    },
  },
  'POST /messages': {
    id: 'sendMessage',
    auth: 'required',
    about: 'Sends a message to a room.',
    errors: [
      ['invalidInput', 'Missing room= or message= parameters'],
      'contentEmpty',
      'contentTooLong',
      'roomNotFound',
      'messageNotFound',
      'banned',
      'muted',
      'slowMode',
    ],
    body: NewMessage,
    response: Sent,
    async run(input, context, { actor, user }) {
      const { core, policy } = context;
      const { uid, ...draft } = draftOf(input, core);
      const roomId =
        uid === null ? newestRoomOf(user, context) : (await core.rooms.findPublic(uid)).id;
      if (roomId === null) throw badRequest(WORDS.missingRoomOrMessage);
      const { message } = await core.messages.send(actor, roomId, draft, policy);
      return { success: true, result: message.number };
    },
  },
  'DELETE /messages/:id': {
    id: 'deleteMessage',
    auth: 'required',
    about: 'Deletes a message (its author, the owner, moderators).',
    params: MessageParams,
    errors: ['forbidden', 'messageNotFound'],
    response: Deleted,
    async run(input, context, { actor }) {
      const message = await locate(input.param('id'), actor, context);
      await context.core.messages.delete(actor, message.roomId, message.id);
      return { status: true };
    },
  },
};

/** Clients that do not get the page's keys and no others. */
function asksForNumbers({ query }: CallInput): boolean {
  const since = query.get('since');
  return since !== undefined && parseSince(new URLSearchParams({ since: String(since) })) !== null;
}

/** Commands are never messages, and here there is no socket that they could be about. */
function draftOf({ body, isForm }: CallInput, { limits }: CommunityContext['core']) {
  const content = body.text('message') ?? '';
  const uid = body.get('room') === undefined ? null : body.text('room');
  if (content === '' || uid === undefined || uid === '')
    throw badRequest(WORDS.missingRoomOrMessage);
  if (isCommand(content)) {
    const { name } = parseCommand(content);
    if (!isKnownCommand(name)) throw unknownCommand(name);
    throw badRequest(`Command ${name} works on a socket only`);
  }
  const clientKey = parseClientKey(body.get('client_key'), limits.clientKeyCharsMax);
  const given = body.get('reply_to');
  const isDigits = isForm && /^[1-9]\d*$/.test(String(given));
  const replyTo = parseReplyTo(isDigits ? Number(given) : given);
  return { uid, content, type: 'text', meta: null, clientKey, replyTo };
}

async function beforeOf(
  { query }: CallInput,
  roomId: string,
  reader: Actor,
  context: CommunityContext,
): Promise<number | null> {
  const number = query.count('before');
  if (number === undefined) return null;
  if (number === null) throw badRequest('Invalid before', 'before');
  return context.core.messages.placeOf(reader, roomId, { number });
}

/** A message of a public room, by its id in this protocol. Rejects with `messageNotFound`. */
async function locate(id: string, actor: Actor, { core }: CommunityContext): Promise<Message> {
  if (!/^\d{1,15}$/.test(id)) throw new KoineError('messageNotFound');
  const message = await core.messages.locate(actor, { number: Number(id) });
  const { room } = await core.roomRules.require(message.roomId);
  if (room.kind !== 'public') throw new KoineError('messageNotFound');
  return message;
}

/** The room of the user's newest socket among those that have joined one. */
function newestRoomOf(user: UserRef, { sessionsOf }: CommunityContext): string | null {
  const joined = sessionsOf(userKeyOf(user)).filter(({ rooms }) => rooms.length > 0);
  const newest = joined.sort((a, b) => b.number - a.number)[0];
  return newest?.rooms[0] ?? null;
}
