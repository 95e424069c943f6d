import { classNames } from './class-names.ts';
import styles from './code.module.css';
import { CopyButton } from './copy-button.tsx';

export interface CodeProps {
  /** What is shown, and what is copied. */
  readonly text: string;
  /** For screen readers. */
  readonly label: string;
  readonly isWrapped?: boolean;
}

/** Code or a frame, with a button that copies it. */
export function Code({ text, label, isWrapped = false }: CodeProps) {
  return (
    <figure class={styles.code} aria-label={label}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keys. */}
      <pre class={classNames(isWrapped && styles.wrapped)} tabIndex={0}>
        <code>{text}</code>
      </pre>
      <div class={styles.copy}>
        <CopyButton text={text} />
      </div>
    </figure>
  );
}
