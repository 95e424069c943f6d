import type { BadgeProps } from '../design/badge.tsx';
import styles from './chips.module.css';

const SHORT: Readonly<Record<string, string>> = { DELETE: 'DEL', receive: 'recv' };
const TONES: Readonly<Record<string, BadgeProps['tone']>> = {
  GET: 'green',
  receive: 'green',
  POST: 'accent',
  send: 'accent',
  PUT: 'amber',
  PATCH: 'amber',
  DELETE: 'red',
};

/** An HTTP method, or what a client does with a frame, in a colour that is always its own. */
export function Chip({ kind }: { readonly kind: string }) {
  return (
    <span class={styles.chip} data-tone={TONES[kind]}>
      {SHORT[kind] ?? kind}
    </span>
  );
}
