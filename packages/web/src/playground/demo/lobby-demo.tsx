import { useState } from 'preact/hooks';
import { ChatView } from './chat-view.tsx';
import type { DemoProps } from './demo-props.ts';
import { digits, keepName, keptName } from './kept-name.ts';
import { createLobbyChat } from './lobby-chat.ts';
import { NameField } from './name-field.tsx';
import { useChat } from './use-chat.ts';

const KEY = 'lobby.name';

/** Public chat under a name of one's own. */
export function LobbyDemo({ facts, origin }: DemoProps) {
  const [name, setName] = useState(() => keptName(KEY, `guest-${digits()}`));
  const chat = useChat(() => createLobbyChat(origin.replace(/^http/, 'ws'), name));
  const rename = (value: string) => {
    keepName(KEY, value);
    setName(value);
    chat.rename(value);
  };
  return (
    <ChatView
      title="Lobby"
      chat={chat}
      charactersMax={facts.limits.lobbyTextCharsMax}
      empty="Nobody has said anything since you came. A bot may answer if you do."
      tools={<NameField label="Name" name={name} onRename={rename} />}
    />
  );
}
