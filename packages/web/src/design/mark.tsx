import styles from './mark.module.css';

/** Koine's mark: two interlocking strokes that form a speech bubble. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg class={styles.mark} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path class={styles.first} d="M15.5 4.200H8A4.8 4.8 0 0 0 3.2 9v2.600A4.8 4.8 0 0 0 8 16.4" />
      <path
        class={styles.second}
        d="M8.5 11h7.300a4.8 4.8 0 0 1 4.8 4.800v4.600l-3.6-2.600H13a4.8 4.8 0 0 1-4.8-4.8"
      />
    </svg>
  );
}

/** The mark with the name beside it. */
export function Wordmark() {
  return (
    <span class={styles.wordmark}>
      <Mark />
      Koine
    </span>
  );
}
