import type { Server } from 'node:http';

/** Listens on a free port and says which. */
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
