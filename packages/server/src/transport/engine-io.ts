import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Server as EngineServer, type Socket as EngineSocket } from 'engine.io';
import { WebSocketServer } from 'ws';
import type { Opening } from '../hub/protocol.ts';
import type { Connections } from './connections.ts';
import { EngineConnection } from './engine-io-connection.ts';
import { releaseRequest } from './engine-io-internals.ts';
import { openingOf } from './opening.ts';
import type { TransportDeps } from './options.ts';
import { createPacketReader, type Received } from './socket-io-packets.ts';

/** What all Socket.IO connections share. */
export interface EngineShared extends TransportDeps {
  readonly connections: Connections;
  /** Throws on a malformed packet. */
  readPacket(text: string): Received;
}

export interface EngineIoTransport {
  /** Long-polling. */
  request(request: IncomingMessage, response: ServerResponse): void;
  /** WebSocket, at once or as the upgrade of a polling client. */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void;
  close(): void;
}

/** Socket.IO v4 clients (Engine.IO 4, Socket.IO protocol 5), over websocket and long-polling. */
export function createEngineIoTransport(
  deps: TransportDeps & { readonly connections: Connections },
): EngineIoTransport {
  const shared: EngineShared = { ...deps, readPacket: createPacketReader() };
  const { limits } = deps;
  const engine = new EngineServer({
    pingInterval: limits.pingIntervalMs,
    // Dead after two intervals without a pong.
    pingTimeout: limits.pingIntervalMs,
    maxHttpBufferSize: limits.frameBytesMax,
    perMessageDeflate: false,
    httpCompression: false,
    cors: { origin: '*' },
    wsEngine: WebSocketServer,
  });
  engine.on('connection', (socket: EngineSocket) => {
    const opening = openingOfSocket(socket, deps);
    releaseRequest(socket);
    new EngineConnection(socket, opening, shared).begin();
  });
  return {
    request: (request, response) => engine.handleRequest(request, response),
    upgrade: (request, socket, head) => engine.handleUpgrade(request, socket, head),
    close: () => {
      engine.close();
    },
  };
}

function openingOfSocket(socket: EngineSocket, deps: TransportDeps): Opening {
  const opening = openingOf(socket.request, deps);
  // The router has decoded this very URL already.
  if (opening === null) throw new Error('a request was routed here with an undecodable URL');
  return opening;
}
