/** The server side of `fan-out.ts`, in a process of its own: `koine` (hub and transport, nothing stored) or plain `ws`. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defaultLimits, type Message } from '@koine/contract';
import { WebSocketServer } from 'ws';
import { createLocalBus } from '../packages/server/src/bus/local-bus.ts';
import type { MessageStore } from '../packages/server/src/core/ports/stores.ts';
import type { Clock } from '../packages/server/src/core/ports/world.ts';
import { createHub } from '../packages/server/src/hub/hub.ts';
import { noMetrics } from '../packages/server/src/hub/metrics.ts';
import {
  type EventProtocol,
  eventText,
  type FrameProtocol,
  roomTopic,
} from '../packages/server/src/hub/protocol.ts';
import { createTransport } from '../packages/server/src/transport/listen.ts';

const ROOM = 'room';

const port = process.argv[2] === 'ws' ? await servePlainWs() : await serveKoine();
process.send?.({ port });
process.on('message', () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() });
});

function frameOf(content: string): string {
  return JSON.stringify({ type: 'message', message: content, id: 'x' });
}

async function servePlainWs(): Promise<number> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  server.on('connection', (client) => {
    client.on('message', (data) => {
      const text = frameOf(JSON.parse(String(data)).message);
      for (const member of server.clients) member.send(text);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return portOf(http.address());
}

async function serveKoine(): Promise<number> {
  const log = { warn: console.error, error: console.error };
  const bus = createLocalBus(console.error);
  const clock: Clock = {
    now: Date.now,
    monotonic: () => performance.now(),
    after(delayMs, run) {
      const timeout = setTimeout(run, delayMs).unref();
      return { cancel: () => clearTimeout(timeout) };
    },
  };
  let seq = 0;
  const say = (content: string) => {
    const message = messageOf(++seq, content);
    bus.publish({ type: 'messageCreated', roomId: ROOM, changeSeq: seq, message });
  };
  const frames: FrameProtocol = {
    name: 'lobby',
    framing: 'websocket',
    accepts: () => true,
    open(session) {
      session.listen(roomTopic(ROOM));
      return { receive: (text) => say(JSON.parse(text).message), receiveBinary() {} };
    },
    encode(event, outlets) {
      if (event.type !== 'messageCreated') return;
      outlets.audience(roomTopic(event.roomId))?.send(frameOf(event.message.content));
    },
  };
  const events: EventProtocol = {
    name: 'community',
    framing: 'socket.io',
    events: new Set(['say']),
    open(session) {
      session.listen(roomTopic(ROOM));
      return { receive: (_event, [content]) => say(String(content)) };
    },
    encode(event, outlets) {
      if (event.type !== 'messageCreated') return;
      const payload = { message: event.message.content, id: 'x' };
      outlets.audience(roomTopic(event.roomId))?.send(eventText('message', payload));
    },
  };
  const messages: Pick<MessageStore, 'page' | 'changesSince'> = {
    page: () => Promise.reject(new Error('nothing is stored')),
    changesSince: () => Promise.reject(new Error('nothing is stored')),
  };
  const limits = defaultLimits();
  const presence = { enter() {}, leave() {} };
  const hub = createHub({
    bus,
    messages,
    presence,
    protocols: [frames, events],
    limits,
    metrics: noMetrics,
    log,
  });
  const deps = { hub, clock, log, limits, publicUrl: null, trustProxy: false };
  const transport = createTransport(deps, (_request, response) => response.end());
  return (await transport.listen({ port: 0, host: '127.0.0.1' })).port;
}

function messageOf(seq: number, content: string): Message {
  return {
    id: 'x',
    number: seq,
    roomId: ROOM,
    seq,
    changeSeq: seq,
    sender: { id: 'a', name: 'a', avatarUrl: null, kind: 'anonymous' },
    content,
    type: 'text',
    meta: null,
    createdAt: 0,
    editedAt: null,
    editReason: null,
    deletedAt: null,
    deletedBy: null,
    reactions: [],
    clientKey: null,
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== 'object' || address === null) throw new Error('not listening');
  return address.port;
}
