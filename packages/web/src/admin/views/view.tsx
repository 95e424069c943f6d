import type { ComponentChildren } from 'preact';
import styles from './view.module.css';

/** The heading of a place, with what one can do there. */
export function Heading({
  title,
  back,
  children,
}: {
  readonly title: ComponentChildren;
  /** Where this came from. */
  readonly back?: { readonly href: string; readonly label: string };
  readonly children?: ComponentChildren;
}) {
  return (
    <header class={styles.heading}>
      <div class={styles.title}>
        {back !== undefined && <a href={back.href}>← {back.label}</a>}
        <h1>{title}</h1>
      </div>
      <div class={styles.actions}>{children}</div>
    </header>
  );
}

/** Search and filters above a list. */
export function Tools({ children }: { readonly children: ComponentChildren }) {
  return <div class={styles.tools}>{children}</div>;
}

/** Why a place is what it is, in a line or two. */
export function Lead({ children }: { readonly children: ComponentChildren }) {
  return <p class={styles.lead}>{children}</p>;
}
