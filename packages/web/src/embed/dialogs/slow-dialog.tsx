import { useState } from 'preact/hooks';
import { Field } from '../../design/field.tsx';
import { FormDialog } from '../../design/form-dialog.tsx';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import { unwrap } from '../unwrap.ts';

/** How long everyone waits between two messages. */
export function SlowDialog({ onClose }: { readonly onClose: () => void }) {
  const { chat } = useEmbed();
  const [seconds, setSeconds] = useState(String(chat.room.peek()?.slowMode ?? 0));
  const min = chat.facts.value?.limits.communitySlowModeMinSeconds ?? 0;
  return (
    <FormDialog
      title={strings.SLOW_MODE}
      action={strings.SAVE}
      onClose={onClose}
      onSubmit={() => unwrap(chat.moderation.setSlowMode(Number(seconds)))}
    >
      <Field
        label={strings.SLOW_MODE_SECONDS}
        autofocus
        hint={strings.slowModeRules(min)}
        type="number"
        inputMode="numeric"
        min={0}
        step={1}
        required
        value={seconds}
        onValue={setSeconds}
      />
    </FormDialog>
  );
}
