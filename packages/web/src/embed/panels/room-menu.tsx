import type { RefObject } from 'preact';
import { popOut } from '../../chat/host.ts';
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
import { type OpenDialog, useEmbed } from '../embed-state.ts';

/** Beside the room's name: oneself, the window, and the room for those who keep order in it. */
export function RoomMenu({
  anchor,
  onClose,
}: {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}) {
  const { chat, dialog } = useEmbed();
  const me = chat.me.value;
  const rights = chat.rights.value;
  const room = chat.room.value;
  const opening = (next: OpenDialog) => () => {
    onClose();
    dialog.value = next;
  };
  return (
    <Menu anchor={anchor} label="Menu" onClose={onClose}>
      {me === null ? (
        <MenuItem icon={SignInIcon} onSelect={opening({ kind: 'signIn' })}>
          Sign in
        </MenuItem>
      ) : (
        <>
          <MenuItem icon={PencilIcon} onSelect={opening({ kind: 'rename' })}>
            Change my name
          </MenuItem>
          {me.roles.includes('guest') && (
            <MenuItem icon={SignInIcon} onSelect={opening({ kind: 'signIn' })}>
              Sign in with a name
            </MenuItem>
          )}
          <MenuItem
            icon={SignOutIcon}
            onSelect={() => {
              onClose();
              chat.signOut();
            }}
          >
            Sign out
          </MenuItem>
        </>
      )}
      {room !== null && (
        <MenuItem
          icon={PopOutIcon}
          onSelect={() => {
            onClose();
            popOut(chat, room.uid);
          }}
        >
          Open in a window
        </MenuItem>
      )}
      {(rights.canModerate || rights.canOwn) && <MenuSeparator />}
      {rights.canOwn && (
        <MenuItem icon={SettingsIcon} onSelect={opening({ kind: 'room' })}>
          Name and description
        </MenuItem>
      )}
      {rights.canOwn && (
        <MenuItem icon={TimerIcon} onSelect={opening({ kind: 'slow' })}>
          Slow mode
        </MenuItem>
      )}
      {rights.canModerate && (
        <>
          <MenuItem icon={BanIcon} onSelect={opening({ kind: 'bans' })}>
            Bans
          </MenuItem>
          <MenuItem icon={EraserIcon} isDanger onSelect={opening({ kind: 'purge' })}>
            Delete all messages
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
