import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { ChatView } from './chat-view.tsx';
import { CredentialsForm } from './credentials-form.tsx';
import type { DemoProps } from './demo-props.ts';
import styles from './demos.module.css';
import { createDirectChat, type Person } from './direct-chat.ts';
import { useChat } from './use-chat.ts';

const ADA: Person = { id: 'demo-ada', name: 'Ada' };
const GRACE: Person = { id: 'demo-grace', name: 'Grace' };

/** Both ends of one conversation; one end, where the server asks for a user token. */
export function DirectDemo({ facts, origin }: DemoProps) {
  if (facts.directAuth === 'token') return <OneEnd {...{ facts, origin }} />;
  return (
    <div class={styles.pair}>
      <End {...{ facts, origin }} me={ADA} other={GRACE} token={null} />
      <End {...{ facts, origin }} me={GRACE} other={ADA} token={null} />
    </div>
  );
}

function OneEnd({ facts, origin }: DemoProps) {
  const [asked, setAsked] = useState<ReadonlyMap<string, string>>(new Map());
  const [isAsking, setAsking] = useState(true);
  if (isAsking)
    return (
      <CredentialsForm
        why="This server requires a user token, issued by your app (POST /api/v1/tokens)."
        fields={[
          { name: 'token', label: 'User token', hint: 'A JWT; it stays in this page' },
          { name: 'userId', label: 'Your user id', hint: 'The one that the token was made for' },
          { name: 'otherId', label: 'The other one’s user id', hint: 'Of the same app' },
        ]}
        values={asked}
        onDone={(values) => {
          setAsked(values);
          setAsking(false);
        }}
      />
    );
  const person = (name: string) => ({ id: asked.get(name) ?? '', name: asked.get(name) ?? '' });
  const token = asked.get('token') ?? '';
  return (
    <End
      {...{ facts, origin }}
      me={person('userId')}
      other={person('otherId')}
      token={token}
      onChange={() => setAsking(true)}
    />
  );
}

interface EndProps extends DemoProps {
  readonly me: Person;
  readonly other: Person;
  readonly token: string | null;
  /** Leaves for another token, where one was asked for. */
  readonly onChange?: () => void;
}

function End({ facts, origin, me, other, token, onChange }: EndProps) {
  const chat = useChat(() => createDirectChat(origin, me, other, token));
  return (
    <ChatView
      title={`${me.name} to ${other.name}`}
      chat={chat}
      charactersMax={facts.limits.directTextCharsMax}
      placeholder={`Write as ${me.name}`}
      empty="No messages yet."
      tools={
        <>
          {onChange !== undefined && (
            <Button size="small" onClick={onChange}>
              Other token
            </Button>
          )}
          <Button size="small" onClick={() => chat.loadOlder()}>
            Older
          </Button>
        </>
      }
    />
  );
}
