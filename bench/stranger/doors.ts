/** What somebody without any right may try at a server. Each door is one try; the flood repeats it. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

export interface Target {
  readonly port: number;
  /** A number that is another in each try. */
  readonly n: number;
}
type Knock = (target: Target) => Promise<void>;

const ADDRESS = '127.0.0.66';
const FRAMES_A_VISIT = 200;

const token = (head: object, body: object) =>
  [head, body]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat('c2lnbmF0dXJl')
    .join('.');
/** Never signed by anyone, each wrong in another way. */
const FORGED = [
  token({ alg: 'none' }, { sub: 'root', iss: 'default' }),
  token({ alg: 'HS256' }, { sub: 'ada', iss: { $ne: null } }),
  token({ alg: 'HS256' }, { sub: ['ada'], iss: ['default'], exp: -1 }),
  token({ alg: 'RS256', kid: '../../secrets.json' }, { sub: null, iss: 5 }),
  'x'.repeat(8000),
];
const forged = (n: number) => FORGED[n % FORGED.length] ?? '';

export const DOORS: Readonly<Record<string, Knock>> = {
  'lobby frames': visit(
    (n) => `/ws/chat/stranger_${n % 50}`,
    ['{', '{"message":5}', '{"message":"x"}'],
  ),
  'lobby arrivals': visit((n) => `/ws/chat/stranger_${n}`, []),
  'wall frames': visit(
    () => '/ws',
    [
      '{"type":"send_message","data":{"text":"x"}}',
      '{"type":"add_reaction","data":{"message_id":"x","emoji":"x"}}',
      'x',
    ],
  ),
  'platform, forged tokens': visit(
    (n) => `/ws/550e8400-e29b-41d4-a716-446655440001?token=${forged(n)}&user_id=u`,
    ['{"type":"ping"}'],
  ),
  'platform frames': visit(
    (n) =>
      `/ws/550e8400-e29b-41d4-a716-446655440001?token=sk_test_1234567890abcdef&user_id=stranger_${n % 50}`,
    ['{"type":"typing","data":{"is_typing":true}}', '{"type":"message","data":{}}', '{'],
  ),
  'Socket.IO connects': visit(
    () => '/socket.io/?EIO=4&transport=websocket',
    ['40{"token":"x"}', '40/admin,', '42["nonsense",{}]', '41', '9'],
  ),
  'Socket.IO joins': visit(
    () => '/socket.io/?EIO=4&transport=websocket',
    ['40', '42["join",{"uid":"lobby"}]', '42["join_chat",{"userId":"a","targetUserId":"b"}]'],
  ),
  'polling sessions': call('GET', () => '/socket.io/?EIO=4&transport=polling'),
  'sign-ins': call(
    'POST',
    () => '/users/login',
    (n) => `username=user${n}&password=wrong-password`,
  ),
  accounts: call(
    'POST',
    () => '/users/register',
    (n) => `username=strange_${n}&password=correct-horse-${n}`,
  ),
  guests: call(
    'POST',
    () => '/users/login',
    (n) => `guest=true&guest_key=k${n}`,
  ),
  'lists of rooms': call('GET', () => '/rooms'),
  history: call('GET', () => '/rooms/lobby/messages?limit=100'),
  'platform keys': call(
    'GET',
    () => '/api/v1/rooms',
    undefined,
    (n) => ({ 'x-api-key': `sk_live_${n}` }),
  ),
  'platform tokens': call(
    'GET',
    () => '/api/v1/rooms',
    undefined,
    (n) => ({ authorization: `Bearer ${forged(n)}` }),
  ),
  'operator keys': call(
    'GET',
    () => '/api/admin/apps',
    undefined,
    (n) => ({ 'x-admin-key': `k${n}` }),
  ),
  'clients by operator key': call(
    'POST',
    () => '/api/v1/clients',
    () => '{}',
    (n) => ({ 'x-admin-key': `k${n}` }),
  ),
  health: call('GET', () => '/health'),
  metrics: call('GET', () => '/metrics'),
  documents: call(
    'GET',
    (n) => (n % 2 ? '/docs/openapi.json' : '/docs/asyncapi.json'),
    undefined,
    (n) => ({
      host: `h${n}.example`,
    }),
  ),
  websocketUrl: call('GET', () => '/websocket'),
  'no such path': call('GET', (n) => `/%zz/${n}`),
  'raw connections': raw(''),
  'half a request': raw('GET / HTTP/1.1\r\nHost: x\r\nX: '),
  'no HTTP at all': raw('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'),
};

/** A WebSocket that sends its frames over and over, then goes. */
function visit(path: (n: number) => string, frames: readonly string[]): Knock {
  return async ({ port, n }) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path(n)}`, { localAddress: ADDRESS });
    socket.on('error', () => {});
    await Promise.race([once(socket, 'open'), once(socket, 'close'), sleep(2000)]).catch(() => {});
    for (let i = 0; i < FRAMES_A_VISIT && socket.readyState === WebSocket.OPEN; i++) {
      const frame = frames[i % frames.length];
      if (frame === undefined) break;
      socket.send(frame);
      if (i % 20 === 0) await sleep(1);
    }
    socket.terminate();
  };
}

function call(
  method: string,
  path: (n: number) => string,
  body?: (n: number) => string,
  headers: (n: number) => Readonly<Record<string, string>> = () => ({}),
): Knock {
  return async ({ port, n }) => {
    const text = body?.(n);
    const type = text?.startsWith('{') === true ? 'json' : 'x-www-form-urlencoded';
    const asked = request({
      port,
      method,
      path: path(n),
      localAddress: ADDRESS,
      headers: {
        ...headers(n),
        ...(text !== undefined && { 'content-type': `application/${type}` }),
      },
    });
    asked.end(text);
    const { promise, resolve } = Promise.withResolvers<void>();
    asked.on('error', () => resolve());
    asked.on('response', (answer: IncomingMessage) => {
      answer.resume();
      answer.on('close', () => resolve());
    });
    await promise;
  };
}

/** Connections that are held and never finish what they say; the oldest goes when there are many. */
function raw(text: string): Knock {
  const held: Socket[] = [];
  return async ({ port }) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: ADDRESS });
    socket.on('error', () => {});
    if (text !== '') socket.write(text);
    held.push(socket);
    if (held.length > 2000) held.shift()?.destroy();
    await sleep(2);
  };
}
