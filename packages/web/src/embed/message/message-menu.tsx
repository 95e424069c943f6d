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
import * as strings from '../strings.tsx';

export interface MessageMenuProps {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly entry: Entry;
  readonly isOwn: boolean;
  readonly onClose: () => void;
}

/** What can be done with a message beyond reacting; for moderators with its author, too. */
export function MessageMenu({ anchor, entry, isOwn, onClose }: MessageMenuProps) {
  const embed = useEmbed();
  const { chat, open, edit } = embed;
  const rights = chat.rights.value;
  const author = entry.author.value;
  const { text, reactions } = entry.body.value;
  const then = (action: () => void) => () => {
    onClose();
    action();
  };
  return (
    <Menu anchor={anchor} label={strings.MESSAGE} onClose={onClose}>
      <MenuItem icon={CopyIcon} onSelect={then(() => copy(text))}>
        {strings.COPY_TEXT}
      </MenuItem>
      {reactions.length > 0 && (
        <MenuItem icon={SmileIcon} onSelect={then(() => open({ kind: 'reactors', entry }))}>
          {strings.WHO_REACTED}
        </MenuItem>
      )}
      {isOwn && rights.canWrite && (
        <MenuItem icon={PencilIcon} onSelect={then(() => edit(entry))}>
          {strings.EDIT}
        </MenuItem>
      )}
      {(isOwn || rights.canModerate) && (
        <MenuItem
          icon={TrashIcon}
          isDanger
          onSelect={then(() => open({ kind: 'remove', id: entry.id }))}
        >
          {strings.DELETE}
        </MenuItem>
      )}
      {!isOwn && <PersonItems message={entry.id} person={author} {...{ rights, embed, then }} />}
    </Menu>
  );
}

/** What a moderator can do about a user; nothing for owners. */
export function PersonItems({
  person,
  message,
  rights,
  embed,
  then,
}: {
  readonly person: Person;
  /** The id of the message at hand; `null`: none. */
  readonly message: number | null;
  readonly rights: Rights;
  readonly embed: Embed;
  readonly then: (action: () => void) => () => void;
}) {
  const isUntouchable = person.roles.includes('owner') || person.roles.includes('root');
  if (!rights.canModerate || isUntouchable) return null;
  const { chat, open } = embed;
  const isModerator = person.roles.includes('mod');
  const setModerator = async () => {
    const result = await chat.moderation.setModerator(person.uid, !isModerator);
    if (result.ok) toast(strings.moderatorSet(person.name, !isModerator), 'success');
    else toast(strings.errorText(result.error), 'error');
  };
  const opening = (isCleanUp: boolean) =>
    then(() => open({ kind: 'ban', person, message, isCleanUp }));
  const name = <bdi>{person.name}</bdi>;
  return (
    <>
      <MenuSeparator />
      {rights.canOwn && (
        <MenuItem icon={ShieldIcon} onSelect={then(() => void setModerator())}>
          {strings.setModerator(isModerator)}
        </MenuItem>
      )}
      <MenuItem icon={BanIcon} isDanger onSelect={opening(false)}>
        {strings.banPerson(name)}
      </MenuItem>
      <MenuItem icon={EraserIcon} isDanger onSelect={opening(true)}>
        {strings.deleteMessagesOf(name)}
      </MenuItem>
    </>
  );
}

function copy(text: string): void {
  copyText(text).then(
    () => toast(strings.COPIED, 'success'),
    () => toast(strings.COPY_REFUSED, 'error'),
  );
}
