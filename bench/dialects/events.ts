import { type Dialect, markBehind } from './dialect.ts';
import type { Place } from './frames.ts';

/** What the stock Socket.IO peer speaks: `say` in, `message` out. */
export const plainEvents: Dialect = {
  path: () => '/socket.io/?EIO=4&transport=websocket',
  steps: [{ after: '0{', say: () => ['40'] }],
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
      { after: '0{', say: (client) => [`40${since === undefined ? '' : resume(client)}`] },
      {
        after: '40{',
        say: (client) => [event('login', { token }), event('join', { uid: room(client) })],
      },
    ],
    readyMark: since === undefined ? '42["room_users"' : '42["resumed"',
    wrap: (text) => event('sendMessage', { text }),
  };
}

function event(name: string, payload: object): string {
  return `42${JSON.stringify([name, payload])}`;
}
