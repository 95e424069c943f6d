import { Button } from '../../design/button.tsx';
import { Field, TextField } from '../../design/field.tsx';
import { jsonError } from '../../lib/json.ts';
import type { Draft } from './connection.ts';
import type { ConsoleState } from './console-state.ts';
import styles from './frame-composer.module.css';

/** Deeper ones would be mostly indentation. */
const FORMATTED_LEVELS_MAX = 100;

/** Ready-made frames, and an editor for the next frame. */
export function FrameComposer({ console }: { readonly console: ConsoleState }) {
  const { guide, editing, connection } = console;
  const { event, text, wantsAck } = editing.value;
  const set = (patch: Partial<Draft>) => {
    editing.value = { ...editing.value, ...patch };
    console.error.value = '';
  };
  const isEmpty = text.trim() === '';
  const wrong = isEmpty && guide.isSocketIo ? null : jsonError(text);
  const isOpen = connection.state.value.kind === 'open';
  return (
    <form
      class={styles.composer}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        console.send();
      }}
    >
      <fieldset class={styles.samples}>
        <legend>Ready-made {guide.isSocketIo ? 'events' : 'frames'}</legend>
        {guide.samples.map((sample) => (
          <button
            key={sample.title}
            type="button"
            class={styles.sample}
            title={sample.about}
            aria-pressed={sample === console.sample.value}
            data-invalid={sample.isInvalid}
            onClick={() => console.fill(sample)}
          >
            {sample.title}
          </button>
        ))}
        <p class={styles.about} aria-live="polite">
          {console.sample.value?.about}
        </p>
      </fieldset>
      {event !== null && (
        <div class={styles.event}>
          <Field
            label="Event"
            value={event}
            spellcheck={false}
            autocomplete="off"
            onValue={(value) => set({ event: value })}
          />
          <label class={styles.ack}>
            <input
              type="checkbox"
              checked={wantsAck}
              onChange={(changed) => set({ wantsAck: changed.currentTarget.checked })}
            />
            Ask for an acknowledgement
          </label>
        </div>
      )}
      <TextField
        label={guide.isSocketIo ? 'Payload (JSON)' : 'Frame (JSON)'}
        rows={Math.min(12, Math.max(3, text.split('\n').length))}
        value={text}
        spellcheck={false}
        autocomplete="off"
        error={console.error.value || wrong}
        hint={wrong === null ? 'Valid JSON. Ctrl+Enter sends.' : undefined}
        onValue={(value) => set({ text: value })}
        onKeyDown={(pressed) => {
          if (pressed.key !== 'Enter' || !(pressed.ctrlKey || pressed.metaKey)) return;
          pressed.preventDefault();
          console.send();
        }}
      />
      <div class="cluster">
        <Button
          kind="primary"
          type="submit"
          disabled={!isOpen || (guide.isSocketIo && wrong !== null)}
        >
          {wrong === null || guide.isSocketIo ? 'Send' : 'Send anyway'}
        </Button>
        <Button
          disabled={wrong !== null || isEmpty || levelsOf(text) > FORMATTED_LEVELS_MAX}
          onClick={() => set({ text: JSON.stringify(JSON.parse(text), null, 2) })}
        >
          Format
        </Button>
        {!isOpen && <span class={styles.hint}>Connect to send.</span>}
      </div>
    </form>
  );
}

/** How deep the objects and lists of a JSON text are nested. */
function levelsOf(json: string): number {
  let open = 0;
  let levels = 0;
  for (const [bracket] of json.replace(/"(?:[^"\\]|\\.)*"/g, '').matchAll(/[[\]{}]/g)) {
    open += bracket === '[' || bracket === '{' ? 1 : -1;
    levels = Math.max(levels, open);
  }
  return levels;
}
