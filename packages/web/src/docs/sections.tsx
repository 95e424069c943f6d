import type { ComponentChildren } from 'preact';
import styles from './page.module.css';

/** A part of a page with its heading. */
export function Section({
  title,
  children,
}: {
  readonly title: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <section class={styles.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Names, and what each means. */
export function Pairs({
  pairs,
}: {
  readonly pairs: readonly (readonly [name: ComponentChildren, meaning: ComponentChildren])[];
}) {
  return (
    <dl class={styles.pairs}>
      {pairs.map(([name, meaning], index) => (
        <div key={index}>
          <dt>{name}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
