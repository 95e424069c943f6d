import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Entry } from '../../chat/types.ts';
import { MoreIcon, SmileIcon } from '../../design/icons.ts';
import { PopoverButton } from '../../design/popover.tsx';
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
  const react = useReact(entry.id);
  const ref = useRef<HTMLDivElement>(null);
  useListFocus(ref);
  useLayoutEffect(() => {
    // The message was focused by keyboard before it had buttons: the first one takes the focus.
    const bar = ref.current;
    if (bar?.parentElement === document.activeElement) bar?.querySelector('button')?.focus();
  }, []);
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <div ref={ref} class={styles.toolbar} data-toolbar>
      <RelativeTime at={entry.at} />
      {chat.rights.value.canWrite && (
        <PopoverButton
          label={strings.ADD_REACTION}
          size="small"
          tabIndex={tabIndex}
          opens="dialog"
          surface={(opened) => (
            <EmojiPicker
              {...opened}
              onPick={(emoji, isByKey) => {
                if (isByKey) opened.anchor.current?.focus();
                react(emoji);
              }}
            />
          )}
        >
          <SmileIcon />
        </PopoverButton>
      )}
      <PopoverButton
        label={strings.MORE}
        size="small"
        tabIndex={tabIndex}
        opens="menu"
        surface={(opened) => <MessageMenu {...opened} entry={entry} isOwn={isOwn} />}
      >
        <MoreIcon />
      </PopoverButton>
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
