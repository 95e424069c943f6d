import { IconButton } from '../../design/button.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { CloseIcon } from '../../design/icons.ts';
import { formatBytes } from '../../lib/bytes.ts';
import { formatCount } from '../../lib/language.ts';
import type { Frame } from './frame.ts';
import styles from './frame-detail.module.css';
import { DIRECTION_NAMES, formatTime, jsonOf } from './frame-text.ts';
import { JsonTree } from './json-tree.tsx';

/** Longer texts are cut here, not in what is copied. */
const RAW_CHARACTERS_MAX = 20_000;

export interface FrameDetailProps {
  readonly frame: Frame;
  readonly isSocketIo: boolean;
  readonly onClose: () => void;
}

/** One frame: its JSON to fold and unfold, and its text as it was on the wire. */
export function FrameDetail({ frame, isSocketIo, onClose }: FrameDetailProps) {
  const { no, direction, at, type, text, bytes } = frame;
  const value = jsonOf(frame, isSocketIo);
  const rest = text.length - RAW_CHARACTERS_MAX;
  return (
    <section class={styles.detail} aria-label={`Frame ${no}`}>
      <header class={styles.head}>
        <p>
          <b>{type}</b> {DIRECTION_NAMES[direction]} {formatTime(at)}
          {direction !== 'note' && `, ${formatBytes(bytes)}`}
        </p>
        <CopyButton text={text} label="Copy the frame" />
        <IconButton label="Close the details" size="small" onClick={onClose}>
          <CloseIcon size={14} />
        </IconButton>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keys. */}
      <section class={styles.body} tabIndex={0} aria-label="Content">
        {value !== undefined && <JsonTree key={no} value={value} openLevels={2} />}
        {(value === undefined || isSocketIo) && (
          <>
            {value !== undefined && <h4>On the wire</h4>}
            <pre>
              {text.slice(0, RAW_CHARACTERS_MAX)}
              {rest > 0 && `… ${formatCount(rest)} more characters`}
            </pre>
          </>
        )}
      </section>
    </section>
  );
}
