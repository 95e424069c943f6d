import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { inlineArrow } from '../lib/arrows.ts';
import { nextIndex } from './list-keys.ts';
import styles from './tabs.module.css';

export interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly id: Id; readonly label: ComponentChildren }[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  /** Sets the ids of tabs and panels apart when there are several sets on a page. */
  readonly name: string;
}

/** Tabs by mouse, arrow keys, Home and End. What they show goes into a `TabPanel` with the same `name`. */
export function Tabs<Id extends string>({ label, tabs, selected, onSelect, name }: TabsProps<Id>) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === selected);
    const arrow = list.current === null ? null : inlineArrow(event.key, list.current);
    const next = tabs[nextIndex(arrow ?? event.key, at, tabs.length) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next.id);
    list.current?.querySelector<HTMLElement>(`#${name}-tab-${next.id}`)?.focus();
  };
  return (
    <div ref={list} class={styles.tabs} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`${name}-tab-${tab.id}`}
          class={styles.tab}
          aria-selected={tab.id === selected}
          aria-controls={`${name}-panel-${tab.id}`}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => onSelect(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

/** What the tab `id` of the tabs `name` shows. Render the selected one only, or hide the others. */
export function TabPanel({
  name,
  id,
  isHidden = false,
  children,
}: {
  readonly name: string;
  readonly id: string;
  readonly isHidden?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <div
      role="tabpanel"
      id={`${name}-panel-${id}`}
      aria-labelledby={`${name}-tab-${id}`}
      hidden={isHidden}
    >
      {children}
    </div>
  );
}
