/** What the peers that store nothing have in common: they speak the lobby's message, so that all write the same bytes. */
import type { Server } from 'node:http';

let count = 0;

/** The text of `{"message": …}`. Throws when there is none. */
export function readMessage(frame: string): string {
  const value: unknown = JSON.parse(frame);
  if (typeof value !== 'object' || value === null || !('message' in value))
    throw new Error('a frame without a message');
  return String(value.message);
}

export function messageFrame(message: string): string {
  return JSON.stringify({ type: 'message', ...messageFields(message) });
}

export function messageFields(message: string) {
  const timestamp = `${new Date().toISOString().slice(0, 23)}000`;
  return { sender: 'c000000', message, timestamp, id: `msg_${++count}` };
}

/** Listens on a free port and announces it. */
export function announce(http: Server): void {
  http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
    const address = http.address();
    if (typeof address === 'object' && address !== null) announcePort(address.port);
  });
}

/** The line by which the benchmark knows that a server is ready; from then on it ends with the benchmark. */
export function announcePort(port: number): void {
  process.on('disconnect', () => process.exit());
  process.on('SIGTERM', () => process.exit());
  console.log(`http://127.0.0.1:${port}`);
}
