import { StatusDot } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import type { PageLimits } from '../../lib/server-facts.ts';
import type { Playground } from '../playground.ts';
import { ChatView, useChat } from './chat-view.tsx';
import { ChangeButton, WithCredentials } from './credentials-form.tsx';
import styles from './demos.module.css';
import { NameField, randomDigits, storedName } from './name-field.tsx';
import { OwnActions } from './own-actions.tsx';
import {
  createPlatformChat,
  type PlatformChat,
  type PlatformChatOptions,
} from './platform-chat.ts';
import { ReactionBar } from './reaction-bar.tsx';

const ID = 'platform.id';
const NAME = 'platform.name';

/** A user of an app in its room: of the sandbox's app, or with a user token. */
export function PlatformDemo({ facts: { sandbox, limits }, origin }: Playground) {
  if (sandbox !== null) {
    const userId = storedName(ID, `web_${randomDigits()}`);
    const userName = storedName(NAME, `Visitor ${userId.slice(4)}`);
    const { apiKey: credential, roomId } = sandbox;
    const options = { origin, credential, roomId, userId, userName };
    return <Room limits={limits} options={options} onChange={null} />;
  }
  return (
    <WithCredentials
      why="An API key never belongs in a page: your app’s server holds it, and issues user tokens (POST /api/v1/tokens)."
      fields={[
        { name: 'token', label: 'User token', hint: 'A JWT; it stays in this page' },
        { name: 'userId', label: 'User id', hint: 'The one that the token was made for' },
        { name: 'roomId', label: 'Room id', hint: 'UUID of a room of the app' },
      ]}
    >
      {(value, change) => {
        const [userId, roomId] = [value('userId'), value('roomId')];
        const options = { origin, credential: value('token'), roomId, userId, userName: userId };
        return <Room limits={limits} options={options} onChange={change} />;
      }}
    </WithCredentials>
  );
}

interface RoomProps {
  readonly limits: PageLimits;
  readonly options: PlatformChatOptions;
  /** Asks for another token; `null`: the credential is the sandbox's key, which may act as an app's server. */
  readonly onChange: (() => void) | null;
}

function Room({ limits, options, onChange }: RoomProps) {
  const chat = useChat(() => createPlatformChat(options));
  const nameOf = (id: string) => chat.members.value.find((member) => member.id === id)?.name ?? id;
  return (
    <ChatView
      title="App room"
      chat={chat}
      charactersMax={limits.platformTextCharsMax}
      empty="No messages yet."
      tools={
        onChange !== null ? (
          <ChangeButton onChange={onChange} />
        ) : (
          <>
            <NameField storageKey={NAME} chat={chat} />
            <Button size="small" onClick={() => void chat.notify()}>
              Notify all
            </Button>
          </>
        )
      }
      above={<Above chat={chat} />}
      onTyping={chat.typing}
      typingEveryMs={limits.typingTimeoutMs / 2}
      under={(message) => (
        <div class={styles.actions}>
          <ReactionBar
            message={message}
            ownId={chat.userId}
            nameOf={nameOf}
            onToggle={(emoji) => chat.toggle(message.id, emoji)}
          />
          {message.isOwn && (
            <OwnActions
              text={message.text}
              onEdit={(text) => chat.edit(message.id, text)}
              onDelete={() => chat.remove(message.id)}
            />
          )}
        </div>
      )}
    />
  );
}

/** The members of the room, and the newest notification. */
function Above({ chat }: { readonly chat: PlatformChat }) {
  const notice = chat.notice.value;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keys. */}
      <ul class={styles.members} aria-label="Members" tabIndex={0}>
        {chat.members.value.map(({ id, name, isOnline }) => (
          <li key={id} class={styles.member} data-online={isOnline} title={id}>
            <StatusDot tone={isOnline ? 'green' : 'neutral'} />
            <span dir="auto">{id === chat.userId ? `${name} (you)` : name}</span>
            <span class="visually-hidden">{isOnline ? 'online' : 'offline'}</span>
          </li>
        ))}
      </ul>
      {notice !== null && (
        <div class={styles.notice} role="status">
          <p dir="auto">
            <b>{notice.title}</b> {notice.content}
          </p>
        </div>
      )}
    </>
  );
}
