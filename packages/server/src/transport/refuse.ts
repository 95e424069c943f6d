import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** An answer of the transport's own, before any protocol has seen the request. */
export interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent: the status alone. */
  readonly body?: object;
}

/** A path that speaks WebSocket was asked for a page. */
export const UPGRADE_REQUIRED: Refusal = {
  status: 426,
  headers: { upgrade: 'websocket', connection: 'Upgrade' },
  body: {
    error: 'Upgrade Required',
    message: 'This is a WebSocket path: connect with ws:// or wss://',
  },
};

/** What engine.io answers too, whose message names no cure. */
export const UNSUPPORTED_EIO: Refusal = {
  status: 400,
  headers: { connection: 'close' },
  body: {
    code: 5,
    message:
      'Unsupported protocol version: this server speaks Engine.IO 4 (EIO=4). Use a Socket.IO client of version 3 or 4, such as socket.io-client 3.0.0 or newer',
  },
};

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  408: 'Request Timeout',
  413: 'Payload Too Large',
  426: 'Upgrade Required',
  431: 'Request Header Fields Too Large',
  503: 'Service Unavailable',
};

/** Nothing here rests on cookies, so any page may read the answer, also one that asked with credentials. */
export function corsHeaders(request: IncomingMessage): Record<string, string> {
  const { origin } = request.headers;
  const echoed = origin === undefined ? {} : { 'access-control-allow-origin': origin };
  return { ...echoed, 'access-control-allow-credentials': 'true', vary: 'Origin' };
}

export function answerRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Refusal,
): void {
  const type = body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(status, { ...corsHeaders(request), ...type, ...headers });
  response.end(request.method === 'HEAD' || body === undefined ? undefined : JSON.stringify(body));
}

/** Answers a request that has no response object, and hangs up. */
export function refuseSocket(socket: Duplex, { status, headers = {}, body }: Refusal): void {
  socket.on('error', () => socket.destroy());
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const text = body === undefined ? '' : JSON.stringify(body);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_TEXTS[status] ?? ''}`,
    ...Object.entries({ ...headers, connection: 'close' }).map((pair) => pair.join(': ')),
    ...(body === undefined ? [] : ['content-type: application/json; charset=utf-8']),
    `content-length: ${Buffer.byteLength(text)}`,
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
}
