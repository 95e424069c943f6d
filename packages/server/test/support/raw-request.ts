import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request whose path goes out as it stands: clients resolve `..` and decode `%2e` before they send. */
export async function rawRequest(
  url: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string | Uint8Array,
): Promise<{ readonly status: number; readonly body: string }> {
  const { hostname, port } = new URL(url);
  const sent = request({ hostname, port, method, path, headers });
  sent.end(body);
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, body: await text(response) };
}

/** What a server says first to a WebSocket that asks for this very path: text of its frames, as it came. */
export async function rawGreeting(url: string, path: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  const sent = request({ hostname, port, path, headers });
  sent.end();
  const [, socket, head] = await once(sent, 'upgrade');
  const [more] = head.length > 0 ? [''] : await once(socket, 'data');
  socket.destroy();
  return `${head}${more}`;
}
