import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { StatusDot } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { ChatLog } from './chat-log.tsx';
import type { DemoChat, DemoMessage } from './chat-state.ts';
import styles from './chat-view.module.css';

export interface ChatViewProps {
  readonly title: string;
  readonly chat: DemoChat;
  /** Shown while there is no message. */
  readonly empty: string;
  readonly charactersMax: number;
  /** How often typing is sent again while the user types. */
  readonly typingEveryMs?: number;
  readonly placeholder?: string;
  /** Beside the title: a name, a button. */
  readonly tools?: ComponentChildren;
  /** Between head and messages. */
  readonly above?: ComponentChildren;
  readonly under?: (message: DemoMessage) => ComponentChildren;
  /** Called at both edges of typing, and again every `typingEveryMs`. */
  readonly onTyping?: (isTyping: boolean) => void;
}

const TONES = { connecting: 'amber', live: 'green', offline: 'red', refused: 'red' } as const;

/** One small chat: status, messages, composer. */
export function ChatView(props: ChatViewProps) {
  const { title, chat, empty, tools, above, under } = props;
  const { state } = chat;
  const status = state.status.value;
  const [jumps, setJumps] = useState(0);
  return (
    <section class={styles.chat} aria-label={title}>
      <header class={styles.head}>
        <h4>{title}</h4>
        <span class={styles.status} role="status">
          <StatusDot tone={TONES[status.kind]} />
          {status.text}
        </span>
        {tools !== undefined && <div class={styles.tools}>{tools}</div>}
      </header>
      {above}
      <ChatLog
        label={`${title}: messages`}
        state={state}
        empty={empty}
        jumps={jumps}
        under={under}
      />
      <p class={styles.hint} aria-live="polite" dir="auto">
        {state.hint.value}
      </p>
      <Composer {...props} onSent={() => setJumps(jumps + 1)} />
    </section>
  );
}

function Composer({
  title,
  chat,
  charactersMax,
  typingEveryMs = 0,
  placeholder,
  onTyping,
  onSent,
}: ChatViewProps & { readonly onSent: () => void }) {
  const [text, setText] = useState('');
  const typedAt = useRef(0);
  const { error } = chat.state;

  function endTyping() {
    if (typedAt.current !== 0) onTyping?.(false);
    typedAt.current = 0;
  }

  function write(value: string) {
    setText(value);
    if (value === '') return endTyping();
    const now = performance.now();
    if (typedAt.current !== 0 && now - typedAt.current < typingEveryMs) return;
    typedAt.current = now;
    onTyping?.(true);
  }

  function submit() {
    if (text.trim() === '') return;
    error.value = '';
    endTyping();
    if (chat.send(text)) {
      setText('');
      onSent();
    } else if (error.value === '') error.value = 'Not sent: this chat is not connected.';
  }

  return (
    <form
      class={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextField
        label={`${title}: your message`}
        isLabelHidden
        rows={1}
        value={text}
        maxLength={charactersMax}
        placeholder={placeholder ?? 'Message'}
        autocomplete="off"
        enterkeyhint="send"
        dir="auto"
        error={error.value}
        onValue={write}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          submit();
        }}
      />
      <Button kind="primary" type="submit">
        Send
      </Button>
    </form>
  );
}

/** Creates a chat, and disposes it with the component. */
export function useChat<Chat extends Disposable>(create: () => Chat): Chat {
  const [chat] = useState(create);
  useEffect(() => () => chat[Symbol.dispose](), [chat]);
  return chat;
}
