import type { Playground } from '../playground.ts';
import { ChatView, useChat } from './chat-view.tsx';
import { createLobbyChat } from './lobby-chat.ts';
import { NameField, randomDigits, storedName } from './name-field.tsx';

const KEY = 'lobby.name';

/** Public chat under a self-chosen name. */
export function LobbyDemo({ facts, origin }: Playground) {
  const chat = useChat(() => {
    const name = storedName(KEY, `guest-${randomDigits()}`);
    return createLobbyChat(origin.replace(/^http/, 'ws'), name);
  });
  return (
    <ChatView
      title="Lobby"
      chat={chat}
      charactersMax={facts.limits.lobbyTextCharsMax}
      empty="No messages since you joined. A bot may answer yours."
      tools={<NameField storageKey={KEY} chat={chat} />}
    />
  );
}
