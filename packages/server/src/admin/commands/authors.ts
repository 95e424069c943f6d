import { KoineError } from '@koine/contract';
import { USER_SHAPES } from '@koine/contract/admin';
import { adminCommand } from '../command.ts';
import { namesIn } from './names.ts';
import { appOrDefault, shapeOfMessage } from './shapes.ts';

/** What one user wrote, over all rooms: found and deleted. */
export const AUTHORS = {
  userMessages: adminCommand({
    ...USER_SHAPES.userMessages,
    about:
      'A user’s messages, over all rooms or in one, newest first; `after`: the `next` of the previous page.',
    level: 'read',
    // Anyone who reads in conversations that are not public leaves a trace.
    audit: ({ app, id }, page) =>
      page === null || page.items.every(({ room }) => room.kind === 'public')
        ? null
        : { appId: appOrDefault(app), target: `user:${id}` },
    async run({ core, actor }, { app, id, room: given, after = null, limit = 50 }) {
      const author = await core.admin.findAuthor(actor, appOrDefault(app), id);
      const roomId = given === undefined ? null : (await core.admin.findRoom(actor, given)).id;
      const { messages, next } = await core.authorMessages.page(actor, {
        author,
        roomId,
        limit,
        after,
      });
      const places = placesIn({ core, actor });
      const items = messages.map(async (message) => ({
        ...shapeOfMessage(message),
        room: await places(message.roomId),
      }));
      return { items: await Promise.all(items), next };
    },
  }),
  userMessageRooms: adminCommand({
    ...USER_SHAPES.userMessageRooms,
    about:
      'The rooms in which a user wrote, with the number of messages in each, most first. Counts the newest 10,000; `total` is null if there are more.',
    level: 'read',
    audit: null,
    async run({ core, actor }, { app, id }) {
      const author = await core.admin.findAuthor(actor, appOrDefault(app), id);
      const { rooms, isAll } = await core.authorMessages.rooms(actor, author);
      const places = placesIn({ core, actor });
      const items = rooms.map(async ({ roomId, messages, lastAt }) => ({
        room: await places(roomId),
        messages,
        lastAt,
      }));
      const total = rooms.reduce((sum, { messages }) => sum + messages, 0);
      return { items: await Promise.all(items), total: isAll ? total : null };
    },
  }),
  deleteUserMessages: adminCommand({
    ...USER_SHAPES.deleteUserMessages,
    about:
      'Deletes what a user wrote: over all rooms or in `room`; not older than `ageMs`, or of any age; or only the chosen `messages`, by id. Tombstones stay in their places.',
    level: 'moderator',
    audit: ({ app, id, room = null, ageMs = null, messages, reason = '' }, done) => ({
      appId: appOrDefault(app),
      roomId: room,
      target: `user:${done?.id ?? id}`,
      reason,
      details: {
        ageMs,
        chosen: messages?.length ?? null,
        deleted: done?.deleted ?? null,
        rooms: done?.rooms ?? null,
      },
    }),
    async run({ core, actor }, { app, id, room: given, ageMs = null, messages: ids = null }) {
      if (ids !== null && ageMs !== null) {
        const text = 'Choose messages by id or by age, not both';
        throw new KoineError('invalidInput', { field: 'messages' }, text);
      }
      const author = await core.admin.findAuthor(actor, appOrDefault(app), id);
      const room = given === undefined ? null : await core.admin.findRoom(actor, given);
      const done = await core.admin.deleteMessagesOf(actor, author, room, { ageMs, ids });
      return { app: author.appId, id: author.id, ...done };
    },
  }),
};

/** Rooms of one answer: each is asked for once. */
function placesIn({ core, actor }: Parameters<typeof namesIn>[0]) {
  const names = namesIn({ core, actor });
  return async (id: string) => {
    const { uid, appId, kind } = await core.admin.findRoom(actor, id);
    return { id, uid, app: appId, kind, name: (await names.room(id)) ?? uid };
  };
}
