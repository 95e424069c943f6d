import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

// Taken so, not imported: an import of this module loads Node's fetch along with it, a tenth of a start's time.
const { STATUS_CODES } = process.getBuiltinModule('node:http');

/** A response of the transport's own, before any protocol has seen the request. */
export interface ErrorResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent: the status alone. */
  readonly body?: object;
}

/** For a plain request to a WebSocket path. */
export const UPGRADE_REQUIRED: ErrorResponse = {
  status: 426,
  headers: { upgrade: 'websocket', connection: 'Upgrade' },
  body: {
    error: 'Upgrade Required',
    message: 'This is a WebSocket path: connect with ws:// or wss://',
  },
};

/** As engine.io responds, whose message names no cure. */
export const UNSUPPORTED_EIO: ErrorResponse = {
  status: 400,
  headers: { connection: 'close' },
  body: {
    code: 5,
    message:
      'Unsupported protocol version: this server speaks Engine.IO 4 (EIO=4). Use a Socket.IO client of version 3 or 4, such as socket.io-client 3.0.0 or newer',
  },
};

const CLOSE = { connection: 'close' };
export const BAD_REQUEST: ErrorResponse = { status: 400, headers: CLOSE };
export const UNAVAILABLE: ErrorResponse = { status: 503, headers: CLOSE };
/** One second lets in as much as an address may cost. */
export const TOO_MANY_HELD: ErrorResponse = {
  status: 429,
  headers: { ...CLOSE, 'retry-after': '1' },
};
export const POST_TOO_LARGE: ErrorResponse = {
  status: 413,
  headers: CLOSE,
  body: { code: 3, message: 'Payload too large' },
};

/** Nothing here rests on cookies, so any page may read the response, also one that asked with credentials. */
function corsHeaders(request: IncomingMessage): Record<string, string> {
  const { origin } = request.headers;
  const echoed = origin === undefined ? {} : { 'access-control-allow-origin': origin };
  return { ...echoed, 'access-control-allow-credentials': 'true', vary: 'Origin' };
}

export function sendErrorResponse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: ErrorResponse,
): void {
  const type = body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(status, { ...corsHeaders(request), ...type, ...headers });
  response.end(request.method === 'HEAD' || body === undefined ? undefined : JSON.stringify(body));
}

/** Responds to a request that has no response object, and ends the socket. */
export function rejectSocket(socket: Duplex, { status, headers = {}, body }: ErrorResponse): void {
  socket.on('error', () => socket.destroy());
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const text = body === undefined ? '' : JSON.stringify(body);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...Object.entries({ ...headers, connection: 'close' }).map((pair) => pair.join(': ')),
    ...(body === undefined ? [] : ['content-type: application/json; charset=utf-8']),
    `content-length: ${Buffer.byteLength(text)}`,
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
}
