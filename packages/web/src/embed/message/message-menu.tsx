import type { RefObject } from 'preact';
import type { Entry, Person, Rights } from '../../chat/types.ts';
import {
  BanIcon,
  CopyIcon,
  EraserIcon,
  PencilIcon,
  ShieldIcon,
  SmileIcon,
  TrashIcon,
} from '../../design/icons.ts';
import { Menu, MenuItem, MenuSeparator } from '../../design/menu.tsx';
import { toast } from '../../design/toast.tsx';
import { copyText } from '../../lib/copy-text.ts';
import { type Embed, useEmbed } from '../embed-state.ts';

export interface MessageMenuProps {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly entry: Entry;
  readonly isOwn: boolean;
  readonly onClose: () => void;
}

/** What one can do with a message beyond reacting; moderators find the author's matters here too. */
export function MessageMenu({ anchor, entry, isOwn, onClose }: MessageMenuProps) {
  const embed = useEmbed();
  const { chat, dialog, editing } = embed;
  const rights = chat.rights.value;
  const author = entry.author.value;
  const { text, reactions } = entry.body.value;
  const then = (action: () => void) => () => {
    onClose();
    action();
  };
  return (
    <Menu anchor={anchor} label="Message" onClose={onClose}>
      <MenuItem icon={CopyIcon} onSelect={then(() => copy(text))}>
        Copy text
      </MenuItem>
      {reactions.length > 0 && (
        <MenuItem
          icon={SmileIcon}
          onSelect={then(() => {
            dialog.value = { kind: 'reactors', entry };
          })}
        >
          Who reacted
        </MenuItem>
      )}
      {isOwn && rights.canWrite && (
        <MenuItem
          icon={PencilIcon}
          onSelect={then(() => {
            editing.value = { id: entry.id, text, error: null, isBegun: false };
          })}
        >
          Edit
        </MenuItem>
      )}
      {(isOwn || rights.canModerate) && (
        <MenuItem
          icon={TrashIcon}
          isDanger
          onSelect={then(() => {
            dialog.value = { kind: 'remove', id: entry.id };
          })}
        >
          Delete
        </MenuItem>
      )}
      {!isOwn && <PersonItems message={entry.id} person={author} {...{ rights, embed, then }} />}
    </Menu>
  );
}

/** What a moderator can do about somebody; nothing about whom they may do nothing. */
export function PersonItems({
  person,
  message,
  rights,
  embed,
  then,
}: {
  readonly person: Person;
  /** The message that one came from, by id; `null`: none. */
  readonly message: number | null;
  readonly rights: Rights;
  readonly embed: Embed;
  readonly then: (action: () => void) => () => void;
}) {
  const isUntouchable = person.roles.includes('owner') || person.roles.includes('root');
  if (!rights.canModerate || isUntouchable) return null;
  const { chat, dialog } = embed;
  const isModerator = person.roles.includes('mod');
  const setModerator = async () => {
    const result = await chat.setModerator(person.uid, !isModerator);
    if (!result.ok) toast(result.error.text, 'error');
    else if (isModerator) toast(`${person.name} is no longer a moderator`, 'success');
    else toast(`${person.name} is a moderator now`, 'success');
  };
  const opening = (isCleanUp: boolean) =>
    then(() => {
      dialog.value = { kind: 'ban', person, message, isCleanUp };
    });
  return (
    <>
      <MenuSeparator />
      {rights.canOwn && (
        <MenuItem icon={ShieldIcon} onSelect={then(() => void setModerator())}>
          {isModerator ? 'No longer a moderator' : 'Make a moderator'}
        </MenuItem>
      )}
      <MenuItem icon={BanIcon} isDanger onSelect={opening(false)}>
        Ban <bdi>{person.name}</bdi>
      </MenuItem>
      <MenuItem icon={EraserIcon} isDanger onSelect={opening(true)}>
        Delete messages of <bdi>{person.name}</bdi>
      </MenuItem>
    </>
  );
}

function copy(text: string): void {
  copyText(text).then(
    () => toast('Copied', 'success'),
    () => toast('The browser did not allow copying here', 'error'),
  );
}
