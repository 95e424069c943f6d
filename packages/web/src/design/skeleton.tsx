import { classNames } from './class-names.ts';
import styles from './skeleton.module.css';

/** Stands for a line that is loading. `width`, `height`: CSS lengths. */
export function Skeleton({
  width = '100%',
  height = '1em',
  isRound = false,
}: {
  readonly width?: string;
  readonly height?: string;
  readonly isRound?: boolean;
}) {
  return (
    <span
      class={classNames(styles.skeleton, isRound && styles.round)}
      style={{ width, height }}
      aria-hidden="true"
    />
  );
}
