import type { ComponentChildren } from 'preact';
import styles from './badge.module.css';

export interface BadgeProps {
  readonly tone?: 'neutral' | 'accent' | 'green' | 'amber' | 'red';
  readonly title?: string;
  readonly children: ComponentChildren;
}

/** A word or a number that marks what it stands beside. */
export function Badge({ tone = 'neutral', title, children }: BadgeProps) {
  return (
    <span class={styles.badge} data-tone={tone} title={title}>
      {children}
    </span>
  );
}

/** A coloured dot; the text beside it says what it means. */
export function StatusDot({ tone }: { readonly tone: NonNullable<BadgeProps['tone']> }) {
  return <span class={styles.dot} data-tone={tone} aria-hidden="true" />;
}
