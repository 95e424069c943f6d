import Type from 'typebox';
import { Budgets } from '../../core/budgets.ts';
import { defineProtocol } from '../definition.ts';
import { PLATFORM_BUDGETS, PLATFORM_LIMITS } from './limits.ts';

/** An app's rooms under its API key, over WebSocket and REST. */
export const platform = defineProtocol({
  name: 'platform',
  framing: 'websocket',
  isUnauthenticated: false,
  limits: PLATFORM_LIMITS,
  settings: Type.Object({}),
  pageLimits: ['platformTextCharsMax'],
  pageFacts: {},
  async start({ core, log, operatorKey }, limits) {
    const { createPlatform } = await import('./protocol.ts');
    const { platformRoutes } = await import('./rest/routes.ts');
    const budgets = new Budgets(core.clock, limits, PLATFORM_BUDGETS);
    return {
      protocol: createPlatform({ core, limits, budgets }),
      channel: async () => (await import('./api-spec.ts')).platformSpec(limits),
      rest: {
        prefix: '/api/v1',
        routes: platformRoutes({ core, limits, budgets, operatorKey, log }),
        spec: async () => (await import('./rest/api-spec.ts')).platformRestSpec,
        hasPages: false,
      },
    };
  },
});
