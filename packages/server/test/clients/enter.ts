import { MEETING_UID } from '../support/settings.ts';
import type { ChatClient } from './chat-client.ts';
import { CommunityClient } from './community-client.ts';
import { LobbyClient } from './lobby-client.ts';
import { PlatformClient } from './platform-client.ts';
import { ReactionsClient } from './reactions-client.ts';
import { CommunityApi } from './rest.ts';

/** The protocols whose people can meet in one room; direct's rooms are for two alone. */
export const MEETING = ['lobby', 'reactions', 'community', 'platform'] as const;
export type Meeting = (typeof MEETING)[number];

interface Address {
  readonly url: string;
  readonly wsUrl: string;
}

/** A client of any of these protocols in the room where all meet (settings `ONE_ROOM`), sure to receive what comes. */
export async function enter(server: Address, protocol: Meeting, name: string): Promise<ChatClient> {
  switch (protocol) {
    case 'lobby':
      return LobbyClient.enter(server.wsUrl, name);
    case 'reactions':
      return ReactionsClient.enter(server.wsUrl, { name });
    case 'platform':
      return PlatformClient.enter(server.wsUrl, name);
    case 'community': {
      const { token } = await new CommunityApi(server.url).guest();
      return CommunityClient.enter(server.url, MEETING_UID, { token });
    }
  }
}

/** Disposes of all of them. */
export function together<Client extends AsyncDisposable>(
  clients: readonly Client[],
): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
    },
  };
}
