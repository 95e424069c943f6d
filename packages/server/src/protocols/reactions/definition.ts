import Type from 'typebox';
import { optionalInteger, roomUid, text } from '../../config/facts.ts';
import { defineProtocol } from '../definition.ts';
import { REACTIONS_LIMITS } from './limits.ts';

/** A broadcast feed with emoji reactions. */
export const reactions = defineProtocol({
  name: 'reactions',
  framing: 'websocket',
  isUnauthenticated: true,
  limits: REACTIONS_LIMITS,
  settings: Type.Object({
    room: text('wall', 'The room that reactions clients share, by uid.', roomUid),
    replayLimit: optionalInteger(
      { min: 0, max: 1_000_000_000, unit: 'messages' },
      'How many of the newest messages a new connection is sent.',
      { defaultText: 'all' },
    ),
  }),
  pageLimits: ['reactionsTextCharsMax'],
  pageFacts: {},
  async start({ core, ensureRoom }, limits, { room, replayLimit }) {
    const { createReactions } = await import('./protocol.ts');
    const defaultRoom = await ensureRoom(room);
    return {
      protocol: createReactions({ core, limits, defaultRoom, replayLimit }),
      channel: async () => (await import('./api-spec.ts')).reactionsSpec(limits),
    };
  },
});
