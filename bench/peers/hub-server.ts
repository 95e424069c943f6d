/**
 * Koine's own hub and transport with nothing behind them: no core, nothing stored. What its fan-out could do at most, for
 * WebSocket and Socket.IO clients.
 */
import { defaultLimits, type Message } from '../../packages/contract/src/index.ts';
import { systemRandom } from '../../packages/server/src/auth/system-world.ts';
import { createLocalBus } from '../../packages/server/src/bus/local-bus.ts';
import { AddressThrottle } from '../../packages/server/src/core/address-throttle.ts';
import { BUDGETS, Budgets } from '../../packages/server/src/core/budgets.ts';
import type { Clock } from '../../packages/server/src/core/ports/world.ts';
import { createHub, type HubDeps } from '../../packages/server/src/hub/hub.ts';
import { noMetrics } from '../../packages/server/src/hub/metrics.ts';
import {
  type EventProtocol,
  type FrameProtocol,
  roomTopic,
} from '../../packages/server/src/hub/protocol.ts';
import { messageFrame } from '../../packages/server/src/protocols/lobby/codec.ts';
import { eventText } from '../../packages/server/src/transport/event-text.ts';
import { createTransport } from '../../packages/server/src/transport/listen.ts';
import { announcePort } from './announce.ts';
import { messageFields, readMessage } from './plain-frames.ts';

const ROOM = 'room';

const bus = createLocalBus(console.error);
let seq = 0;

function say(content: string): void {
  const message: Message = {
    id: 'x',
    number: ++seq,
    roomId: ROOM,
    seq,
    changeSeq: seq,
    sender: {
      id: 'c000000',
      appId: 'default',
      name: 'c000000',
      avatarUrl: null,
      kind: 'anonymous',
    },
    content,
    type: 'text',
    meta: null,
    createdAt: Date.now(),
    editedAt: null,
    editReason: null,
    deletedAt: null,
    deletedBy: null,
    reactions: [],
    clientKey: null,
    replyTo: null,
  };
  bus.publish({ type: 'messageCreated', roomId: ROOM, changeSeq: seq, message });
}

const SILENT = { rightsChanged() {}, frameTooLarge() {} };

const frames: FrameProtocol = {
  name: 'lobby',
  framing: 'websocket',
  accepts: () => true,
  open(session) {
    session.listen(roomTopic(ROOM));
    return { receive: (text) => say(readMessage(text)), receiveBinary() {}, ...SILENT };
  },
  encode(event, publisher) {
    if (event.type !== 'messageCreated') return;
    publisher.audience(roomTopic(ROOM))?.send(messageFrame(event.message, '', null));
  },
};

const events: EventProtocol = {
  name: 'community',
  framing: 'socket.io',
  events: new Set(['say']),
  headersRead: [],
  open(session) {
    session.listen(roomTopic(ROOM));
    return { receive: (_event, [content]) => say(String(content)), ...SILENT };
  },
  encode(event, publisher) {
    if (event.type !== 'messageCreated') return;
    const text = eventText('message', messageFields(event.message.content));
    publisher.audience(roomTopic(ROOM))?.send(text);
  },
};

const clock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  after(delayMs, run) {
    const timeout = setTimeout(run, delayMs).unref();
    return { cancel: () => clearTimeout(timeout) };
  },
};
const messages: HubDeps['messages'] = {
  page: () => Promise.reject(new Error('nothing is stored')),
  changesSince: () => Promise.reject(new Error('nothing is stored')),
};
const log = { warn: console.error, error: console.error };
const limits = defaultLimits();
const hub = createHub({
  bus,
  clock,
  random: systemRandom,
  messages,
  presence: { enter() {}, leave() {} },
  rights: {
    standing: () => ({ read: null, write: null }),
    inApp: () => null,
    ask: () => Promise.resolve(null),
    changes: () => 0,
  },
  protocols: [frames, events],
  limits,
  metrics: noMetrics,
  log,
});
const transport = createTransport(
  {
    hub,
    clock,
    log,
    budgets: new Budgets(clock, limits, BUDGETS),
    throttle: new AddressThrottle(clock, limits),
    limits,
    publicUrl: null,
    trustProxy: false,
  },
  (_request, response) => response.end(),
);
announcePort((await transport.listen({ port: 0, host: '127.0.0.1' })).port);
