import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Entry } from '../../chat/types.ts';
import { Button } from '../../design/button.tsx';
import { moveFocus } from '../../lib/move-focus.ts';
import { isSubmitKey } from '../../lib/submit-key.ts';
import { useAutoGrow } from '../composer/use-auto-grow.ts';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import styles from './message.module.css';

/** An own message being edited: Enter saves, Escape cancels. */
export function EditForm({ entry }: { readonly entry: Entry }) {
  const { chat, composer, editing } = useEmbed();
  const ref = useRef<HTMLTextAreaElement>(null);
  const [isSaving, setSaving] = useState(false);
  const now = editing.value;
  const text = now?.text ?? '';
  useAutoGrow(ref, text);
  useLayoutEffect(() => {
    const field = ref.current;
    // Only when it begins: a row that returns to the document takes no focus.
    if (field === null || now === null || now.isBegun) return;
    field.focus();
    field.setSelectionRange(text.length, text.length);
    editing.value = { ...now, isBegun: true };
  }, []);
  const set = (next: string, error: string | null) => {
    editing.value = { id: entry.id, text: next, error, isBegun: true };
  };
  const leave = () => {
    moveFocus(composer.current, ref.current?.form);
    editing.value = null;
  };
  const save = async () => {
    if (text.trim() === '' || text === entry.body.peek().text) return leave();
    setSaving(true);
    const result = await chat.edit(entry.id, text);
    setSaving(false);
    if (editing.peek()?.id !== entry.id) return;
    if (result.ok) leave();
    else set(text, strings.errorText(result.error));
  };
  return (
    <form
      class={styles.edit}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <textarea
        ref={ref}
        class={styles.editText}
        aria-label={strings.EDIT_MESSAGE}
        rows={1}
        dir="auto"
        value={text}
        onInput={({ currentTarget }) => set(currentTarget.value, null)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.isComposing) leave();
          if (!isSubmitKey(event)) return;
          event.preventDefault();
          void save();
        }}
      />
      {now?.error && (
        <p class={styles.error} role="alert">
          {now.error}
        </p>
      )}
      <p class={styles.editActions}>
        <Button type="submit" size="small" kind="primary" disabled={isSaving}>
          {strings.SAVE}
        </Button>
        <Button size="small" kind="plain" onClick={leave}>
          {strings.CANCEL}
        </Button>
      </p>
    </form>
  );
}
