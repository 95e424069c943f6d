import type { ComponentChildren } from 'preact';
import { LinkedText } from '../../design/linked-text.tsx';
import styles from './message.module.css';

/** A user's text, its web addresses to follow. `children`: what stands after it. */
export function Text({
  text,
  children,
}: {
  readonly text: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <p class={styles.text} dir="auto">
      <LinkedText text={text} />
      {children}
    </p>
  );
}
