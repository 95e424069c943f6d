import { useRef, useState } from 'preact/hooks';
import type { Entry } from '../../chat/types.ts';
import { IconButton } from '../../design/button.tsx';
import { MoreIcon, SmileIcon } from '../../design/icons.ts';
import { everyHalfMinute } from '../../lib/clock.ts';
import { exactTime, relativeTime } from '../../lib/time.ts';
import { useEmbed } from '../embed-state.ts';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import styles from './message.module.css';
import { MessageMenu } from './message-menu.tsx';
import { useReact } from './use-react.ts';

/** What one can do with a message, there while one points at it or is inside by keyboard. */
export function Toolbar({ entry, isOwn }: { readonly entry: Entry; readonly isOwn: boolean }) {
  const { chat } = useEmbed();
  const [open, setOpen] = useState<'picker' | 'menu' | null>(null);
  const picker = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLButtonElement>(null);
  const react = useReact(entry.id);
  const close = () => setOpen(null);
  return (
    <div class={styles.toolbar} data-open={open !== null}>
      <RelativeTime at={entry.at} />
      {chat.rights.value.canWrite && (
        <IconButton
          ref={picker}
          label="Add a reaction"
          size="small"
          aria-haspopup="dialog"
          aria-expanded={open === 'picker'}
          onClick={() => setOpen(open === 'picker' ? null : 'picker')}
        >
          <SmileIcon />
        </IconButton>
      )}
      <IconButton
        ref={menu}
        label="More"
        size="small"
        aria-haspopup="menu"
        aria-expanded={open === 'menu'}
        onClick={() => setOpen(open === 'menu' ? null : 'menu')}
      >
        <MoreIcon />
      </IconButton>
      {open === 'picker' && (
        <EmojiPicker
          anchor={picker}
          onClose={close}
          onPick={(emoji) => {
            close();
            react(emoji);
          }}
        />
      )}
      {open === 'menu' && <MessageMenu anchor={menu} entry={entry} isOwn={isOwn} onClose={close} />}
    </div>
  );
}

function RelativeTime({ at }: { readonly at: number }) {
  return (
    <time
      class={styles.relative}
      dateTime={new Date(at).toISOString()}
      title={exactTime(at)}
      aria-hidden="true"
    >
      {relativeTime(at, everyHalfMinute.value)}
    </time>
  );
}
