import { type ServerOptions, WebSocket, WebSocketServer } from 'ws';

/** A websocket of engine.io's that tells of a frame that is too large, before `ws` closes for it by itself. */
export class EngineServerSocket extends WebSocket {
  tooLarge: (() => void) | null = null;

  override close(code?: number, reason?: string | Buffer): void {
    if (code === 1009) this.tooLarge?.();
    super.close(code, reason);
  }
}

/** What engine.io makes its websockets with. */
export class EngineWebSocketServer extends WebSocketServer {
  constructor(options: ServerOptions) {
    super({ ...options, WebSocket: EngineServerSocket });
  }
}
