/** Close codes in words, from RFC 6455 and the platform protocol's table. */
const WORDS: Readonly<Record<number, string>> = {
  1000: 'Closed normally',
  1001: 'The server is going away',
  1002: 'Protocol error',
  1003: 'Binary frames are not taken here',
  1005: 'Closed without a code',
  1006: 'The connection broke, or was refused before it opened',
  1007: 'The text was not UTF-8',
  1008: 'Refused by the rules of this protocol',
  1009: 'The frame was too large',
  1011: 'Something went wrong in the server',
  1012: 'The server restarts',
  1013: 'Too slow, or the server is busy: try again later',
  4001: 'Unauthorized: the key or token is missing or invalid',
  4002: 'Room not found',
  4003: 'Access to the room was denied',
  4004: 'Rate limit exceeded',
};

/** The code in words. */
export function closeText(code: number): string {
  return WORDS[code] ?? 'Closed';
}

/** Whether the server would refuse the same connection again. */
export function isPermanent(code: number): boolean {
  return code === 1008 || code === 1003 || code === 1009 || (code >= 4000 && code < 4500);
}

/** A disconnect reason of the stock Socket.IO client in words. */
export function disconnectText(reason: string): string {
  return DISCONNECTS[reason] ?? 'Disconnected';
}

const DISCONNECTS: Readonly<Record<string, string>> = {
  'io server disconnect': 'The server ended the connection',
  'io client disconnect': 'Closed by this page',
  'ping timeout': 'The server did not answer in time',
  'transport close': 'The connection was closed',
  'transport error': 'The connection broke',
  'parse error': 'The server sent an invalid packet',
};
