import { DirectClient } from '../../clients/direct-client.ts';
import { address, from, kept, newName, outcome, sending, server, two, wordsIn } from './setup.ts';

export const DIRECT = {
  message: async () => {
    const ip = address();
    return two(async () => {
      const client = await kept(
        DirectClient.enter(server.url, newName('d'), newName('e'), from(ip)),
      );
      return sending(client);
    });
  },
  newConversation: async () => {
    const ip = address();
    return two(async () => {
      const client = await kept(DirectClient.open(server.url, newName('d'), from(ip)));
      return () => client.join(newName('e')).then(() => null, wordsIn);
    });
  },
  join: async () => {
    const ip = address();
    return two(async () => {
      const client = await kept(DirectClient.open(server.url, newName('d'), from(ip)));
      const friend = newName('e');
      return () => client.join(friend).then(() => null, wordsIn);
    });
  },
  read: async () => {
    const client = await kept(
      DirectClient.enter(server.url, newName('d'), newName('e'), from(address())),
    );
    const own = () => {
      client.emit('fetch_messages', { roomId: client.roomId });
      return outcome(
        client.events.next((one) => one.event === 'more_messages'),
        client.rejection(),
      );
    };
    return { own };
  },
  frame: async () => {
    const client = await kept(DirectClient.open(server.url, newName('d'), from(address())));
    const own = async () => {
      client.emit('send_message', { nothing: true });
      const text = await client.rejection();
      return text.startsWith('Rate limit') ? text : null;
    };
    return { own };
  },
};
