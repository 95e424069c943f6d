import { type ServerOptions, WebSocket, WebSocketServer } from 'ws';
import type { ThrottledEvents } from './throttled-events.ts';

/**
 * A websocket of engine.io's that tells of a frame that is too large, before `ws` closes for it by itself, and that is held
 * back with its address.
 */
export class EngineServerSocket extends WebSocket {
  tooLarge: (() => void) | null = null;
  throttled: ThrottledEvents | null = null;

  override close(code?: number, reason?: string | Buffer): void {
    if (code === 1009) this.tooLarge?.();
    super.close(code, reason);
  }

  override emit(event: string | symbol, ...args: readonly unknown[]): boolean {
    const emit = () => super.emit(event, ...args);
    return this.throttled?.holds(emit) === true || emit();
  }
}

/** What engine.io makes its websockets with. */
export class EngineWebSocketServer extends WebSocketServer {
  constructor(options: ServerOptions) {
    super({ ...options, WebSocket: EngineServerSocket });
  }
}
