import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Server as EngineServer, type Socket as EngineSocket } from 'engine.io';
import type { Handshake } from '../hub/protocol.ts';
import type { ClientSocketServer } from './client-socket-server.ts';
import { EngineConnection } from './engine-io-connection.ts';
import { releaseRequest } from './engine-io-internals.ts';
import { EngineWebSocketServer } from './engine-io-server-socket.ts';
import { EngineWebSocketConnection, isEngineWebSocket } from './engine-io-websocket.ts';
import { POST_TOO_LARGE, sendErrorResponse } from './error-responses.ts';
import { handshakeOf } from './handshake.ts';
import type { TransportDeps } from './options.ts';
import type { SharedTransport } from './socket-connection.ts';
import { SocketIoClient } from './socket-io-client.ts';

export interface EngineIoTransport {
  /** Long-polling. */
  request(request: IncomingMessage, response: ServerResponse, handshake: Handshake): void;
  /** WebSocket, at once or as the upgrade of a polling client. */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer, handshake: Handshake): void;
  close(): void;
}

/**
 * Socket.IO v4 clients (Engine.IO 4, Socket.IO protocol 5), over websocket and long-polling. `engine.io` serves polling and
 * upgrades. Clients that begin with WebSocket need none of it, since there the protocol is one character before each text: they
 * run on our own WebSocket, at a third of the memory. The hub's batches go to the WebSocket below whenever that keeps order.
 * At shutdown the transport is closed without a DISCONNECT packet, after which stock clients would not reconnect.
 */
export function createEngineIoTransport(
  deps: SharedTransport,
  webSockets: ClientSocketServer,
): EngineIoTransport {
  const { limits } = deps;
  const engine = new EngineServer({
    pingInterval: limits.pingIntervalMs,
    // Dead after two intervals without a pong.
    pingTimeout: limits.pingIntervalMs,
    maxHttpBufferSize: limits.frameBytesMax,
    perMessageDeflate: false,
    httpCompression: false,
    // Nothing rests on cookies: any page may call, also with credentials.
    cors: { origin: true, credentials: true },
    wsEngine: EngineWebSocketServer,
  });
  /** Clients that began by polling, by the id in their requests: apart from the hub's index, since engine.io names them so. */
  const polling = new Map<string, SocketIoClient>();
  engine.on('connection', (socket: EngineSocket) => {
    const handshake = handshakeOfSocket(socket, deps);
    releaseRequest(socket);
    const connection = new EngineConnection(socket, handshake.ip, deps);
    const client = new SocketIoClient(connection, handshake, deps);
    const { sid } = connection;
    polling.set(sid, client);
    socket.on('close', () => polling.delete(sid));
    connection.begin(client);
  });
  return {
    request(request, response, handshake) {
      const sid = handshake.query.getAll('sid').at(-1) ?? '';
      const client = polling.get(sid);
      if (client !== undefined && request.method === 'POST') {
        if (Number(request.headers['content-length'] ?? 0) > limits.frameBytesMax) {
          sendErrorResponse(request, response, POST_TOO_LARGE);
          endTooLarge(client);
          return;
        }
        // Of one that does not say its length; engine.io responds.
        whenLargerThan(request, limits.frameBytesMax, () => endTooLarge(client));
      }
      engine.handleRequest(request, response);
    },
    upgrade(request, socket, head, handshake) {
      if (!isEngineWebSocket(handshake)) {
        engine.handleUpgrade(request, socket, head);
        return;
      }
      webSockets.accept(request, socket, head, (webSocket) => {
        const connection = new EngineWebSocketConnection(webSocket, socket, handshake.ip, deps);
        connection.begin((underlying) => new SocketIoClient(underlying, handshake, deps));
      });
    },
    close: () => {
      engine.close();
    },
  };
}

/** The client receives the reason by its poll. */
function endTooLarge(client: SocketIoClient): void {
  client.frameTooLarge();
  client.close(1009, 'Too large');
}

function whenLargerThan(request: IncomingMessage, bytesMax: number, act: () => void): void {
  let bytes = 0;
  const count = (chunk: Buffer | string) => {
    bytes += Buffer.byteLength(chunk);
    if (bytes <= bytesMax) return;
    request.off('data', count);
    act();
  };
  request.on('data', count);
}

function handshakeOfSocket(socket: EngineSocket, deps: TransportDeps): Handshake {
  const handshake = handshakeOf(socket.request, deps);
  // The router has decoded this very URL already.
  if (handshake === null) throw new Error('a request was routed here with an undecodable URL');
  return handshake;
}
