import type { ComponentChildren } from 'preact';
import styles from './view.module.css';

/** A view's heading and its actions. */
export function Heading({
  title,
  back,
  children,
}: {
  readonly title: ComponentChildren;
  /** The list that it belongs to. */
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

/** What a view is about, in a line or two. */
export function Lead({ children }: { readonly children: ComponentChildren }) {
  return <p class={styles.lead}>{children}</p>;
}
