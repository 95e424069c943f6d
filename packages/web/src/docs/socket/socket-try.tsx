import { useEffect, useRef, useState } from 'preact/hooks';
import { StatusDot } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { Field, SelectField, TextField } from '../../design/field.tsx';
import { PlayIcon } from '../../design/icons.ts';
import { credentials } from '../credentials.ts';
import type { Channel, Frame } from '../model/asyncapi.ts';
import styles from '../page.module.css';
import { type Happening, type Line, openLine } from './line.ts';
import { exampleText, snippetOf, urlOf } from './socket-code.ts';
import { type Said, SocketLog } from './socket-log.tsx';

type State = 'closed' | 'connecting' | 'open';
const LOG_MAX = 300;

/** A connection to try a channel with: connect, send an example, see what comes. `frame`: what is being read about. */
export function SocketTry({
  channel,
  frame,
}: {
  readonly channel: Channel;
  readonly frame: Frame | null;
}) {
  const sendable = channel.frames.filter(({ isFromClient }) => isFromClient);
  const [values, setValues] = useState(() => beginning(channel));
  const [type, setType] = useState(sendable[0]?.type ?? '');
  const [text, setText] = useState(() => exampleText(sendable[0], credentials.value));
  const [state, setState] = useState<State>('closed');
  const [log, setLog] = useState<readonly Said[]>([]);
  const line = useRef<Line | null>(null);
  const count = useRef(0);
  /** The attempt that counts: of an earlier one nothing is heard any more. */
  const attempt = useRef(0);

  useEffect(
    () => () => {
      attempt.current++;
      line.current?.close();
    },
    [],
  );
  useEffect(() => {
    if (frame === null || !frame.isFromClient) return;
    setType(frame.type);
    setText(exampleText(frame, credentials.value));
  }, [frame]);

  const note = (said: Omit<Said, 'id' | 'at'>) => {
    count.current++;
    const entry = { ...said, id: count.current, at: Date.now() };
    setLog((known) => [...known, entry].slice(-LOG_MAX));
  };
  const happened = (happening: Happening) => {
    if (happening.kind === 'open') {
      setState('open');
      note({ kind: 'state', type: 'connected', payload: null });
    } else if (happening.kind === 'closed') {
      setState('closed');
      line.current = null;
      note({ kind: 'state', type: happening.words, payload: null });
    } else note(happening);
  };
  const connect = async () => {
    attempt.current++;
    const mine = attempt.current;
    const isMine = () => attempt.current === mine;
    setState('connecting');
    try {
      const opened = await openLine(channel, {
        url: urlOf(channel, values),
        auth: parsedAuth(values['auth'] ?? ''),
        happened: (happening) => isMine() && happened(happening),
      });
      if (isMine()) line.current = opened;
      else opened.close();
    } catch (error) {
      const words = error instanceof Error ? error.message : 'cannot connect';
      if (isMine()) happened({ kind: 'closed', words });
    }
  };
  const disconnect = () => {
    if (line.current !== null) return line.current.close();
    // What connects is still being loaded.
    attempt.current++;
    happened({ kind: 'closed', words: 'Closed before it was open' });
  };
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    line.current?.send(type, text);
    note({ kind: 'out', type, payload: readable(text) });
  };
  const choose = (name: string) => {
    setType(name);
    setText(
      exampleText(
        sendable.find((one) => one.type === name),
        credentials.value,
      ),
    );
  };
  const code = snippetOf(channel, values, type, text);
  return (
    <div class={styles.stack}>
      <div class={styles.try}>
        <h2 class={styles.tryTitle}>
          Try it
          <span class={styles.state}>
            <StatusDot
              tone={state === 'open' ? 'green' : state === 'closed' ? 'neutral' : 'amber'}
            />
            {state}
          </span>
        </h2>
        {fieldsOf(channel).map(({ name, label, placeholder }) => (
          <Field
            key={name}
            label={label}
            value={values[name] ?? ''}
            placeholder={placeholder}
            disabled={state !== 'closed'}
            onValue={(value) => setValues({ ...values, [name]: value })}
            autocomplete="off"
            spellcheck={false}
          />
        ))}
        <div>
          {state === 'closed' ? (
            <Button kind="primary" onClick={connect}>
              Connect
            </Button>
          ) : (
            <Button onClick={disconnect}>Disconnect</Button>
          )}
        </div>
      </div>
      <form class={`${styles.try} ${styles.json}`} onSubmit={send} aria-label="Frame to send">
        <SelectField
          label={channel.isSocketIo ? 'Event' : 'Frame'}
          value={type}
          options={sendable.map((one) => ({ value: one.type, label: one.type }))}
          onValue={choose}
        />
        <TextField
          label={channel.isSocketIo ? 'First argument, as JSON' : 'Text of the frame'}
          rows={Math.min(10, text.split('\n').length + 1)}
          value={text}
          onValue={setText}
          spellcheck={false}
        />
        <div>
          <Button kind="primary" type="submit" disabled={state !== 'open'}>
            <PlayIcon size={14} />
            Send
          </Button>
        </div>
      </form>
      <SocketLog log={log} onClear={() => setLog([])} />
      <details class={styles.folded}>
        <summary class={styles.fold}>The same in JavaScript</summary>
        <Code text={code} label="The same in JavaScript" />
      </details>
    </div>
  );
}

interface LineField {
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
}

/** What varies of the address, and `auth`. */
function fieldsOf(channel: Channel): readonly LineField[] {
  const { properties = {}, required = [] } = channel.query ?? {};
  return [
    ...channel.path.map(({ name }) => ({ name, label: `${name} (path)`, placeholder: '' })),
    ...Object.entries(properties).map(([name, { examples }]) => ({
      name,
      label: `${name} (query${required.includes(name) ? ', required' : ''})`,
      placeholder: examples?.[0] === undefined ? '' : String(examples[0]),
    })),
    ...(channel.auth === null
      ? []
      : [
          {
            name: 'auth',
            label: 'auth, as JSON',
            placeholder: JSON.stringify(channel.authExample),
          },
        ]),
  ];
}

/** Examples for what is required, and the credentials that were entered. */
function beginning(channel: Channel): Readonly<Record<string, string>> {
  const path = Object.fromEntries(channel.path.map(({ name, example }) => [name, example]));
  if (channel.name !== 'platform') return path;
  const { userToken, apiKey } = credentials.value;
  const { user_id: userId } = channel.query?.properties ?? {};
  const token = userToken === '' ? apiKey : userToken;
  return { ...path, token, user_id: userToken === '' ? String(userId?.examples?.[0] ?? '') : '' };
}

function parsedAuth(text: string): Readonly<Record<string, unknown>> {
  if (text.trim() === '') return {};
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value));
  throw new Error('auth must be an object');
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
