import { useState } from 'preact/hooks';
import { StatusDot } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { ChatView } from './chat-view.tsx';
import { CredentialsForm } from './credentials-form.tsx';
import type { DemoProps } from './demo-props.ts';
import styles from './demos.module.css';
import { NameField } from './name-field.tsx';
import { OwnActions } from './own-actions.tsx';
import {
  createPlatformChat,
  type Member,
  type Notice,
  type PlatformChatOptions,
} from './platform-chat.ts';
import { ReactionBar } from './reaction-bar.tsx';
import { randomDigits, storedName, storeName } from './stored-name.ts';
import { useChat } from './use-chat.ts';

const ID = 'platform.id';
const NAME = 'platform.name';

/** A user of an app in its room: of the sandbox's, or with a user token of one's own. */
export function PlatformDemo({ facts, origin }: DemoProps) {
  const [asked, setAsked] = useState<ReadonlyMap<string, string>>(new Map());
  const [isAsking, setAsking] = useState(true);
  const [userId] = useState(() => storedName(ID, `web_${randomDigits()}`));
  const userName = storedName(NAME, `Visitor ${userId.slice(4)}`);
  if (facts.sandbox !== null) {
    const { apiKey, roomId } = facts.sandbox;
    const options = { origin, credential: apiKey, roomId, userId, userName };
    return <Room {...{ facts, options }} onChange={null} />;
  }
  if (isAsking)
    return (
      <CredentialsForm
        why="An API key never belongs in a page: your app’s server holds it, and issues user tokens (POST /api/v1/tokens)."
        fields={[
          { name: 'token', label: 'User token', hint: 'A JWT; it stays in this page' },
          { name: 'userId', label: 'User id', hint: 'The one that the token was made for' },
          { name: 'roomId', label: 'Room id', hint: 'UUID of a room of the app' },
        ]}
        values={asked}
        onDone={(values) => {
          setAsked(values);
          setAsking(false);
        }}
      />
    );
  const value = (name: string) => asked.get(name) ?? '';
  const options = {
    origin,
    credential: value('token'),
    roomId: value('roomId'),
    userId: value('userId'),
    userName: value('userId'),
  };
  return <Room {...{ facts, options }} onChange={() => setAsking(true)} />;
}

interface RoomProps extends Pick<DemoProps, 'facts'> {
  readonly options: PlatformChatOptions;
  /** Leaves for another token; `null`: the credential is the sandbox's key, which may do what an app's server does. */
  readonly onChange: (() => void) | null;
}

function Room({ facts, options, onChange }: RoomProps) {
  const chat = useChat(() => createPlatformChat(options));
  const [name, setName] = useState(options.userName);
  const rename = (value: string) => {
    storeName(NAME, value);
    setName(value);
    chat.rename(value);
  };
  const members = chat.members.value;
  const nameOf = (id: string) => members.find((member) => member.id === id)?.name ?? id;
  const [notice] = chat.notices.value;
  return (
    <ChatView
      title="App room"
      chat={chat}
      charactersMax={facts.limits.platformTextCharsMax}
      empty="No messages yet."
      tools={
        onChange !== null ? (
          <Button size="small" onClick={onChange}>
            Other token
          </Button>
        ) : (
          <>
            <NameField label="Name" name={name} onRename={rename} />
            <Button size="small" onClick={() => void chat.notify()}>
              Notify all
            </Button>
          </>
        )
      }
      above={
        <>
          <Members members={members} ownId={chat.userId} />
          {notice !== undefined && <NoticeLine notice={notice} />}
        </>
      }
      onTyping={chat.typing}
      typingEveryMs={facts.limits.typingTimeoutMs / 2}
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

function Members({
  members,
  ownId,
}: {
  readonly members: readonly Member[];
  readonly ownId: string;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keys.
    <ul class={styles.members} aria-label="Members" tabIndex={0}>
      {members.map(({ id, name, isOnline }) => (
        <li key={id} class={styles.member} data-online={isOnline} title={id}>
          <StatusDot tone={isOnline ? 'green' : 'neutral'} />
          <span dir="auto">{id === ownId ? `${name} (you)` : name}</span>
          <span class="visually-hidden">{isOnline ? 'online' : 'offline'}</span>
        </li>
      ))}
    </ul>
  );
}

function NoticeLine({ notice }: { readonly notice: Notice }) {
  return (
    <div class={styles.notice} role="status">
      <p dir="auto">
        <b>{notice.title}</b> {notice.content}
      </p>
    </div>
  );
}
