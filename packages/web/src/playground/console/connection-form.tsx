import { StatusDot } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Field, SelectField, TextField } from '../../design/field.tsx';
import { jsonError } from '../../lib/json.ts';
import { type ConnectionState, isAtRest, stateText, type Target } from './connection.ts';
import styles from './connection-form.module.css';
import type { ConsoleState } from './console-state.ts';
import { readParam, type UrlParam, writeParam } from './url-params.ts';

const TONES = {
  idle: 'neutral',
  connecting: 'amber',
  open: 'green',
  closed: 'neutral',
  refused: 'red',
} as const;

/** Where the console connects to, and how it stands. */
export function ConnectionForm({ console }: { readonly console: ConsoleState }) {
  const { guide, connection, target, params } = console;
  const state = connection.state.value;
  const canConnect = isAtRest(state);
  const set = (patch: Partial<Target>) => {
    target.value = { ...target.value, ...patch };
  };
  return (
    <form
      class={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (canConnect) connection.connect(target.value);
        else connection.disconnect();
      }}
    >
      <div class={styles.main}>
        <Field
          label="URL"
          value={target.value.url}
          disabled={!canConnect}
          spellcheck={false}
          autocomplete="off"
          onValue={(value) => set({ url: value })}
        />
        <Button kind={canConnect ? 'primary' : 'default'} type="submit">
          {canConnect ? 'Connect' : 'Disconnect'}
        </Button>
      </div>
      <div class={styles.params}>
        {params.map((param) => (
          <ParamField key={param.name} console={console} param={param} isDisabled={!canConnect} />
        ))}
        {guide.isSocketIo && (
          <SocketIoFields
            target={target.value}
            about={guide.authAbout}
            isDisabled={!canConnect}
            onChange={set}
          />
        )}
      </div>
      <StateText state={state} />
    </form>
  );
}

interface ParamFieldProps {
  readonly console: ConsoleState;
  readonly param: UrlParam;
  readonly isDisabled: boolean;
}

function ParamField({ console, param, isDisabled }: ParamFieldProps) {
  const { guide, target } = console;
  const value = readParam(guide.path, target.value.url, param);
  return (
    <Field
      label={param.name}
      hint={param.about}
      value={value ?? ''}
      disabled={isDisabled || value === null}
      spellcheck={false}
      autocomplete="off"
      onInput={(event) => {
        const url = writeParam(guide.path, target.value.url, param, event.currentTarget.value);
        target.value = { ...target.value, url };
      }}
    />
  );
}

interface SocketIoFieldsProps {
  readonly target: Target;
  readonly about: string;
  readonly isDisabled: boolean;
  readonly onChange: (patch: Partial<Target>) => void;
}

function SocketIoFields({ target, about, isDisabled, onChange }: SocketIoFieldsProps) {
  return (
    <>
      <TextField
        label="auth"
        hint={about}
        rows={1}
        value={target.auth}
        disabled={isDisabled}
        spellcheck={false}
        error={target.auth.trim() === '' ? null : jsonError(target.auth)}
        onValue={(value) => onChange({ auth: value })}
      />
      <SelectField
        label="transport"
        value={target.transport}
        disabled={isDisabled}
        options={[
          { value: 'websocket', label: 'websocket' },
          { value: 'polling', label: 'long polling' },
        ]}
        onValue={(transport) => onChange({ transport })}
      />
    </>
  );
}

function StateText({ state }: { readonly state: ConnectionState }) {
  return (
    <p class={styles.state} role="status" data-kind={state.kind}>
      <StatusDot tone={TONES[state.kind]} />
      {stateText(state)}
    </p>
  );
}
