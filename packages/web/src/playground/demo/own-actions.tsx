import { useState } from 'preact/hooks';
import { Button, IconButton } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { PencilIcon, TrashIcon } from '../../design/icons.ts';
import styles from './demos.module.css';

export interface OwnActionsProps {
  readonly text: string;
  readonly onEdit: (text: string) => void;
  readonly onDelete: () => void;
}

/** Edit and delete, for own messages. */
export function OwnActions({ text, onEdit, onDelete }: OwnActionsProps) {
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null)
    return (
      <span class={styles.own}>
        <IconButton label="Edit" size="small" onClick={() => setDraft(text)}>
          <PencilIcon size={14} />
        </IconButton>
        <IconButton label="Delete" size="small" onClick={onDelete}>
          <TrashIcon size={14} />
        </IconButton>
      </span>
    );
  const done = () => {
    if (draft.trim() !== '' && draft !== text) onEdit(draft);
    setDraft(null);
  };
  return (
    <form
      class={styles.edit}
      onSubmit={(event) => {
        event.preventDefault();
        done();
      }}
    >
      <TextField
        label="Edit your message"
        isLabelHidden
        rows={1}
        value={draft}
        dir="auto"
        onValue={setDraft}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setDraft(null);
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          done();
        }}
      />
      <Button size="small" type="submit">
        Save
      </Button>
    </form>
  );
}
