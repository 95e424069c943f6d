import { useState } from 'preact/hooks';
import { ChatView } from './chat-view.tsx';
import type { DemoProps } from './demo-props.ts';
import { NameField } from './name-field.tsx';
import { ReactionBar } from './reaction-bar.tsx';
import { createWallChat } from './reactions-chat.ts';
import { storedName, storeName } from './stored-name.ts';
import { useChat } from './use-chat.ts';

const KEY = 'reactions.author';

/** The wall, whose messages take emoji. */
export function WallDemo({ facts, origin }: DemoProps) {
  const [name, setName] = useState(() => storedName(KEY, 'Anonymous'));
  const chat = useChat(() => createWallChat(origin.replace(/^http/, 'ws'), name));
  const rename = (value: string) => {
    storeName(KEY, value);
    setName(value);
    chat.rename(value);
  };
  return (
    <ChatView
      title="Wall"
      chat={chat}
      charactersMax={facts.limits.reactionsTextCharsMax}
      empty="The wall is empty. Write the first message."
      tools={<NameField label="Name" name={name} onRename={rename} />}
      under={(message) => (
        <ReactionBar
          message={message}
          ownId={chat.ownId()}
          onToggle={(emoji) => chat.toggle(message.id, emoji)}
        />
      )}
    />
  );
}
