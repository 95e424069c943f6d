/** Requests, frames and packets written by hand, from an address of choice. */
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import type { TestServer } from './test-server.ts';

interface Call {
  readonly path?: string;
  readonly body?: string;
  readonly agent?: Agent;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The text of the answer. */
export async function call(
  { port }: TestServer,
  localAddress: string,
  { path = '/', body, agent = new Agent(), headers = {} }: Call = {},
): Promise<string> {
  const method = body === undefined ? 'GET' : 'POST';
  const asked = request({ port, localAddress, path, method, agent, headers }).end(body);
  const [answer]: IncomingMessage[] = await once(asked, 'response');
  return answer === undefined ? '' : text(answer);
}

export function dial(server: TestServer, address: string, path: string): WebSocket {
  const socket = new WebSocket(`ws://${server.url(path)}`, { localAddress: address });
  socket.on('error', () => {});
  return socket;
}

/** Sends a frame; returns the next that comes. */
export async function exchange(socket: WebSocket, frame: string): Promise<string> {
  socket.send(frame);
  return String((await once(socket, 'message'))[0]);
}

export const POLLING = '/socket.io/?EIO=4&transport=polling';
export const WEBSOCKET = '/socket.io/?EIO=4&transport=websocket';

/** Begins by polling; returns what the query of the session's requests ends with. */
export async function poll(server: TestServer, address: string): Promise<string> {
  const [, sid = ''] = /"sid":"([^"]+)"/.exec(await call(server, address, { path: POLLING })) ?? [];
  return `&sid=${sid}`;
}

/** A session that began by polling, on its websocket. */
export async function upgraded(server: TestServer, address: string): Promise<WebSocket> {
  const socket = dial(server, address, WEBSOCKET + (await poll(server, address)));
  await once(socket, 'open');
  await exchange(socket, '2probe');
  socket.send('5');
  return socket;
}
