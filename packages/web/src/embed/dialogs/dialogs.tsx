import { useEffect, useRef } from 'preact/hooks';
import { leadFocus } from '../../lib/lead-focus.ts';
import { useEmbed } from '../embed-state.ts';
import { BanDialog } from './ban-dialog.tsx';
import { BansDialog } from './bans-dialog.tsx';
import { PurgeDialog, RemoveDialog } from './confirm-dialogs.tsx';
import { ReactorsDialog } from './reactors-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { RoomDialog } from './room-dialog.tsx';
import { SignInDialog } from './sign-in-dialog.tsx';
import { SlowDialog } from './slow-dialog.tsx';

/** The dialog that is open, if one is. */
export function Dialogs() {
  const { composer, dialog } = useEmbed();
  const open = dialog.value;
  const wasOpen = useRef(false);
  useEffect(() => {
    // What has opened it may be gone with what it did: a deleted message's buttons, "Sign in" of who is signed in now.
    if (wasOpen.current && open === null) leadFocus(composer.current, null);
    wasOpen.current = open !== null;
  }, [open]);
  const onClose = () => {
    dialog.value = null;
  };
  switch (open?.kind) {
    case undefined:
      return null;
    case 'signIn':
      return <SignInDialog onClose={onClose} />;
    case 'rename':
      return <RenameDialog onClose={onClose} />;
    case 'ban':
      return <BanDialog {...open} onClose={onClose} />;
    case 'bans':
      return <BansDialog onClose={onClose} />;
    case 'room':
      return <RoomDialog onClose={onClose} />;
    case 'slow':
      return <SlowDialog onClose={onClose} />;
    case 'purge':
      return <PurgeDialog onClose={onClose} />;
    case 'reactors':
      return <ReactorsDialog entry={open.entry} onClose={onClose} />;
    case 'remove':
      return <RemoveDialog id={open.id} onClose={onClose} />;
  }
}
