import type { Playground } from '../playground.ts';
import { ChatView, useChat } from './chat-view.tsx';
import { NameField, storedName } from './name-field.tsx';
import { ReactionBar } from './reaction-bar.tsx';
import { createWallChat } from './reactions-chat.ts';

const KEY = 'reactions.author';

/** The wall, whose messages take emoji. */
export function WallDemo({ facts, origin }: Playground) {
  const chat = useChat(() =>
    createWallChat(origin.replace(/^http/, 'ws'), storedName(KEY, 'Anonymous')),
  );
  return (
    <ChatView
      title="Wall"
      chat={chat}
      charactersMax={facts.limits.reactionsTextCharsMax}
      empty="The wall is empty. Write the first message."
      tools={<NameField storageKey={KEY} chat={chat} />}
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
