import { KoineError, type Message } from '@koine/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { positionOf } from '../../../api-spec/position.ts';
import type { CallError } from '../../../api-spec/rest.ts';
import type { Actor } from '../../../core/actor.ts';
import type { HistoryPage, List, ListQuery } from '../../../core/ports/stores.ts';
import { policyOf } from '../limits.ts';
import { Meta, parseMeta } from '../meta.ts';
import { ownRoomId } from '../room-id.ts';
import {
  ClientKey,
  Content,
  EDIT_REASON_CHARS_MAX,
  MESSAGE_TYPE_PATTERN,
  REPLY_TO,
  textOrNull,
} from '../schema.ts';
import { actorOf, actorOnBehalf, namedActor } from './actors.ts';
import { callsOf, type PlatformApp, type RestDeps } from './call.ts';
import { Answer, ListAnswer, success } from './envelope.ts';
import { listQuery, type PageRequest, pageOf } from './lists.ts';
import { MessageParams, RoomMessageParams, RoomParams } from './params.ts';
import { MessageView, messageView } from './views.ts';

const DraftBody = Type.Object({
  sender_id: Type.Optional(Type.String({ description: 'Required with an API key' })),
  sender_name: Type.Optional(
    Type.String({ description: 'The name others see; default: as registered, else the id' }),
  ),
  content: Content,
  message_type: Type.Optional(Type.String({ pattern: MESSAGE_TYPE_PATTERN, default: 'text' })),
  meta: Type.Optional(Meta),
  client_key: ClientKey,
  reply_to: textOrNull({ description: REPLY_TO }),
});
const DraftInRoomBody = Type.Object({ room_id: Type.String(), ...DraftBody.properties });
const EditBody = Type.Object({
  content: Content,
  edit_reason: textOrNull({ maxLength: EDIT_REASON_CHARS_MAX }),
});
const DeleteQuery = Type.Object({
  user_id: Type.Optional(Type.String({ description: 'The user shown as having deleted it' })),
});

const one = { 200: Answer(MessageView) };
const sent = { 200: Answer(MessageView), 201: Answer(MessageView) };
const many = {
  200: Type.Object({
    ...ListAnswer(MessageView).properties,
    ...positionOf('The change number of this page; a client that has reloaded resumes from here'),
  }),
};

const SENDING: readonly CallError[] = [
  'roomNotFound',
  'contentEmpty',
  'contentTooLong',
  'metaTooLarge',
  'banned',
  'muted',
  'slowMode',
];
const FINDING: readonly CallError[] = ['roomNotFound', 'messageNotFound'];
const EDITING: readonly CallError[] = [...FINDING, 'contentEmpty', 'contentTooLong', 'muted'];

/** The two ways to name a message. */
const ITEMS = [
  {
    path: '/rooms/:room_id/messages/:message_id',
    params: RoomMessageParams,
    name: 'OfRoom',
    which: ' of a room',
  },
  { path: '/messages/:message_id', params: MessageParams, name: '', which: ', in any room' },
] as const;

interface MessageRef {
  readonly room_id?: string;
  readonly message_id: string;
}

const call = callsOf('Platform messages');

