import { Button } from '../../design/button.tsx';
import { Field, TextField } from '../../design/field.tsx';
import type { ConsoleState } from './console-state.ts';
import styles from './frame-composer.module.css';
import { checkJson, faultWords } from './json-check.ts';
import type { Draft } from './line.ts';

/** Deeper ones would be mostly indentation. */
const FORMATTED_LEVELS_MAX = 100;

/** Ready-made frames, and an editor for what goes out. */
export function FrameComposer({ console }: { readonly console: ConsoleState }) {
  const { guide, editing, line } = console;
  const { event, text, wantsAck } = editing.value;
  const set = (patch: Partial<Draft>) => {
    editing.value = { ...editing.value, ...patch };
    console.fault.value = '';
  };
  const { fault, levels } =
    text.trim() === '' && guide.isSocketIo ? { fault: null, levels: 0 } : checkJson(text);
  const isOpen = line.state.value.kind === 'open';
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
            aria-pressed={sample === console.taken.value}
            data-faulty={sample.isFaulty === true}
            onClick={() => console.take(sample)}
          >
            {sample.title}
          </button>
        ))}
        <p class={styles.about} aria-live="polite">
          {console.taken.value?.about}
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
        error={errorWords(console.fault.value, fault === null ? null : faultWords(fault))}
        hint={fault === null ? 'Valid JSON. Ctrl+Enter sends.' : undefined}
        onValue={(value) => set({ text: value })}
        onKeyDown={(pressed) => {
          if (pressed.key !== 'Enter' || !(pressed.ctrlKey || pressed.metaKey)) return;
          pressed.preventDefault();
          console.send();
        }}
      />
      <div class={styles.buttons}>
        <Button
          kind="primary"
          type="submit"
          disabled={!isOpen || (guide.isSocketIo && fault !== null)}
        >
          {fault === null || guide.isSocketIo ? 'Send' : 'Send anyway'}
        </Button>
        <Button
          disabled={fault !== null || text.trim() === '' || levels > FORMATTED_LEVELS_MAX}
          onClick={() => set({ text: JSON.stringify(JSON.parse(text), null, 2) })}
        >
          Format
        </Button>
        {!isOpen && <span class={styles.hint}>Connect to send.</span>}
      </div>
    </form>
  );
}

/** What the sending said stands before what the text is. */
function errorWords(sending: string, text: string | null): string | null {
  return sending === '' ? text : sending;
}
