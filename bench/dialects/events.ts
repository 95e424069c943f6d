import { clientName, type Dialect, markBehind } from './dialect.ts';
import type { Place } from './frames.ts';

/** What the stock Socket.IO peer speaks: `say` in, `message` out. */
export const plainEvents: Dialect = {
  path: () => '/socket.io/?EIO=4&transport=websocket',
  steps: [{ after: '0{', send: () => ['40'] }],
  readyMark: '40{',
  messageMark: markBehind('42["', 'm'),
  wrap: (text) => `42${JSON.stringify(['say', text])}`,
};

export interface CommunityPlace extends Place {
  readonly room: (client: number) => string;
  readonly token: string;
}

/** In a room, signed in. All clients are one user. */
export function community({ room, token, since }: CommunityPlace): Dialect {
  const resume = (client: number) => JSON.stringify({ since: { [room(client)]: since } });
  return {
    ...plainEvents,
    steps: [
      { after: '0{', send: (client) => [`40${since === undefined ? '' : resume(client)}`] },
      {
        after: '40{',
        send: (client) => [event('login', { token }), event('join', { uid: room(client) })],
      },
    ],
    readyMark: since === undefined ? '42["room_users"' : '42["resumed"',
    wrap: (text) => event('sendMessage', { text }),
  };
}

/** Each two clients that follow one another have a conversation: a message is delivered to both. */
export function direct(): Dialect {
  const roomIds: string[] = [];
  return {
    ...plainEvents,
    steps: [
      { after: '0{', send: () => ['40'] },
      {
        after: '40{',
        send: (client) => {
          const [userId, targetUserId] = [clientName(client), clientName(client ^ 1)];
          return [event('join_chat', { userId, targetUserId })];
        },
      },
      {
        after: '42["room_joined"',
        send(client, frame) {
          roomIds[client] = /"roomId":"([^"]+)"/.exec(frame)?.[1] ?? '';
          return [];
        },
      },
    ],
    readyMark: '42["message_history"',
    messageMark: markBehind('42["', 'n'),
    wrap: (body, client) =>
      event('send_message', { roomId: roomIds[client], senderId: clientName(client), body }),
  };
}

function event(name: string, payload: object): string {
  return `42${JSON.stringify([name, payload])}`;
}
