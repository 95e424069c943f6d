import { openWindow } from '../../chat/host.ts';
import {
  BanIcon,
  EraserIcon,
  PencilIcon,
  PopOutIcon,
  SettingsIcon,
  SignInIcon,
  SignOutIcon,
  TimerIcon,
} from '../../design/icons.ts';
import { Menu, MenuItem, MenuSeparator } from '../../design/menu.tsx';
import type { Opened } from '../../design/popover.tsx';
import { type OpenDialog, useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';

/** The reader's account and window; for owners and moderators the room, too. */
export function RoomMenu(opened: Opened) {
  const { chat, open } = useEmbed();
  const me = chat.me.value;
  const rights = chat.rights.value;
  const room = chat.room.value;
  const opening = (next: OpenDialog) => () => open(next);
  return (
    <Menu {...opened} label={strings.MENU}>
      {me === null ? (
        <MenuItem icon={SignInIcon} onSelect={opening({ kind: 'signIn' })}>
          {strings.SIGN_IN}
        </MenuItem>
      ) : (
        <>
          <MenuItem icon={PencilIcon} onSelect={opening({ kind: 'rename' })}>
            {strings.CHANGE_NAME}
          </MenuItem>
          {me.roles.includes('guest') && (
            <MenuItem icon={SignInIcon} onSelect={opening({ kind: 'signIn' })}>
              {strings.SIGN_IN_NAMED}
            </MenuItem>
          )}
          <MenuItem icon={SignOutIcon} onSelect={() => chat.signOut()}>
            {strings.SIGN_OUT}
          </MenuItem>
        </>
      )}
      {room !== null && (
        <MenuItem icon={PopOutIcon} onSelect={() => openWindow(chat, room.uid)}>
          {strings.OPEN_WINDOW}
        </MenuItem>
      )}
      {(rights.canModerate || rights.canOwn) && <MenuSeparator />}
      {rights.canOwn && (
        <>
          <MenuItem icon={SettingsIcon} onSelect={opening({ kind: 'room' })}>
            {strings.ROOM_SETTINGS}
          </MenuItem>
          <MenuItem icon={TimerIcon} onSelect={opening({ kind: 'slow' })}>
            {strings.SLOW_MODE}
          </MenuItem>
        </>
      )}
      {rights.canModerate && (
        <>
          <MenuItem icon={BanIcon} onSelect={opening({ kind: 'bans' })}>
            {strings.BANS}
          </MenuItem>
          <MenuItem icon={EraserIcon} isDanger onSelect={opening({ kind: 'purge' })}>
            {strings.PURGE}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
