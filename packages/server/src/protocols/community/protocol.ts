import { DEFAULT_APP_ID } from '@koine/contract';
import { parseSinceOfRooms } from '../../hub/history/since.ts';
import type { EventProtocol } from '../../hub/protocol.ts';
import { announce } from './announce.ts';
import { encode } from './codec.ts';
import type { CommunityContext } from './context.ts';
import { type CommunityDeps, CommunityHandler } from './handler.ts';
import { RoomUsers } from './room-users.ts';
import { CLIENT_EVENTS } from './schema.ts';
import { ackOf, rejectionOf } from './words.ts';

/** The sockets: accounts and guests in public rooms (README.md). */
export function createProtocol(context: CommunityContext): EventProtocol {
  const { core, view } = context;
  const roomUsers = new RoomUsers(core, view);
  const translations: CommunityDeps['translations'] = {
    error(error) {
      const { text } = rejectionOf(error, core.clock.now());
      return encode('system', { type: 'error', text });
    },
    ack: (error) => ackOf(error, core.clock.now()),
  };
  const clientDeps = { ...context, roomUsers, translations };
  const announcerDeps = { ...context, roomUsers };
  return {
    name: 'community',
    framing: 'socket.io',
    events: new Set(Object.keys(CLIENT_EVENTS)),
    headersRead: context.accounts.headersRead,
    open(session, handshake, auth) {
      const since = parseSinceOfRooms(auth);
      const visit = context.accounts.visitOf(handshake);
      return new CommunityHandler(clientDeps, session, visit, since);
    },
    reader: ({ ip }) => context.accounts.reader(ip),
    encode: (event, publisher) => announce(event, publisher, announcerDeps),
    // Messages show who people are now, and what they are in the room.
    invalidates(event) {
      if (event.type === 'userUpdated')
        return event.user.appId === DEFAULT_APP_ID ? view.profiles.roomsOf(event.user) : [];
      const isShown =
        event.type === 'memberChanged' && view.profiles.find(event.user) !== undefined;
      return isShown ? [event.roomId] : [];
    },
  };
}
