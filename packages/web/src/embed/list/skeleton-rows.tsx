import { Skeleton } from '../../design/skeleton.tsx';
import styles from './list.module.css';

const WIDTHS = ['72%', '46%', '60%', '34%', '66%', '52%'];

/** Messages that are on their way. */
export function SkeletonRows({ count }: { readonly count: number }) {
  return (
    <>
      {Array.from({ length: count }, (_, at) => (
        <div key={at} class={styles.skeletonRow}>
          <Skeleton width="32px" height="32px" isRound />
          <div class={styles.skeletonLines}>
            <Skeleton width="96px" height="12px" />
            <Skeleton width={WIDTHS[at % WIDTHS.length] ?? '50%'} height="12px" />
          </div>
        </div>
      ))}
    </>
  );
}
