import Type from 'typebox';
import { roomUid, text } from '../../config/facts.ts';
import { defineProtocol } from '../definition.ts';
import { LOBBY_LIMITS } from './limits.ts';

/** Public chat with presence and bots. */
export const lobby = defineProtocol({
  name: 'lobby',
  framing: 'websocket',
  isUnauthenticated: true,
  limits: LOBBY_LIMITS,
  settings: Type.Object({
    room: text('lobby', 'The room that lobby clients share, by uid.', {
      ...roomUid,
      alsoDefaultOf: 'bots.rooms',
    }),
  }),
  pageLimits: ['lobbyTextCharsMax'],
  pageFacts: {},
  async start({ core, ensureRoom, origin }, limits, { room }) {
    const { createLobby } = await import('./protocol.ts');
    const defaultRoom = await ensureRoom(room);
    return {
      protocol: createLobby({ core, limits, defaultRoom, origin }),
      channel: async () => (await import('./api-spec.ts')).lobbySpec(limits),
    };
  },
});
