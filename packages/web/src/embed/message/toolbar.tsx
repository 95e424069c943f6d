import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Entry } from '../../chat/types.ts';
import { IconButton } from '../../design/button.tsx';
import { MoreIcon, SmileIcon } from '../../design/icons.ts';
import { everyHalfMinute } from '../../lib/clock.ts';
import { exactTime, relativeTime } from '../../lib/time.ts';
import { useEmbed } from '../embed-state.ts';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import { useListFocus } from '../list/use-list-focus.ts';
import * as strings from '../strings.tsx';
import styles from './message.module.css';
import { MessageMenu } from './message-menu.tsx';
import { useReact } from './use-react.ts';

export interface ToolbarProps {
  readonly entry: Entry;
  readonly isOwn: boolean;
  /** The Tab key gets here. */
  readonly isCurrent: boolean;
}

/** What can be done with a message; shown while it is pointed at or focused. */
export function Toolbar({ entry, isOwn, isCurrent }: ToolbarProps) {
  const { chat } = useEmbed();
  const [open, setOpen] = useState<'picker' | 'menu' | null>(null);
  const picker = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLButtonElement>(null);
  const react = useReact(entry.id);
  const close = () => setOpen(null);
  const ref = useRef<HTMLDivElement>(null);
  useListFocus(ref);
  useLayoutEffect(() => {
    // The message was focused by keyboard before it had buttons: the first one takes the focus.
    const bar = ref.current;
    if (bar?.parentElement === document.activeElement) bar?.querySelector('button')?.focus();
  }, []);
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <div ref={ref} class={styles.toolbar} data-toolbar data-open={open !== null}>
      <RelativeTime at={entry.at} />
      {chat.rights.value.canWrite && (
        <IconButton
          ref={picker}
          label={strings.ADD_REACTION}
          size="small"
          tabIndex={tabIndex}
          aria-haspopup="dialog"
          aria-expanded={open === 'picker'}
          onClick={() => setOpen(open === 'picker' ? null : 'picker')}
        >
          <SmileIcon />
        </IconButton>
      )}
      <IconButton
        ref={menu}
        label={strings.MORE}
        size="small"
        tabIndex={tabIndex}
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
          onPick={(emoji, isByKey) => {
            close();
            if (isByKey) picker.current?.focus();
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
