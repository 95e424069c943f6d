/** Bun's native publish (uWebSockets, C++), run by Bun: a message from anyone goes to all. Nothing is stored. */
import { announcePort, messageFrame, readMessage } from './plain-peer.ts';

/** What is used of Bun's own API. */
declare const Bun: {
  gc(force: boolean): void;
  serve(options: BunOptions): BunServer;
};
interface BunOptions {
  readonly port: number;
  readonly hostname: string;
  fetch(request: Request, server: BunServer): Response | undefined;
  readonly websocket: {
    /** Seconds. */
    readonly idleTimeout: number;
    open(client: { subscribe(topic: string): void }): void;
    message(client: unknown, text: string): void;
  };
}
interface BunServer {
  readonly port: number;
  upgrade(request: Request): boolean;
  publish(topic: string, text: string): number;
}

const TOPIC = 'room';

const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch: (request, self) => (self.upgrade(request) ? undefined : new Response('ok')),
  websocket: {
    idleTimeout: 960,
    open: (client) => client.subscribe(TOPIC),
    message: (_client, text) => {
      server.publish(TOPIC, messageFrame(readMessage(text)));
    },
  },
});
process.on('message', (message) => {
  if (message !== 'gc') return;
  Bun.gc(true);
  const { heapUsed, external } = process.memoryUsage();
  process.send?.(heapUsed + external);
});
announcePort(server.port);
