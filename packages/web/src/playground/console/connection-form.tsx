import { StatusDot } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Field, SelectField, TextField } from '../../design/field.tsx';
import { jsonError } from '../../lib/json.ts';
import { isAtRest, stateText, type Target } from './connection.ts';
import styles from './connection-form.module.css';
import type { ConsoleState } from './console-state.ts';
import { readParam, writeParam } from './url-params.ts';

const TONES = {
  idle: 'neutral',
  connecting: 'amber',
  open: 'green',
  closed: 'neutral',
  refused: 'red',
} as const;

/** Where the console connects to, and the connection's state. */
export function ConnectionForm({ console }: { readonly console: ConsoleState }) {
  const { guide, connection, target, params } = console;
  const state = connection.state.value;
  const { url, auth, transport } = target.value;
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
          value={url}
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
        {params.map((param) => {
          const value = readParam(guide.path, url, param);
          return (
            <Field
              key={param.name}
              label={param.name}
              hint={param.about}
              value={value ?? ''}
              disabled={!canConnect || value === null}
              spellcheck={false}
              autocomplete="off"
              onValue={(text) => set({ url: writeParam(guide.path, url, param, text) })}
            />
          );
        })}
        {guide.isSocketIo && (
          <>
            <TextField
              label="auth"
              hint={guide.authAbout}
              rows={1}
              value={auth}
              disabled={!canConnect}
              spellcheck={false}
              error={auth.trim() === '' ? null : jsonError(auth)}
              onValue={(value) => set({ auth: value })}
            />
            <SelectField
              label="transport"
              value={transport}
              disabled={!canConnect}
              options={[
                { value: 'websocket', label: 'websocket' },
                { value: 'polling', label: 'long polling' },
              ]}
              onValue={(value) => set({ transport: value })}
            />
          </>
        )}
      </div>
      <p class={styles.state} role="status" data-kind={state.kind}>
        <StatusDot tone={TONES[state.kind]} />
        {stateText(state)}
      </p>
    </form>
  );
}
