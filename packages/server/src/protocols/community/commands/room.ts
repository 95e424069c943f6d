import type { RoomPatch } from '../../../core/ports/stores.ts';
import type { CommunityContext } from '../context.ts';
import { parseSlowMode } from '../slow-mode.ts';
import { badRequest, WORDS } from '../words.ts';
import type { CommandHost, Commands } from './command.ts';
import { takeWord, unquote } from './parse.ts';

const NAMES_MAX = 50;
const ROOM_USAGE = 'Usage: !room name|description|slow VALUE';

/** Where one is, and what the room is like. */
export const roomCommands = {
  join: {
    usage: '!join UID',
    about: 'goes to another room',
    async run(rest, host) {
      if (rest === '') throw badRequest('Usage: !join UID');
      await host.join(unquote(rest));
    },
  },
  leave: {
    usage: '!leave',
    about: 'leaves the room',
    run(_rest, host) {
      if (!host.leave()) throw badRequest(WORDS.notInRoom);
      host.sendSystem('success', 'You have left the room');
    },
  },
  quit: {
    usage: '!quit',
    about: 'ends the connection',
    run: (_rest, host) => host.quit(),
  },
  room: {
    usage: '!room name|description|slow VALUE',
    about: 'changes the room (owner)',
    run(rest, host, context) {
      const { word: field, rest: value } = takeWord(rest);
      const patch = roomPatch(field.toLowerCase(), unquote(value), context);
      return updateRoom(patch, host, context);
    },
  },
  slow: {
    usage: '!slow SECONDS',
    about: 'how long everyone waits between two messages (owner)',
    run(rest, host, context) {
      const slowModeSeconds = parseSlowMode(rest, context.limits);
      return updateRoom({ slowModeSeconds }, host, context);
    },
  },
  users: {
    usage: '!users',
    about: 'who is online',
    run(_rest, host, { core, view }) {
      const roomId = host.requireRoom();
      const count = core.presence.count(roomId);
      const names = view.online(roomId, NAMES_MAX).map(({ displayName }) => displayName);
      const more = count > names.length ? ` and ${count - names.length} more` : '';
      host.sendSystem(
        'info',
        `Users online: ${count}${names.length > 0 ? ` (${names.join(', ')}${more})` : ''}`,
      );
    },
  },
} satisfies Commands;

function roomPatch(field: string, value: string, { limits }: CommunityContext): RoomPatch {
  if (field === 'description') return { description: value };
  if (value === '') throw badRequest(ROOM_USAGE);
  if (field === 'name') return { name: value };
  if (field === 'slow') return { slowModeSeconds: parseSlowMode(value, limits) };
  throw badRequest(ROOM_USAGE);
}

async function updateRoom(
  patch: RoomPatch,
  host: CommandHost,
  { core }: CommunityContext,
): Promise<void> {
  await core.rooms.update(host.requireActor(), host.requireRoom(), patch);
  host.sendSystem('success', 'The room has been updated');
}
