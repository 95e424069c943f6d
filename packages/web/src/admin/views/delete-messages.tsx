import { useState } from 'preact/hooks';
import { SelectField } from '../../design/field.tsx';
import { toast } from '../../design/toast.tsx';
import { AGES, type Age, ageMsOf } from '../model/ages.ts';
import { run } from '../model/api.ts';
import { count } from '../model/words.ts';
import { Confirm } from '../parts/confirm.tsx';

/** Whose messages they are. */
export interface Author {
  readonly app: string;
  readonly id: string;
  readonly name: string;
}

/** Which of them are to be deleted: chosen ones, or by age, in a room or (`null`) everywhere. */
export type Doomed =
  | { readonly kind: 'chosen'; readonly ids: readonly string[] }
  | { readonly kind: 'age'; readonly room: string | null; readonly roomName: string | null };

/** Before some of what somebody wrote is deleted, in one go and with one entry in the audit log. */
export function DeleteMessages({
  author: { app, id, name },
  doomed,
  onDone,
  onClose,
}: {
  readonly author: Author;
  readonly doomed: Doomed;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const [age, setAge] = useState<Age>('1h');
  const isChosen = doomed.kind === 'chosen';
  const room = isChosen ? null : doomed.room;
  return (
    <Confirm
      title={isChosen ? 'Delete the chosen messages?' : `Delete what ${name} wrote?`}
      action="Delete"
      hasReason
      onClose={onClose}
      onConfirm={async (reason) => {
        const { deleted, rooms } = await run('delete-user-messages', {
          ...{ app, id },
          ...(isChosen ? { messages: doomed.ids } : { ageMs: ageMsOf(age) }),
          ...(room !== null && { room }),
          ...(reason !== '' && { reason }),
        });
        const where = `${count(rooms)} room${rooms === 1 ? '' : 's'}`;
        toast(`Messages deleted: ${count(deleted)}, in ${where}`, 'success');
        onDone();
      }}
    >
      {isChosen ? (
        <p>
          {count(doomed.ids.length)} message{doomed.ids.length === 1 ? '' : 's'} of{' '}
          <strong>{name}</strong>. This cannot be undone.
        </p>
      ) : (
        <>
          <SelectField label="How far back" value={age} options={AGES} onValue={setAge} />
          <p>
            Messages of <strong>{name}</strong>{' '}
            {room === null ? 'in every room' : <>in {doomed.roomName ?? 'this room'}</>}. This
            cannot be undone.
          </p>
        </>
      )}
    </Confirm>
  );
}
