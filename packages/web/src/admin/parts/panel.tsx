import type { ComponentChildren, FunctionComponent } from 'preact';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import type { IconProps } from '../../design/icon.tsx';
import { AlertIcon } from '../../design/icons.ts';
import { Skeleton } from '../../design/skeleton.tsx';
import type { Answer } from '../model/use-command.ts';
import styles from './panel.module.css';

/** A framed part of a page with its heading. */
export function Panel({
  title,
  aside,
  children,
}: {
  readonly title?: string;
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

/** What is shown instead of an empty list. */
export interface Empty {
  readonly icon: FunctionComponent<IconProps>;
  readonly title: string;
  readonly text: ComponentChildren;
}

/** A command's answer, its skeleton, or its error. */
export function Loaded<T>({
  answer,
  isEmpty,
  empty,
  children,
}: {
  readonly answer: Answer<T>;
  readonly isEmpty?: (data: T) => boolean;
  readonly empty?: Empty;
  readonly children: (data: T) => ComponentChildren;
}) {
  const { data, error, reload } = answer;
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

/** What went wrong, where it did. */
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
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [string, ComponentChildren])[];
}) {
  return (
    <dl class={styles.facts}>
      {facts.map(([name, value]) => (
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
