import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A connection to a server that can be cut, or that lets nothing back for a while. */
export interface CuttingProxy extends AsyncDisposable {
  readonly url: string;
  /** From now on until `cut`, what the server says does not arrive. */
  swallow(): void;
  /** Resolves once the server has said this in vain. */
  swallowed(text: string): Promise<void>;
  /** Ends all connections; new ones are let through again. */
  cut(): void;
}

export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isSwallowing = false;
  let lost = '';
  let check = () => {};
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (data) => {
      if (!isSwallowing) {
        client.write(data);
        return;
      }
      lost += data.toString('latin1');
      check();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo;
  const cut = () => {
    isSwallowing = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${own}`,
    swallow() {
      isSwallowing = true;
    },
    swallowed: (text) =>
      new Promise((resolve) => {
        check = () => {
          if (lost.includes(text)) resolve();
        };
        check();
      }),
    cut,
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
