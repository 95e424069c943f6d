/** Stock Socket.IO clients, and one that writes packets by hand, against a server that echoes. */
import { once } from 'node:events';
import { type Socket as ClientSocket, io } from 'socket.io-client';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { roomTopic } from '../../hub/protocol.ts';
import { createTestEvents, type EventHooks, ROOM } from '../../hub/testing/test-protocol.ts';
import { startTestServer, type TestServer } from './test-server.ts';

export type Transports = readonly ('websocket' | 'polling')[];

export const WEBSOCKET: Transports = ['websocket'];
export const POLLING: Transports = ['polling'];
export function dial(server: TestServer, transports: Transports, auth: object = {}): ClientSocket {
  const options = { transports: [...transports], auth, forceNew: true, reconnection: false };
  return io(`http://${server.url('')}`, options);
}

export async function connect(
  server: TestServer,
  transports: Transports = WEBSOCKET,
): Promise<ClientSocket> {
  const client = dial(server, transports);
  await next(client, 'connect');
  return client;
}

/** The arguments of the client's next event of this name. */
export function next(client: ClientSocket, name: string): Promise<unknown[]> {
  return new Promise((resolve) => client.once(name, (...args: unknown[]) => resolve(args)));
}

/** Listens to the room and answers each call with its arguments. */
export const echoing: EventHooks = {
  open: (session) => session.listen(roomTopic(ROOM)),
  receive: (_session, _name, args, ack) => ack?.(...args),
};

export function startEcho(options: Partial<Parameters<typeof startTestServer>[0]> = {}) {
  return startTestServer({ protocols: [createTestEvents(['echo'], echoing)], ...options });
}

export async function expectUnharmed(server: TestServer, client: ClientSocket): Promise<void> {
  expect(await client.emitWithAck('echo', 'still here')).toBe('still here');
  expect(server.errors).toEqual([]);
}

/** A client that writes packets by hand, connected to the namespace. */
export async function connectRaw(server: TestServer): Promise<WebSocket> {
  const raw = new WebSocket(`ws://${server.url('/socket.io/?EIO=4&transport=websocket')}`);
  await once(raw, 'message');
  raw.send('40');
  await once(raw, 'message');
  return raw;
}
