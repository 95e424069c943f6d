import { SelectField, useField } from '../../design/field.tsx';
import { toast } from '../../design/toast.tsx';
import { formatCount, plural } from '../../lib/language.ts';
import { run } from '../model/api.ts';
import { AGES, type Age, ageMsOf } from '../model/format.ts';
import { Confirm } from '../parts/dialog.tsx';

/** Whose messages they are. */
export interface Author {
  readonly app: string;
  readonly id: string;
  readonly name: string;
}

/** Which of them are to be deleted: chosen ones, or by age, in a room or (`null`) everywhere. */
export type Selection =
  | { readonly kind: 'chosen'; readonly ids: string[] }
  | { readonly kind: 'age'; readonly room: string | null; readonly roomName: string | null };

interface DeleteMessagesProps {
  readonly author: Author;
  readonly selection: Selection;
  readonly onDone: () => void;
}

/** Deletes some of an author's messages, with one entry in the audit log. */
export function DeleteMessages({ author, selection, onDone }: DeleteMessagesProps) {
  const { app, id, name } = author;
  const age = useField<Age>('1h');
  const isChosen = selection.kind === 'chosen';
  const room = isChosen ? null : selection.room;
  return (
    <Confirm
      title={isChosen ? 'Delete the selected messages?' : `Delete messages of ${name}?`}
      action="Delete"
      hasReason
      onConfirm={async (reason) => {
        const { deleted, rooms } = await run('delete-user-messages', {
          ...{ app, id },
          ...(isChosen ? { messages: selection.ids } : { ageMs: ageMsOf(age.value) }),
          ...(room !== null && { room }),
          ...(reason !== '' && { reason }),
        });
        const where = plural(rooms, 'room');
        toast(`Messages deleted: ${formatCount(deleted)}, in ${where}`, 'success');
        onDone();
      }}
    >
      {isChosen ? (
        <p>
          {plural(selection.ids.length, 'message')} of <strong>{name}</strong>. This cannot be
          undone.
        </p>
      ) : (
        <>
          <SelectField label="How far back" options={AGES} {...age} />
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
