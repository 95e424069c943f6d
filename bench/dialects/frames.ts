import { clientName, type Dialect, markBehind } from './dialect.ts';

const typedMessage = markBehind('{"type":"', 'm');

/** What the plain peers speak: the lobby's frames, without anything that a lobby does. */
export const plain: Dialect = {
  path: () => '/',
  steps: [],
  readyMark: null,
  messageMark: typedMessage,
  wrap: (message) => JSON.stringify({ message }),
};

export interface Place {
  /** The room's uid, or the platform's room id. Default: where clients go that name none. */
  readonly room?: (client: number) => string;
  /** The change number after which to resume. */
  readonly since?: number;
  /** How many different people the clients are. Default: each one of its own. */
  readonly people?: number;
}

export function lobby(place: Place = {}): Dialect {
  return {
    ...plain,
    path: (client) => `/ws/chat/${nameOf(client, place)}${query(client, place)}`,
    readyMark: place.since === undefined ? '{"type":"system"' : '{"type":"resumed"',
  };
}

/** All clients are one user: they come from one address. */
export function reactions(place: Place = {}): Dialect {
  return {
    ...plain,
    path: (client) => `/ws${query(client, place)}`,
    readyMark: place.since === undefined ? null : '{"type":"resumed"',
    wrap: (text) => JSON.stringify({ type: 'send_message', data: { text } }),
  };
}

/** People become participants of the room by coming. */
export function platform(place: Place = {}): Dialect {
  const { room, since } = place;
  const path = (client: number) => {
    const roomId = room?.(client) ?? SANDBOX_ROOM;
    const name = nameOf(client, place);
    const user = `user_id=${name}&user_name=${name}`;
    const resume = since === undefined ? '' : `&since=${since}`;
    return `/ws/${roomId}?token=${SANDBOX_KEY}&${user}${resume}`;
  };
  return {
    ...plain,
    path,
    readyMark: since === undefined ? '{"type":"connection_status"' : '{"type":"resumed"',
    wrap: (content) => JSON.stringify({ type: 'message', data: { content } }),
  };
}

export const SANDBOX_KEY = 'sk_test_1234567890abcdef';
export const SANDBOX_ROOM = '550e8400-e29b-41d4-a716-446655440001';

function nameOf(client: number, { people = Number.MAX_SAFE_INTEGER }: Place): string {
  return clientName(client % people);
}

function query(client: number, { room, since }: Place): string {
  const parts: string[] = [];
  if (room !== undefined) parts.push(`room=${room(client)}`);
  if (since !== undefined) parts.push(`since=${since}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
