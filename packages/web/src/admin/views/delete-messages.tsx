import { useState } from 'preact/hooks';
import { SelectField } from '../../design/field.tsx';
import { toast } from '../../design/toast.tsx';
import { formatCount } from '../../lib/language.ts';
import { run } from '../model/api.ts';
import { AGES, type Age, ageMsOf } from '../model/message-age.ts';
import { Confirm } from '../parts/confirm.tsx';

/** Whose messages they are. */
export interface Author {
  readonly app: string;
  readonly id: string;
  readonly name: string;
}

/** Which of them are to be deleted: chosen ones, or by age, in a room or (`null`) everywhere. */
export type Selection =
  | { readonly kind: 'chosen'; readonly ids: readonly string[] }
  | { readonly kind: 'age'; readonly room: string | null; readonly roomName: string | null };

/** Before some of what somebody wrote is deleted, in one go and with one entry in the audit log. */
export function DeleteMessages({
  author: { app, id, name },
  selection,
  onDone,
  onClose,
}: {
  readonly author: Author;
  readonly selection: Selection;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const [age, setAge] = useState<Age>('1h');
  const isChosen = selection.kind === 'chosen';
  const room = isChosen ? null : selection.room;
  return (
    <Confirm
      title={isChosen ? 'Delete the selected messages?' : `Delete messages of ${name}?`}
      action="Delete"
      hasReason
      onClose={onClose}
      onConfirm={async (reason) => {
        const { deleted, rooms } = await run('delete-user-messages', {
          ...{ app, id },
          ...(isChosen ? { messages: [...selection.ids] } : { ageMs: ageMsOf(age) }),
          ...(room !== null && { room }),
          ...(reason !== '' && { reason }),
        });
        const where = `${formatCount(rooms)} room${rooms === 1 ? '' : 's'}`;
        toast(`Messages deleted: ${formatCount(deleted)}, in ${where}`, 'success');
        onDone();
      }}
    >
      {isChosen ? (
        <p>
          {formatCount(selection.ids.length)} message{selection.ids.length === 1 ? '' : 's'} of{' '}
          <strong>{name}</strong>. This cannot be undone.
        </p>
      ) : (
        <>
          <SelectField label="How far back" value={age} options={AGES} onValue={setAge} />
          <p>
            Messages of <strong>{name}</strong>{' '}
            {room === null ? 'in every room' : <>in {selection.roomName ?? 'this room'}</>}. This
            cannot be undone.
          </p>
        </>
      )}
    </Confirm>
  );
}
