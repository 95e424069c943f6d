import { useState } from 'preact/hooks';
import { ChatView } from './chat-view.tsx';
import type { DemoProps } from './demo-props.ts';
import { createLobbyChat } from './lobby-chat.ts';
import { NameField } from './name-field.tsx';
import { randomDigits, storedName, storeName } from './stored-name.ts';
import { useChat } from './use-chat.ts';

const KEY = 'lobby.name';

/** Public chat under a name of one's own. */
export function LobbyDemo({ facts, origin }: DemoProps) {
  const [name, setName] = useState(() => storedName(KEY, `guest-${randomDigits()}`));
  const chat = useChat(() => createLobbyChat(origin.replace(/^http/, 'ws'), name));
  const rename = (value: string) => {
    storeName(KEY, value);
    setName(value);
    chat.rename(value);
  };
  return (
    <ChatView
      title="Lobby"
      chat={chat}
      charactersMax={facts.limits.lobbyTextCharsMax}
      empty="No messages since you joined. A bot may answer yours."
      tools={<NameField label="Name" name={name} onRename={rename} />}
    />
  );
}
