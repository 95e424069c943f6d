import { limit } from '@koine/contract';
import Type from 'typebox';
import { roomUid, text } from '../../src/config/facts.ts';
import { Budgets, framesOf, ofUser, perMinute } from '../../src/core/budgets.ts';
import { defineProtocol } from '../../src/protocols/definition.ts';
import { errorLine, said, ToyHandler } from './handler.ts';

const LIMITS = {
  toyTextCharsMax: limit(20, 'code points', 'toy: longest message'),
  toyMessagesPerMinute: limit(60, 'messages', 'toy: messages a minute from one user'),
} as const;

/** A sixth protocol, as small as one can be: this folder, and its name in a list. */
export const toy = defineProtocol({
  name: 'toy',
  framing: 'websocket',
  isUnauthenticated: true,
  limits: LIMITS,
  settings: Type.Object({ room: text('toys', 'The room that toy clients share.', roomUid) }),
  pageLimits: [],
  pageFacts: {},
  async start({ core, ensureRoom }, limits, { room }) {
    const budgets = new Budgets(core.clock, limits, {
      message: ofUser(perMinute('toyMessagesPerMinute', 'messages')),
      frame: framesOf('toyMessagesPerMinute'),
    } as const);
    const deps = {
      core,
      budgets,
      policy: { charsMax: limits.toyTextCharsMax, costs: budgets.of('message'), isTrimmed: true },
      own: await ensureRoom(room),
      translations: {
        error: errorLine,
        close: ({ message: reason }: Error) => ({ code: 1008, reason }),
        isSentBeforeClose: () => true,
      },
    };
    return {
      protocol: {
        name: 'toy',
        framing: 'websocket',
        accepts: (path) => path.startsWith('/toy/'),
        open: (session, handshake) => new ToyHandler(deps, session, handshake),
        encode(event, publisher) {
          if (event.type === 'messageCreated')
            publisher.change(event, (change) => said(event.message, change));
        },
      },
      channel: async () => ({
        ...{ name: 'toy', title: 'Toy', about: '', transport: 'websocket', address: '/toy/{name}' },
        ...{ path: { name: { about: 'Who comes', example: 'ada' } }, query: null, auth: null },
        ...{ credentials: [], fromClients: {}, toClients: {}, closes: [], errors: [], schemas: {} },
      }),
    };
  },
});
