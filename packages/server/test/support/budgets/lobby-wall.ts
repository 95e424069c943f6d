import { LobbyClient } from '../../clients/lobby-client.ts';
import { ReactionsClient } from '../../clients/reactions-client.ts';
import { type Ask, address, from, kept, message, newName, sending, server } from './setup.ts';

export const LOBBY = {
  message: async () => {
    const ip = address();
    const asking = async (name: string): Promise<Ask> => {
      const client = await kept(LobbyClient.enter(server.wsUrl, newName(name), from(ip)));
      return sending(client);
    };
    return { own: await asking('lena'), other: await asking('lars') };
  },
  badFrame: async () => {
    const client = await kept(LobbyClient.enter(server.wsUrl, newName('lena'), from(address())));
    return { own: badFrames(client, 'Invalid JSON format') };
  },
};

interface Framed {
  sendRaw(text: string): void;
  rejection(): Promise<string>;
}

/** What is no frame is answered with an error; that there are too many of them, with another. */
function badFrames(client: Framed, words: string): Ask {
  return async () => {
    client.sendRaw('nothing');
    const text = await client.rejection();
    return text === words ? null : text;
  };
}

export const WALL = {
  message: async () => {
    const client = await kept(ReactionsClient.enter(server.wsUrl, from(address())));
    return { own: sending(client) };
  },
  badFrame: async () => {
    const client = await kept(ReactionsClient.open(server.wsUrl, from(address())));
    return { own: badFrames(client, 'Invalid message format') };
  },
  reaction: async () => {
    const wall = await server.core.rooms.findPublic('wall');
    const { id } = await message(wall.id);
    const client = await kept(ReactionsClient.enter(server.wsUrl, from(address())));
    const own = () => {
      client.react(id, '👍');
      const received = client.frames.next(
        (one) => one.type === 'reaction_updated' || one.type === 'error',
      );
      return received.then((one) => (one.type === 'error' ? one.data.error : null));
    };
    return { own };
  },
};
