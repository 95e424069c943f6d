import { useState } from 'preact/hooks';
import { Field } from '../../design/field.tsx';
import { useEmbed } from '../embed-state.ts';
import { FormDialog } from './form-dialog.tsx';
import { useAsking } from './use-asking.ts';

/** How long everyone waits between two messages. */
export function SlowDialog({ onClose }: { readonly onClose: () => void }) {
  const { chat } = useEmbed();
  const [seconds, setSeconds] = useState(String(chat.room.peek()?.slowMode ?? 0));
  const asking = useAsking();
  const min = chat.facts.value?.limits.communitySlowModeMinSeconds ?? 0;
  return (
    <FormDialog
      title="Slow mode"
      action="Save"
      asking={asking}
      onClose={onClose}
      onSubmit={() => asking.ask(() => chat.setSlowMode(Number(seconds)), onClose)}
    >
      <Field
        label="Seconds between two messages"
        autofocus
        hint={`Of everyone but moderators; 0: off${min > 1 ? `, else at least ${min}` : ''}`}
        type="number"
        inputMode="numeric"
        min={0}
        step={1}
        required
        value={seconds}
        onInput={({ currentTarget }) => setSeconds(currentTarget.value)}
      />
    </FormDialog>
  );
}
