import type { ComponentChildren } from 'preact';
import styles from './fact-list.module.css';

/** Terms with their values, in a row. */
export function FactList({
  facts,
}: {
  readonly facts: Readonly<Record<string, ComponentChildren>>;
}) {
  return (
    <dl class={styles.facts}>
      {Object.entries(facts).map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
