import { StatusDot } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Field, SelectField, TextField } from '../../design/field.tsx';
import styles from './connection-form.module.css';
import type { ConsoleState } from './console-state.ts';
import { faultWords, jsonFault } from './json-check.ts';
import { isAtRest, type LineState, stateWords, type Target } from './line.ts';
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
  const { guide, line, target, params } = console;
  const state = line.state.value;
  const canConnect = isAtRest(state);
  const set = (patch: Partial<Target>) => {
    target.value = { ...target.value, ...patch };
  };
  return (
    <form
      class={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (canConnect) line.connect(target.value);
        else line.disconnect();
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
      <StateLine state={state} />
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
  const fault = target.auth.trim() === '' ? null : jsonFault(target.auth);
  return (
    <>
      <TextField
        label="auth"
        hint={about}
        rows={1}
        value={target.auth}
        disabled={isDisabled}
        spellcheck={false}
        error={fault === null ? null : faultWords(fault)}
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

function StateLine({ state }: { readonly state: LineState }) {
  return (
    <p class={styles.state} role="status" data-kind={state.kind}>
      <StatusDot tone={TONES[state.kind]} />
      {stateWords(state)}
    </p>
  );
}
