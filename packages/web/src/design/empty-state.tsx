import type { ComponentChildren, FunctionComponent } from 'preact';
import styles from './empty-state.module.css';
import type { IconProps } from './icon.tsx';

export interface EmptyStateProps {
  readonly icon: FunctionComponent<IconProps>;
  readonly title: string;
  /** What it means and what to do now. */
  readonly children?: ComponentChildren;
}

/** Shown where there is no content yet, or none to see. */
export function EmptyState({ icon: Icon, title, children }: EmptyStateProps) {
  return (
    <div class={styles.empty}>
      <span class={styles.icon}>
        <Icon size={22} />
      </span>
      <p class={styles.title}>{title}</p>
      <div class={styles.text}>{children}</div>
    </div>
  );
}
