import { useRef } from 'preact/hooks';
import { everySecond, secondsUntil } from '../../lib/clock.ts';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import styles from './composer.module.css';

const RADIUS = 13;
const ROUND = 2 * Math.PI * RADIUS;

/** The wait before the next message: a ring that empties around the seconds left. */
export function SlowModeRing() {
  const { chat } = useEmbed();
  const until = chat.slowUntil.value;
  if (until === null) return null;
  return <Ring key={until} until={until} />;
}

function Ring({ until }: { readonly until: number }) {
  const beganAt = useRef(Date.now());
  const left = secondsUntil(until, everySecond.value);
  if (left === 0) return null;
  const whole = Math.max(1, (until - beganAt.current) / 1_000);
  return (
    <span
      class={styles.ring}
      role="timer"
      aria-label={strings.slowModeWait(left)}
      title={strings.slowModeWaitTitle(left)}
    >
      <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
        <circle class={styles.ringTrack} cx="16" cy="16" r={RADIUS} />
        <circle
          class={styles.ringLeft}
          cx="16"
          cy="16"
          r={RADIUS}
          stroke-dasharray={ROUND}
          stroke-dashoffset={ROUND * (1 - Math.min(1, left / whole))}
        />
      </svg>
      <span class={styles.ringNumber}>{left > 99 ? `${Math.ceil(left / 60)}m` : left}</span>
    </span>
  );
}
