import { type Room, userOfLocalId } from '@koine/contract';
import { ROOM_SHAPES } from '@koine/contract/admin';
import type { AuditSubject } from '../../core/audit.ts';
import { operatorIn } from '../../core/authority.ts';
import { pageAfter, type RoomPatch } from '../../core/ports/stores.ts';
import { adminCommand } from '../command.ts';
import { sanctionsIn } from './names.ts';
import {
  appOrDefault,
  pageOf,
  searchText,
  shapeOfMessage,
  shapeOfPerson,
  shapeOfRoom,
} from './shapes.ts';

const SHOWN_MAX = 200;

export const ROOMS = {
  createRoom: adminCommand({
    ...ROOM_SHAPES.createRoom,
    about: 'Creates a room.',
    level: 'operator',
    audit: ({ app, name }, made) => ({
      appId: appOrDefault(app),
      roomId: made?.id ?? null,
      details: { name },
    }),
    async run({ core, actor }, { app: given, ...draft }) {
      const app = appOrDefault(given);
      const { id, uid, name, kind } = await core.admin.createRoom(actor, app, {
        name: draft.name,
        uid: draft.uid ?? null,
        description: draft.description ?? '',
        kind: draft.private === true ? 'private' : 'public',
        bridged: draft.bridged === true,
      });
      return { id, uid, app, name, kind };
    },
  }),
  rooms: adminCommand({
    ...ROOM_SHAPES.rooms,
    about:
      'Finds rooms by part of their name, or by id or uid; in one app or in all. The latest active first.',
    level: 'read',
    audit: null,
    async run({ core, actor }, { text, app = null, kind = null, ...page }) {
      const query = { text: searchText(text), appId: app, kind, ...pageOf(page) };
      const { items, total } = await core.directory.rooms(actor, query);
      return {
        items: items.map((room) => shapeOfRoom(room, core.presence.count(room.id))),
        total,
      };
    },
  }),
  room: adminCommand({
    ...ROOM_SHAPES.room,
    about: 'One room: who is online, its members, bans and mutes.',
    level: 'read',
    audit: null,
    async run({ core, actor }, given) {
      const room = await core.admin.findRoom(actor, given.room);
      const operator = operatorIn(room.appId, actor, 'read');
      const members = await core.members.list(operator, room.id, pageAfter(null, SHOWN_MAX));
      const sanctions = await core.directory.sanctions(actor, {
        limit: SHOWN_MAX,
        offset: 0,
        appId: room.appId,
        roomId: room.id,
        kind: null,
        target: null,
        text: null,
      });
      const online = core.presence.online(room.id);
      return {
        room: shapeOfRoom(room, online.length),
        online: online.slice(0, SHOWN_MAX).map(shapeOfPerson),
        members: {
          items: members.items.map(({ userId, userName, role, joinedAt }) => {
            const { appId: app, id } = userOfLocalId(userId, room.appId);
            return { app, id, name: userName, role, joinedAt };
          }),
          total: members.total,
        },
        sanctions: await sanctionsIn({ core, actor }, sanctions.items),
      };
    },
  }),
  roomMessages: adminCommand({
    ...ROOM_SHAPES.roomMessages,
    about: 'A page of a room’s messages, oldest first: the newest, or those before or after a seq.',
    level: 'read',
    // Anyone who opens a conversation that is not public leaves a trace; paging on in it is the same reading.
    audit: ({ before, after }, page) =>
      page === null || page.room.kind === 'public' || before !== undefined || after !== undefined
        ? null
        : { appId: page.room.app, roomId: page.room.id, details: { name: page.room.name } },
    async run({ core, actor }, { room: given, before = null, after = null, limit = 50 }) {
      const room = await core.admin.findRoom(actor, given);
      const page = await core.messages.history(operatorIn(room.appId, actor, 'read'), {
        roomId: room.id,
        direction: after === null ? 'older' : 'newer',
        before,
        after,
        limit,
        skip: 0,
        withDeleted: true,
      });
      return {
        room: { ...aboutOf(room), kind: room.kind },
        messages: page.messages.map(shapeOfMessage),
        firstSeq: page.purgedSeq + 1,
        lastSeq: page.lastSeq,
      };
    },
  }),
  deleteMessage: adminCommand({
    ...ROOM_SHAPES.deleteMessage,
    about: 'Deletes a message; a tombstone stays in its place.',
    level: 'moderator',
    audit: ({ room, message, reason = '' }, done) => ({
      roomId: done?.room ?? room,
      target: message,
      reason,
      details: done === null ? {} : { sender: done.message.sender.id },
    }),
    async run({ core, actor }, { room: given, message: id }) {
      const room = await core.admin.findRoom(actor, given);
      const moderator = operatorIn(room.appId, actor, 'moderator');
      const message = await core.messages.delete(moderator, room.id, id);
      return { room: room.id, message: shapeOfMessage(message) };
    },
  }),
  purgeRoom: adminCommand({
    ...ROOM_SHAPES.purgeRoom,
    about: 'Removes all messages that a room has now.',
    level: 'moderator',
    audit: auditOfWhole,
    async run({ core, actor }, given) {
      const room = await core.admin.findRoom(actor, given.room);
      await core.messages.purge(operatorIn(room.appId, actor, 'moderator'), room.id);
      return aboutOf(room);
    },
  }),
  updateRoom: adminCommand({
    ...ROOM_SHAPES.updateRoom,
    about: 'Changes a room’s name, description or slow mode (seconds; 0: none).',
    level: 'moderator',
    audit: ({ room, ...change }, done) => ({
      appId: done?.app ?? null,
      roomId: done?.id ?? room,
      details: change,
    }),
    async run({ core, actor }, { room: given, name, description, slowModeSeconds }) {
      const room = await core.admin.findRoom(actor, given);
      const patch: RoomPatch = {
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
        ...(slowModeSeconds !== undefined && { slowModeSeconds }),
      };
      const moderator = operatorIn(room.appId, actor, 'moderator');
      const updated = await core.rooms.update(moderator, room.id, patch);
      return shapeOfRoom(updated, core.presence.count(room.id));
    },
  }),
  deleteRoom: adminCommand({
    ...ROOM_SHAPES.deleteRoom,
    about: 'Deletes a room with everything in it.',
    level: 'operator',
    audit: auditOfWhole,
    async run({ core, actor }, given) {
      const room = await core.admin.findRoom(actor, given.room);
      await core.rooms.remove(operatorIn(room.appId, actor, 'operator'), room.id);
      return aboutOf(room);
    },
  }),
};

/** What the log keeps of a command on a whole room. */
function auditOfWhole(
  { room, reason = '' }: { readonly room: string; readonly reason?: string },
  done: ReturnType<typeof aboutOf> | null,
): AuditSubject {
  const details = done === null ? {} : { name: done.name };
  return { appId: done?.app ?? null, roomId: done?.id ?? room, reason, details };
}

function aboutOf({ id, appId, name }: Room) {
  return { id, app: appId, name };
}
