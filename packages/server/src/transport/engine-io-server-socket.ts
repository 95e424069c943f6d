import { type ServerOptions, WebSocket, WebSocketServer } from 'ws';
import { COSTS } from '../core/address-throttle.ts';
import { FRAGMENTS_MAX } from './options.ts';
import type { SocketConnection } from './socket-connection.ts';

/**
 * A websocket of engine.io's that tells its connection of its closing, before `ws` closes a bad or too large frame's by itself,
 * and of `ws`'s own pings, and that is held back with its address.
 */
export class EngineServerSocket extends WebSocket {
  connection: SocketConnection | null = null;

  override close(code?: number, reason?: string | Buffer): void {
    if (code !== undefined) this.connection?.closing(code);
    super.close(code, reason);
  }

  override emit(event: string | symbol, ...args: readonly unknown[]): boolean {
    if (event === 'ping' || event === 'pong') this.connection?.chargeAddress(COSTS.frame);
    const emit = () => super.emit(event, ...args);
    return this.connection?.throttled?.holds(emit) === true || emit();
  }
}

/** What engine.io makes its websockets with. */
export class EngineWebSocketServer extends WebSocketServer {
  constructor(options: ServerOptions) {
    super({ ...options, maxFragments: FRAGMENTS_MAX, WebSocket: EngineServerSocket });
  }
}
