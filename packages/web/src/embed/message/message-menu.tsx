import type { Entry, Person } from '../../chat/types.ts';
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
import type { Opened } from '../../design/popover.tsx';
import { toast } from '../../design/toast.tsx';
import { copyText } from '../../lib/copy-text.ts';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';

export interface MessageMenuProps extends Opened {
  readonly entry: Entry;
  readonly isOwn: boolean;
}

/** What can be done with a message beyond reacting; for moderators with its author, too. */
export function MessageMenu({ entry, isOwn, ...opened }: MessageMenuProps) {
  const { chat, open, edit } = useEmbed();
  const rights = chat.rights.value;
  const author = entry.author.value;
  const { text, reactions } = entry.body.value;
  return (
    <Menu {...opened} label={strings.MESSAGE}>
      <MenuItem icon={CopyIcon} onSelect={() => copy(text)}>
        {strings.COPY_TEXT}
      </MenuItem>
      {reactions.length > 0 && (
        <MenuItem icon={SmileIcon} onSelect={() => open({ kind: 'reactors', entry })}>
          {strings.WHO_REACTED}
        </MenuItem>
      )}
      {isOwn && rights.canWrite && (
        <MenuItem icon={PencilIcon} onSelect={() => edit(entry)}>
          {strings.EDIT}
        </MenuItem>
      )}
      {(isOwn || rights.canModerate) && (
        <MenuItem icon={TrashIcon} isDanger onSelect={() => open({ kind: 'remove', id: entry.id })}>
          {strings.DELETE}
        </MenuItem>
      )}
      {!isOwn && <PersonItems message={entry.id} person={author} />}
    </Menu>
  );
}

/** Whether a moderator can do anything about a user: not about owners. */
export function isTouchable({ roles }: Person): boolean {
  return !roles.includes('owner') && !roles.includes('root');
}

interface PersonItemsProps {
  readonly person: Person;
  /** The id of the message at hand; `null`: none. */
  readonly message: number | null;
}

/** What a moderator can do about a user. */
export function PersonItems({ person, message }: PersonItemsProps) {
  const { chat, open } = useEmbed();
  const rights = chat.rights.value;
  if (!rights.canModerate || !isTouchable(person)) return null;
  const isModerator = person.roles.includes('mod');
  const setModerator = async () => {
    const result = await chat.moderation.setModerator(person.uid, !isModerator);
    if (result.ok) toast(strings.moderatorSet(person.name, !isModerator), 'success');
    else toast(strings.errorText(result.error), 'error');
  };
  const opening = (isCleanUp: boolean) => () => open({ kind: 'ban', person, message, isCleanUp });
  const name = <bdi>{person.name}</bdi>;
  return (
    <>
      <MenuSeparator />
      {rights.canOwn && (
        <MenuItem icon={ShieldIcon} onSelect={setModerator}>
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
