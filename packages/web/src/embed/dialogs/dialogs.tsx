import { useEffect, useRef } from 'preact/hooks';
import { moveFocus } from '../../lib/move-focus.ts';
import { useEmbed } from '../embed-state.ts';
import { BanDialog } from './ban-dialog.tsx';
import { BansDialog } from './bans-dialog.tsx';
import {
  DeleteMessageDialog,
  PurgeDialog,
  RenameDialog,
  RoomDialog,
  SlowDialog,
} from './form-dialogs.tsx';
import { ReactorsDialog } from './reactors-dialog.tsx';
import { SignInDialog } from './sign-in-dialog.tsx';

/** The dialog that is open, if one is. */
export function Dialogs() {
  const { composer, dialog } = useEmbed();
  const open = dialog.value;
  const wasOpen = useRef(false);
  useEffect(() => {
    // The button that opened it may be gone: a deleted message's, or "Sign in" after signing in.
    if (wasOpen.current && open === null) moveFocus(composer.current, null);
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
      return <DeleteMessageDialog id={open.id} onClose={onClose} />;
  }
}
