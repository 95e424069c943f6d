import { ArrowDownIcon } from '../../design/icons.ts';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import styles from './list.module.css';
import type { Viewport } from './viewport.ts';

const COUNT_MAX = 999;

/** Back to the newest message, with the count of those that came meanwhile. */
export function JumpToLatest({ viewport }: { readonly viewport: Viewport }) {
  const { chat } = useEmbed();
  if (viewport.isAtEnd.value) return null;
  const { count } = chat.unread.value;
  return (
    <button
      type="button"
      class={styles.jump}
      data-has-new={count > 0}
      onClick={() => viewport.toEnd()}
    >
      <ArrowDownIcon size={14} />
      {strings.jumpToLatest(count, COUNT_MAX)}
    </button>
  );
}
