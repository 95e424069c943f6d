import type { ComponentChildren, FunctionComponent } from 'preact';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import type { IconProps } from '../../design/icon.tsx';
import { AlertIcon } from '../../design/icons.ts';
import { Skeleton } from '../../design/skeleton.tsx';
import { formatCount } from '../../lib/language.ts';
import type { Result } from '../model/use-command.ts';
import view from '../views/view.module.css';
import styles from './panel.module.css';

/** A framed part of a page with its heading. */
export function Panel({
  title,
  aside,
  children,
}: {
  readonly title?: string | undefined;
  /** Beside the heading: a count, a button. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <section class={styles.panel}>
      {(title !== undefined || aside !== undefined) && (
        <header class={styles.head}>
          {title !== undefined && <h2>{title}</h2>}
          <div class={styles.aside}>{aside}</div>
        </header>
      )}
      {children}
    </section>
  );
}

/** Rows under a heading with their number; `none`: the text where there are none. */
export function CountedPanel({
  title,
  count,
  none,
  children,
}: {
  readonly title: string;
  readonly count: number;
  readonly none: string;
  readonly children: ComponentChildren;
}) {
  return (
    <Panel title={title} aside={formatCount(count)}>
      {count === 0 ? <p class={view.none}>{none}</p> : children}
    </Panel>
  );
}

/** What is shown instead of an empty list. */
export interface Empty {
  readonly icon: FunctionComponent<IconProps>;
  readonly title: string;
  readonly text: string;
}

/** A command's output, its skeleton, or its error. */
export function Loaded<T>({
  result: { data, error, reload },
  isEmpty,
  empty,
  children,
}: {
  readonly result: Result<T>;
  readonly isEmpty?: (data: T) => boolean;
  readonly empty?: Empty;
  readonly children: (data: T) => ComponentChildren;
}) {
  if (data === null && error !== null)
    return (
      <EmptyState icon={AlertIcon} title="This could not be loaded">
        <p role="alert">{error}</p>
        <Button onClick={reload}>Try again</Button>
      </EmptyState>
    );
  if (data === null) return <Waiting />;
  return (
    <>
      {error !== null && (
        <ErrorBox text={`Not up to date: ${error}`}>
          <Button size="small" onClick={reload}>
            Try again
          </Button>
        </ErrorBox>
      )}
      {isEmpty?.(data) === true && empty !== undefined ? (
        <EmptyState icon={empty.icon} title={empty.title}>
          {empty.text}
        </EmptyState>
      ) : (
        children(data)
      )}
    </>
  );
}

/** An error beside what caused it. */
export function ErrorBox({
  text,
  children,
}: {
  readonly text: string | null;
  readonly children?: ComponentChildren;
}) {
  if (text === null) return null;
  return (
    <div class={styles.error} role="alert">
      <AlertIcon size={16} />
      <p>{text}</p>
      {children}
    </div>
  );
}

/** A name, and the value beside or below it. */
export function Facts({ facts }: { readonly facts: Readonly<Record<string, ComponentChildren>> }) {
  return (
    <dl class={styles.facts}>
      {Object.entries(facts).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Waiting() {
  return (
    <div class={styles.waiting} aria-busy="true">
      <span class="visually-hidden">Loading…</span>
      <Skeleton width="70%" />
      <Skeleton width="90%" />
      <Skeleton width="55%" />
      <Skeleton width="80%" />
    </div>
  );
}
