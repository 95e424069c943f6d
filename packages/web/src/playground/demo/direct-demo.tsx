import { Button } from '../../design/button.tsx';
import type { Playground } from '../playground.ts';
import { ChatView, useChat } from './chat-view.tsx';
import { ChangeButton, WithCredentials } from './credentials-form.tsx';
import styles from './demos.module.css';
import { createDirectChat, type Participant } from './direct-chat.ts';

const ADA: Participant = { id: 'demo-ada', name: 'Ada' };
const GRACE: Participant = { id: 'demo-grace', name: 'Grace' };

/** Both sides of one conversation; one side, where the server requires a user token. */
export function DirectDemo(playground: Playground) {
  if (playground.facts.directAuth === 'none')
    return (
      <div class={styles.pair}>
        <Side playground={playground} me={ADA} other={GRACE} token={null} />
        <Side playground={playground} me={GRACE} other={ADA} token={null} />
      </div>
    );
  return (
    <WithCredentials
      why="This server requires a user token, issued by your app (POST /api/v1/tokens)."
      fields={[
        { name: 'token', label: 'User token', hint: 'A JWT; it stays in this page' },
        { name: 'userId', label: 'Your user id', hint: 'The one that the token was made for' },
        { name: 'otherId', label: 'The other one’s user id', hint: 'Of the same app' },
      ]}
    >
      {(value, change) => (
        <Side
          playground={playground}
          me={{ id: value('userId'), name: value('userId') }}
          other={{ id: value('otherId'), name: value('otherId') }}
          token={value('token')}
          onChange={change}
        />
      )}
    </WithCredentials>
  );
}

interface SideProps {
  readonly playground: Playground;
  readonly me: Participant;
  readonly other: Participant;
  readonly token: string | null;
  /** Leaves for another token, where one was asked for. */
  readonly onChange?: () => void;
}

function Side({ playground, me, other, token, onChange }: SideProps) {
  const chat = useChat(() => createDirectChat(playground.origin, me, other, token));
  return (
    <ChatView
      title={`${me.name} to ${other.name}`}
      chat={chat}
      charactersMax={playground.facts.limits.directTextCharsMax}
      placeholder={`Write as ${me.name}`}
      empty="No messages yet."
      tools={
        <>
          {onChange !== undefined && <ChangeButton onChange={onChange} />}
          <Button size="small" onClick={() => chat.loadOlder()}>
            Older
          </Button>
        </>
      }
    />
  );
}
