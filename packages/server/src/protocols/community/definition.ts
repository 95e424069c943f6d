import Type from 'typebox';
import { boolean } from '../../config/facts.ts';
import { defineProtocol } from '../definition.ts';
import { COMMUNITY_LIMITS } from './limits.ts';

/** Accounts and guests in public rooms, over REST and Socket.IO. */
export const community = defineProtocol({
  name: 'community',
  framing: 'socket.io',
  isUnauthenticated: false,
  limits: COMMUNITY_LIMITS,
  settings: Type.Object({
    guests: boolean(true, 'Whether guests may sign in.', { productionDefault: false }),
  }),
  pageLimits: ['communityTextCharsMax', 'communitySlowModeMinSeconds'],
  pageFacts: { communityGuests: 'guests' },
  async start(
    { core, log, origin, countryHeader, sessionsOf },
    limits,
    { guests: areGuestsAllowed },
  ) {
    const { createCommunity } = await import('./community.ts');
    const deps = { core, limits, areGuestsAllowed, countryHeader, origin, log, sessionsOf };
    const { protocol, routes, status } = createCommunity(deps);
    return {
      protocol,
      channel: async () => (await import('./api-spec.ts')).communitySpec(limits),
      rest: {
        prefix: '/',
        routes,
        spec: async () => (await import('./rest/api-spec.ts')).communityRestSpec,
        hasPages: false,
      },
      status,
    };
  },
});
