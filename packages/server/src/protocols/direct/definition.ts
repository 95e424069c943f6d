import Type from 'typebox';
import { choice } from '../../config/facts.ts';
import { defineProtocol } from '../definition.ts';
import { DIRECT_LIMITS } from './limits.ts';

/** Conversations of two over Socket.IO. */
export const direct = defineProtocol({
  name: 'direct',
  framing: 'socket.io',
  isUnauthenticated: false,
  limits: DIRECT_LIMITS,
  settings: Type.Object({
    auth: choice(
      ['none', 'token'],
      'none',
      'Whether direct clients need a user token. Always token in production.',
      { productionDefault: 'token', isFixedInProduction: true },
    ),
  }),
  pageLimits: ['directTextCharsMax'],
  pageFacts: { directAuth: 'auth' },
  async start({ core, log, sharesConnections: isShared }, limits, { auth }) {
    const { createDirect } = await import('./protocol.ts');
    return {
      protocol: createDirect({ core, limits, auth, isShared, log }),
      channel: async () => (await import('./api-spec.ts')).directSpec(limits),
    };
  },
});
