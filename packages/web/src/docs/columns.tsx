import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Button } from '../design/button.tsx';
import { PlayIcon } from '../design/icons.ts';
import styles from './page.module.css';

interface ColumnsProps {
  readonly children: ComponentChildren;
  readonly tryIt: ComponentChildren;
}

/** A page of the API spec: what there is to read and a place to try it, beside it or, where there is no room, far below. */
export function Columns({ children, tryIt }: ColumnsProps) {
  const aside = useRef<HTMLElement>(null);
  const jump = () => {
    aside.current?.scrollIntoView();
    aside.current?.focus({ preventScroll: true });
  };
  return (
    <div class={styles.columns}>
      <article class={styles.article}>
        {children}
        <div class={styles.jump}>
          <Button onClick={jump}>
            <PlayIcon size={14} />
            Try it
          </Button>
        </div>
      </article>
      <aside ref={aside} class={styles.aside} aria-label="Try it" tabIndex={-1}>
        {tryIt}
      </aside>
    </div>
  );
}
