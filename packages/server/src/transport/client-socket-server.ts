import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { FRAGMENTS_MAX } from './options.ts';
import { ClientSocket } from './websocket-connection.ts';

/** WebSocket (RFC 6455) by `ws`, which does the handshake and the reading. */
export class ClientSocketServer extends WebSocketServer<typeof ClientSocket> {
  constructor(frameBytesMax: number) {
    super({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: frameBytesMax,
      maxFragments: FRAGMENTS_MAX,
      // The connection sends pongs: this way it costs each idle client nothing.
      autoPong: false,
      WebSocket: ClientSocket,
    });
  }

  /** Takes over the socket of an upgrade request. `ws` responds to a malformed handshake itself, and ends the socket. */
  accept(
    request: IncomingMessage,
    socket: Socket,
    head: Buffer,
    opened: (webSocket: ClientSocket) => void,
  ): void {
    // What the connection sends at once leaves with the response to the handshake, in one write.
    socket.cork();
    this.handleUpgrade(request, socket, head, opened);
    socket.uncork();
  }
}