/** Messages, in a room's path or by themselves. */
export function messageRoutes(app: PlatformApp, { budgets, core, limits }: RestDeps): void {
  const { messages, clock } = core;
  const policy = policyOf(limits, budgets);
  const viewOf = (message: Message) => messageView(message, core.epoch.current);
  const Query = listQuery(['created_at'], limits.pageSizeMax, {});
  const QueryOfRoom = listQuery(['created_at'], limits.pageSizeMax, {
    room_id: Type.String({ description: 'Id of a room of the app' }),
  });

  app.post(
    '/rooms/:room_id/messages',
    call(
      'sendMessage',
      'Sends a message to a room. With a repeated `client_key`: 200 and the first message.',
      'token',
      SENDING,
      { params: RoomParams, body: DraftBody, response: sent },
    ),
    (request, reply) => send(request, reply, request.params.room_id, request.body),
  );
  app.post(
    '/messages',
    call(
      'sendMessageTo',
      'As `POST /rooms/{roomId}/messages`, with the room in the body.',
      'token',
      SENDING,
      { body: DraftInRoomBody, response: sent },
    ),
    (request, reply) => send(request, reply, request.body.room_id, request.body),
  );

  app.get(
    '/rooms/:room_id/messages',
    call('listMessages', 'A room’s messages, newest first.', 'token', ['roomNotFound'], {
      params: RoomParams,
      querystring: Query,
      response: many,
    }),
    (request) => list(actorOf(request), request.params.room_id, request.query),
  );
  app.get(
    '/messages',
    call(
      'listMessagesOf',
      'As `GET /rooms/{roomId}/messages`, with the room in the query.',
      'token',
      ['roomNotFound'],
      { querystring: QueryOfRoom, response: many },
    ),
    (request) => list(actorOf(request), request.query.room_id, request.query),
  );

  for (const { path, params, name, which } of ITEMS) {
    app.get(
      path,
      call(`message${name}`, `A message${which}.`, 'token', FINDING, { params, response: one }),
      (request) => get(actorOf(request), request.params),
    );
    app.put(
      path,
      call(`editMessage${name}`, `Edits a message${which}.`, 'token', EDITING, {
        params,
        body: EditBody,
        response: one,
      }),
      (request) => edit(actorOf(request), request.params, request.body),
    );
    app.delete(
      path,
      call(
        `deleteMessage${name}`,
        `Deletes a message${which}. Deleting twice is not an error.`,
        'token',
        FINDING,
        { params, querystring: DeleteQuery, response: one },
      ),
      (request) => remove(actorOnBehalf(request, request.query.user_id), request.params),
    );
  }

  /** 201, or 200 when the sender's `client_key` had sent it before. */
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    room: string,
    body: Static<typeof DraftBody>,
  ) {
    const named = {
      id: body.sender_id,
      name: body.sender_name ?? null,
      field: 'sender_id',
      nameField: 'sender_name',
    };
    const actor = await namedActor(core, request, named);
    const draft = {
      content: body.content,
      type: body.message_type ?? 'text',
      meta: parseMeta(body.meta),
      clientKey: body.client_key ?? null,
      replyTo: body.reply_to ?? null,
    };
    const roomId = await ownRoomId(core, actor.appId, room);
    const { message, isDuplicate } = await messages.send(actor, roomId, draft, policy);
    reply.status(isDuplicate ? 200 : 201);
    return success(clock, viewOf(message));
  }

  /** Newest first unless asked otherwise; deleted messages are not shown. */
  async function list(actor: Actor, room: string, query: PageRequest) {
    const roomId = await ownRoomId(core, actor.appId, room);
    let change = 0;
    const { items, pagination } = await pageOf(query, limits.pageSizeMax, 'desc', async (page) => {
      const found = await pageOfHistory(actor, roomId, page);
      change = found.changeSeq;
      return found;
    });
    const position = { epoch: core.epoch.current, change };
    return { ...success(clock, items.map(viewOf)), pagination, ...position };
  }

  async function pageOfHistory(
    actor: Actor,
    roomId: string,
    { limit, offset, order, after, before }: ListQuery,
  ): Promise<List<Message> & Pick<HistoryPage, 'changeSeq'>> {
    const isNewestFirst = order === 'desc';
    const cursor = after ?? before;
    const seq = cursor === null ? null : await seqOf(actor, roomId, cursor, after !== null);
    const isOlder = isNewestFirst === (before === null);
    const history = await messages.history(actor, {
      roomId,
      direction: isOlder ? 'older' : 'newer',
      before: isOlder ? seq : null,
      after: isOlder ? null : seq,
      limit,
      skip: offset,
      withDeleted: false,
    });
    const { messages: page, total, changeSeq } = history;
    return { items: isNewestFirst ? page.toReversed() : page, total, changeSeq };
  }

  async function seqOf(actor: Actor, roomId: string, id: string, isAfter: boolean) {
    try {
      return await messages.placeOf(actor, roomId, { id });
    } catch (error) {
      if (!(error instanceof KoineError) || error.code !== 'messageNotFound') throw error;
      const field = isAfter ? 'after' : 'before';
      throw new KoineError('invalidInput', { field }, `${field} names no message of this room`);
    }
  }

  async function get(actor: Actor, params: MessageRef) {
    const { room_id: room, message_id: id } = params;
    const message =
      room === undefined
        ? await locate(actor, id)
        : await messages.get(actor, await ownRoomId(core, actor.appId, room), id);
    // What was deleted is no longer there to be read.
    if (message.deletedAt !== null) throw new KoineError('messageNotFound');
    return success(clock, viewOf(message));
  }

  async function edit(actor: Actor, params: MessageRef, body: Static<typeof EditBody>) {
    const { roomId, id } = await find(actor, params);
    const { content, edit_reason: reason = null } = body;
    return success(clock, viewOf(await messages.edit(actor, roomId, id, content, reason, policy)));
  }

  async function remove(actor: Actor, params: MessageRef) {
    const { roomId, id } = await find(actor, params);
    return success(clock, viewOf(await messages.delete(actor, roomId, id)));
  }

  /** Where a message of this app is: in the room that the path names, else in any. */
  async function find(actor: Actor, { room_id: room, message_id: id }: MessageRef) {
    if (room !== undefined) return { roomId: await ownRoomId(core, actor.appId, room), id };
    return locate(actor, id);
  }

  async function locate(actor: Actor, id: string) {
    const message = await messages.locate(actor, { id });
    await ownRoomId(core, actor.appId, message.roomId);
    return message;
  }
}
